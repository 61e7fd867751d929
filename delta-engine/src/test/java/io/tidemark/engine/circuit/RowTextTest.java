package io.tidemark.engine.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.plan.Field;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodecs;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTextTest {

  private final RowBuilder row = new RowBuilder(8);
  private final List<Field> fields = new ArrayList<>();

  private RowTextTest add(String name, int type, Object value) {
    fields.add(new Field(name, PgType.of(type), true));
    TypeCodecs.of(type).encode(value, row);
    return this;
  }

  @Test
  void showsValuesUnderTheirNames() {
    add("id", PgType.INT4, -7)
        .add("price", PgType.NUMERIC, PgNumeric.of(new BigDecimal("12.50")))
        .add("note", PgType.TEXT, "it's")
        .add("day", PgType.DATE, 1)
        .add("at", PgType.TIMESTAMPTZ, 1_500_000L)
        .add("late", PgType.TIMESTAMP, Long.MAX_VALUE)
        .add("ok", PgType.BOOL, true);
    row.addNull();
    fields.add(new Field("gone", PgType.of(PgType.TEXT), true));
    assertEquals(
        "(id = -7, price = 12.50, note = 'it''s', day = 2000-01-02, at = 2000-01-01T00:00:01.500Z,"
            + " late = infinity, ok = true, gone = NULL)",
        RowText.of(row.build(), fields));
  }

  @Test
  void showsTheBytesOfWhatItDoesNotKnow() {
    RowBuilder point = new RowBuilder(1);
    point.add(new byte[] {1, 2});
    Row known = point.build();
    assertEquals("(p = 0x0102)", RowText.of(known, List.of(new Field("p", PgType.of(600), true))));
    assertEquals("(0x0102)", RowText.of(known, List.of()));
  }

  @Test
  void aLongRowIsShortened() {
    add("text", PgType.TEXT, "x".repeat(10_000));
    for (int i = 0; i < 7; i++) {
      add("more" + i, PgType.TEXT, "y".repeat(99));
    }
    String text = RowText.of(row.build(), fields);
    assertTrue(text.length() <= 501 && text.startsWith("(text = 'xxx"), text);
  }
}
