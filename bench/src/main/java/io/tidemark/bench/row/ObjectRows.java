package io.tidemark.bench.row;

import io.tidemark.state.row.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Boxed values: Integer, Long, Boolean, String, BigDecimal, null. */
final class ObjectRows implements RowCandidate<ObjectRows.Batch> {

  /** Weighted rows. */
  @SuppressWarnings("ArrayRecordComponent") // batches are never compared
  record Batch(ObjectRow[] rows, long[] weights, int size) {}

  /** One row with its hash. */
  @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
  record ObjectRow(@Nullable Object[] values, int hash) {
    ObjectRow(@Nullable Object[] values) {
      this(values, Arrays.hashCode(values));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ObjectRow row
          && hash == row.hash
          && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  @Override
  public Batch decode(byte[][] tuples, long[] weights) {
    ObjectRow[] rows = new ObjectRow[tuples.length];
    for (int i = 0; i < tuples.length; i++) {
      byte[] tuple = tuples[i];
      @Nullable Object[] values = new @Nullable Object[Orders.COLUMNS];
      int at = 2;
      for (int column = 0; column < Orders.COLUMNS; column++) {
        if (tuple[at++] != 'n') {
          int length = (int) Bytes.INT.get(tuple, at);
          values[column] = value(column, tuple, at + 4, length);
          at += 4 + length;
        }
      }
      rows[i] = new ObjectRow(values, 0);
    }
    return new Batch(rows, weights, rows.length);
  }

  private static Object value(int column, byte[] tuple, int at, int length) {
    return switch (column) {
      case Orders.ID, Orders.AMOUNT -> (Object) (int) Bytes.INT.get(tuple, at);
      case Orders.PRICE -> Numeric.decode(tuple, at);
      case Orders.CREATED -> (Object) (long) Bytes.LONG.get(tuple, at);
      case Orders.PAID -> tuple[at] != 0;
      default -> new String(tuple, at, length, StandardCharsets.UTF_8);
    };
  }

  @Override
  public Batch consolidate(Batch batch) {
    Map<ObjectRow, long[]> sums = HashMap.newHashMap(batch.size);
    for (int i = 0; i < batch.size; i++) {
      ObjectRow hashed = new ObjectRow(batch.rows[i].values);
      sums.computeIfAbsent(hashed, _ -> new long[1])[0] += batch.weights[i];
    }
    ObjectRow[] rows = new ObjectRow[sums.size()];
    long[] weights = new long[rows.length];
    int kept = 0;
    for (Map.Entry<ObjectRow, long[]> entry : sums.entrySet()) {
      if (entry.getValue()[0] != 0) {
        rows[kept] = entry.getKey();
        weights[kept++] = entry.getValue()[0];
      }
    }
    return new Batch(rows, weights, kept);
  }

  @Override
  public Map<?, long[]> sumByRegion(Batch batch) {
    Map<@Nullable Object, long[]> sums = new HashMap<>();
    for (int i = 0; i < batch.size; i++) {
      @Nullable Object[] values = batch.rows[i].values;
      if (values[Orders.AMOUNT] instanceof Integer amount && amount > Orders.AMOUNT_MIN) {
        sums.computeIfAbsent(values[Orders.REGION], _ -> new long[1])[0] +=
            amount * batch.weights[i];
      }
    }
    return sums;
  }

  @Override
  public byte[][] serialize(Batch batch) {
    byte[][] values = new byte[batch.size][];
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    for (int i = 0; i < batch.size; i++) {
      out.reset();
      for (Object value : batch.rows[i].values) {
        write(value, out);
      }
      values[i] = out.toByteArray();
    }
    return values;
  }

  @Override
  public byte[][] encode(Batch batch) {
    byte[][] arrays = new byte[Orders.COLUMNS][];
    for (int column = 0; column < arrays.length; column++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(batch.size * 12);
      out.writeBytes(new byte[Orders.ARRAY_HEADER]);
      for (int i = 0; i < batch.size; i++) {
        write(batch.rows[i].values[column], out);
      }
      arrays[column] = out.toByteArray();
      Orders.arrayHeader(arrays[column], column, batch.size);
    }
    return arrays;
  }

  private static void write(@Nullable Object value, ByteArrayOutputStream out) {
    byte[] bytes =
        switch (value) {
          case null -> null;
          case Integer number -> integer(number);
          case Long number -> {
            byte[] eight = new byte[8];
            Bytes.LONG.set(eight, 0, (long) number);
            yield eight;
          }
          case Boolean flag -> new byte[] {(byte) (flag ? 1 : 0)};
          case BigDecimal number -> Numeric.encode(number);
          default -> value.toString().getBytes(StandardCharsets.UTF_8);
        };
    out.writeBytes(integer(bytes == null ? -1 : bytes.length));
    if (bytes != null) {
      out.writeBytes(bytes);
    }
  }

  private static byte[] integer(int value) {
    byte[] bytes = new byte[4];
    Bytes.INT.set(bytes, 0, value);
    return bytes;
  }
}
