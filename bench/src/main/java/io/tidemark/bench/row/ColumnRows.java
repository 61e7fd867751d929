package io.tidemark.bench.row;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.state.row.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A columnar batch: per column the values one after the other, their ends, and the NULLs. */
final class ColumnRows implements RowCandidate<ColumnRows.Batch> {

  private static final Hasher64 HASHER = Hashing.xxh3_64();

  /** Weighted rows, of which those selected count. */
  @SuppressWarnings("ArrayRecordComponent") // batches are never compared
  record Batch(Column[] columns, long[] weights, int[] selected, int size) {}

  /** One column's values in wire format. */
  static final class Column {
    byte[] values = new byte[1 << 12];
    final int[] starts; // starts[i + 1] is the end of value i
    final boolean[] nulls;

    Column(int rows) {
      starts = new int[rows + 1];
      nulls = new boolean[rows];
    }

    void set(int row, byte[] source, int offset, int length) {
      int start = starts[row];
      if (start + length > values.length) {
        values = Arrays.copyOf(values, Math.max(start + length, values.length * 2));
      }
      System.arraycopy(source, offset, values, start, length);
      starts[row + 1] = start + length;
    }

    void setNull(int row) {
      nulls[row] = true;
      starts[row + 1] = starts[row];
    }

    int length(int row) {
      return starts[row + 1] - starts[row];
    }

    boolean same(int a, int b) {
      return nulls[a] == nulls[b]
          && Arrays.equals(values, starts[a], starts[a + 1], values, starts[b], starts[b + 1]);
    }
  }

  @Override
  public Batch decode(byte[][] tuples, long[] weights) {
    Column[] columns = new Column[Orders.COLUMNS];
    Arrays.setAll(columns, _ -> new Column(tuples.length));
    int[] selected = new int[tuples.length];
    for (int i = 0; i < tuples.length; i++) {
      byte[] tuple = tuples[i];
      int at = 2;
      for (Column column : columns) {
        if (tuple[at++] == 'n') {
          column.setNull(i);
          continue;
        }
        int length = (int) Bytes.INT.get(tuple, at);
        column.set(i, tuple, at + 4, length);
        at += 4 + length;
      }
      selected[i] = i;
    }
    return new Batch(columns, weights, selected, tuples.length);
  }

  @Override
  public Batch consolidate(Batch batch) {
    long[] hashes = new long[batch.size];
    for (Column column : batch.columns) {
      for (int i = 0; i < batch.size; i++) {
        int row = batch.selected[i];
        long hash =
            column.nulls[row]
                ? 1
                : HASHER.hashBytesToLong(column.values, column.starts[row], column.length(row));
        hashes[i] = (hashes[i] ^ hash) * 0x9E3779B97F4A7C15L;
      }
    }
    int[] slots = new int[Integer.highestOneBit(batch.size) * 4];
    int[] rows = new int[batch.size];
    long[] hashOf = new long[batch.size];
    long[] sums = new long[batch.size];
    int distinct = 0;
    for (int i = 0; i < batch.size; i++) {
      int row = batch.selected[i];
      int slot = (int) (hashes[i] >>> 32) & slots.length - 1;
      while (slots[slot] != 0
          && !(hashOf[slots[slot] - 1] == hashes[i]
              && same(batch.columns, rows[slots[slot] - 1], row))) {
        slot = slot + 1 & slots.length - 1;
      }
      if (slots[slot] == 0) {
        rows[distinct] = row;
        hashOf[distinct] = hashes[i];
        slots[slot] = ++distinct;
      }
      sums[slots[slot] - 1] += batch.weights[i];
    }
    int kept = 0;
    for (int i = 0; i < distinct; i++) {
      if (sums[i] != 0) {
        rows[kept] = rows[i];
        sums[kept++] = sums[i];
      }
    }
    return new Batch(batch.columns, sums, rows, kept);
  }

  private static boolean same(Column[] columns, int a, int b) {
    for (Column column : columns) {
      if (!column.same(a, b)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Map<?, long[]> sumByRegion(Batch batch) {
    Column amounts = batch.columns[Orders.AMOUNT];
    Column regions = batch.columns[Orders.REGION];
    int[] slots = new int[256]; // enough for this data's five groups: grows in a real engine
    int[] groups = new int[128];
    long[] sums = new long[128];
    int count = 0;
    for (int i = 0; i < batch.size; i++) {
      int row = batch.selected[i];
      int amount = (int) Bytes.INT.get(amounts.values, amounts.starts[row]);
      if (amount <= Orders.AMOUNT_MIN) {
        continue;
      }
      long hash = HASHER.hashBytesToLong(regions.values, regions.starts[row], regions.length(row));
      int slot = (int) hash & slots.length - 1;
      while (slots[slot] != 0 && !regions.same(groups[slots[slot] - 1], row)) {
        slot = slot + 1 & slots.length - 1;
      }
      if (slots[slot] == 0) {
        groups[count] = row;
        slots[slot] = ++count;
      }
      sums[slots[slot] - 1] += amount * batch.weights[i];
    }
    Map<String, long[]> result = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int start = regions.starts[groups[i]];
      result.put(
          new String(regions.values, start, regions.length(groups[i]), StandardCharsets.UTF_8),
          new long[] {sums[i]});
    }
    return result;
  }

  @Override
  public byte[][] serialize(Batch batch) {
    byte[][] values = new byte[batch.size][];
    for (int i = 0; i < batch.size; i++) {
      int row = batch.selected[i];
      int size = 0;
      for (Column column : batch.columns) {
        size += 4 + column.length(row);
      }
      byte[] value = new byte[size];
      int at = 0;
      for (Column column : batch.columns) {
        at = write(column, row, value, at);
      }
      values[i] = value;
    }
    return values;
  }

  @Override
  public byte[][] encode(Batch batch) {
    byte[][] arrays = new byte[Orders.COLUMNS][];
    for (int c = 0; c < arrays.length; c++) {
      Column column = batch.columns[c];
      int size = Orders.ARRAY_HEADER + 4 * batch.size;
      for (int i = 0; i < batch.size; i++) {
        size += column.length(batch.selected[i]);
      }
      byte[] array = new byte[size];
      int at = Orders.arrayHeader(array, c, batch.size);
      for (int i = 0; i < batch.size; i++) {
        at = write(column, batch.selected[i], array, at);
      }
      arrays[c] = array;
    }
    return arrays;
  }

  private static int write(Column column, int row, byte[] target, int at) {
    int length = column.length(row);
    Bytes.INT.set(target, at, column.nulls[row] ? -1 : length);
    System.arraycopy(column.values, column.starts[row], target, at + 4, length);
    return at + 4 + length;
  }
}
