package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.ByteArrayOutputStream;

/**
 * string_agg of text and of bytea: each value behind its own delimiter, that of the first left out.
 */
final class StringAggregate implements OrderedFunction {

  @Override
  public boolean passesOver(Row arguments) {
    return arguments.isNull(0);
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean[] some = {false};
    rows.forEach((arguments, copies) -> {
      for (long copy = 0; copy < copies; copy++) {
        if (some[0] && !arguments.isNull(1)) {
          bytes.write(arguments.bytes(), arguments.offset(1), arguments.length(1));
        }
        bytes.write(arguments.bytes(), arguments.offset(0), arguments.length(0));
        some[0] = true;
      }
    });
    if (some[0]) {
      target.add(bytes.toByteArray());
    } else {
      target.addNull();
    }
  }
}
