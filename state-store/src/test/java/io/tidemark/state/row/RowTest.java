package io.tidemark.state.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RowTest {

  private static Row sample() {
    return new RowBuilder(5)
        .addInt(-7)
        .addNull()
        .addText("zwölf")
        .addLong(1L << 40)
        .addText("")
        .build();
  }

  @Test
  void valuesComeBackAsTheyWentIn() {
    Row row = sample();
    assertEquals(5, row.columnCount());
    assertEquals(-7, row.getInt(0));
    assertTrue(row.isNull(1));
    assertEquals(0, row.length(1));
    assertEquals("zwölf", row.getText(2));
    assertEquals(1L << 40, row.getLong(3));
    assertFalse(row.isNull(4));
    assertEquals("", row.getText(4));
    assertArrayEquals("zwölf".getBytes(StandardCharsets.UTF_8), row.copy(2));
  }

  @Test
  void aNullIsNotAnEmptyValue() {
    Row empty = new RowBuilder(1).addText("").build();
    Row absent = new RowBuilder(1).addNull().build();
    assertNotEquals(empty, absent);
  }

  @Test
  void projectionKeepsNullsAndMayRepeatColumns() {
    Row projected = sample().project(new int[] {4, 1, 0, 0});
    assertEquals(new RowBuilder(4).addText("").addNull().addInt(-7).addInt(-7).build(), projected);
  }

  @Test
  void concatenationIsTheRowOfAllColumns() {
    Row left = new RowBuilder(2).addNull().addInt(1).build();
    Row right = new RowBuilder(2).addText("x").addNull().build();
    assertEquals(
        new RowBuilder(4).addNull().addInt(1).addText("x").addNull().build(), left.concat(right));
    assertEquals(left, left.concat(Row.EMPTY));
    assertEquals(left, Row.EMPTY.concat(left));
  }

  @Test
  void valuesBehindALongOneAreKeptWhereverTheBufferEnds() {
    for (int length = 0; length < 300; length++) {
      String text = "x".repeat(length);
      Row row =
          new RowBuilder(5)
              .addText(text)
              .addBoolean(true)
              .addInt(1)
              .addLong(2)
              .addShort((short) 3)
              .build();
      assertEquals(1, row.copy(1)[0], "length " + length);
      assertEquals(1, row.getInt(2));
      assertEquals(2, row.getLong(3));
      assertEquals(3, row.getShort(4));
    }
  }

  @Test
  void aBuilderIsReusableAndChecksItsWidth() {
    RowBuilder builder = new RowBuilder(1);
    Row first = builder.addText("a long value that makes the buffer grow, and grow again").build();
    Row second = builder.addInt(1).build();
    assertEquals("a long value that makes the buffer grow, and grow again", first.getText(0));
    assertEquals(1, second.getInt(0));
    assertThrows(IllegalStateException.class, builder::build);
    builder.addInt(1);
    assertThrows(IllegalStateException.class, () -> builder.addInt(2));
  }

  @Test
  void consolidationAddsWeightsUpAndDropsZeros() {
    ZSet zset = new ZSet();
    for (int i = 0; i < 100; i++) {
      zset.add(new RowBuilder(1).addInt(i % 10).build(), i < 50 ? 1 : i % 10 == 3 ? -2 : -1);
    }
    zset.consolidate();
    assertEquals(1, zset.size());
    assertEquals(3, zset.row(0).getInt(0));
    assertEquals(-5, zset.weight(0));
  }
}
