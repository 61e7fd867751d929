package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;

/** json_agg, jsonb_agg and their _strict kinds, which leave NULLs out: an array of the values. */
final class JsonArrayAggregate implements OrderedFunction {

  private final boolean binary;
  private final boolean strict;
  private final boolean lines;
  private final JsonText.WireWriter writer;

  /**
   * @param type of the argument
   * @param binary jsonb, else json
   */
  JsonArrayAggregate(int type, boolean binary, boolean strict) {
    this.binary = binary;
    this.strict = strict;
    this.lines = !binary && JsonText.isStructured(type);
    this.writer = JsonText.ofWire(type, binary);
  }

  @Override
  public boolean passesOver(Row arguments) {
    return false; // a group of NULLs is an empty array, one without rows is NULL
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    if (rows.size() == 0) {
      target.addNull();
      return;
    }
    StringBuilder out = new StringBuilder("[");
    rows.forEach((arguments, copies) -> {
      boolean isNull = arguments.isNull(0);
      for (long copy = isNull && strict ? copies : 0; copy < copies; copy++) {
        if (out.length() > 1) {
          out.append(lines && !isNull ? ", \n " : ", ");
        }
        if (isNull) {
          out.append("null");
        } else {
          writer.write(arguments.copy(0), out);
        }
      }
    });
    target.add(JsonText.wire(out.append(']').toString(), binary));
  }
}
