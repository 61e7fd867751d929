package io.tidemark.engine.circuit;

import io.tidemark.engine.function.ValueText;
import io.tidemark.engine.plan.Field;
import io.tidemark.state.row.Row;
import java.util.List;

/** A row as a message shows it: {@code (id = 7, name = 'x', price = NULL)}. */
final class RowText {

  /** A row may be megabytes; its beginning is enough to find it. */
  private static final int LENGTH_MAX = 500;

  private RowText() {}

  /**
   * @param fields the row's; where there is another number of them, its bytes are shown
   */
  static String of(Row row, List<Field> fields) {
    if (fields.size() != row.columnCount()) {
      return shortened(row.toString());
    }
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < fields.size() && text.length() <= LENGTH_MAX; i++) {
      Field field = fields.get(i);
      text.append(i == 0 ? "" : ", ").append(field.name()).append(" = ");
      text.append(ValueText.of(field.type(), row, i));
    }
    return shortened(text.append(')').toString());
  }

  private static String shortened(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
  }
}
