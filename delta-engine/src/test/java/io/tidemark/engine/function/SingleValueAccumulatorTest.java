package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SingleValueAccumulatorTest {

  private static final byte[][] VALUES = {
    {},
    {0},
    {0, 0},
    {1},
    {0, 1},
    {-1},
    {-1, -1, -1},
    {0, -128, 7},
    {127},
    {1, 2, 3, 4, 5, 6, 7, 8, 9}
  };

  @Test
  void isTheOnlyRowOnceOneIsLeft() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    SingleValueAccumulator accumulator = new SingleValueAccumulator();
    byte[] empty = written(accumulator);
    List<Row> rows = new ArrayList<>();
    int single = 0;
    for (int step = 0; step < 20_000; step++) {
      if (rows.isEmpty() || (rows.size() < 4 && random.nextBoolean())) {
        rows.add(row(random.nextInt(-1, VALUES.length)));
        accumulator.add(rows.getLast(), 1);
      } else {
        accumulator.add(rows.remove(random.nextInt(rows.size())), -1);
      }
      if (random.nextInt(10) == 0) {
        SingleValueAccumulator read = new SingleValueAccumulator();
        read.read(new DataInputStream(new ByteArrayInputStream(written(accumulator))));
        accumulator = read;
      }
      assertEquals(rows.size() == 1 ? rows.getFirst() : row(-1), result(accumulator));
      single += rows.size() == 1 ? 1 : 0;
      if (rows.isEmpty()) {
        assertArrayEquals(empty, written(accumulator));
      }
    }
    assertTrue(single > 1_000, "rows alone: " + single);
  }

  @Test
  void isNothingInTheMidstOfATick() {
    SingleValueAccumulator accumulator = new SingleValueAccumulator();
    accumulator.add(row(4), 2);
    accumulator.add(row(9), -1); // leaves before it comes
    assertEquals(row(-1), result(accumulator));
    accumulator.add(row(9), 1);
    accumulator.add(row(4), -1);
    assertEquals(row(4), result(accumulator));
  }

  @Test
  void mergesWithAnother() {
    SingleValueAccumulator one = new SingleValueAccumulator();
    SingleValueAccumulator other = new SingleValueAccumulator();
    one.add(row(7), 1);
    one.add(row(8), 1);
    other.add(row(8), -1);
    one.merge(other);
    assertEquals(row(7), result(one));
  }

  /** A row of one value, of NULL for −1. */
  private static Row row(int value) {
    RowBuilder builder = new RowBuilder(1);
    if (value < 0) {
      builder.addNull();
    } else {
      builder.add(VALUES[value]);
    }
    return builder.build();
  }

  private static Row result(SingleValueAccumulator accumulator) {
    RowBuilder builder = new RowBuilder(1);
    accumulator.result(builder);
    return builder.build();
  }

  private static byte[] written(SingleValueAccumulator accumulator) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    accumulator.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
