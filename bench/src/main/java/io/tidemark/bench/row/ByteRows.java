package io.tidemark.bench.row;

import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.HashMap;
import java.util.Map;

/** The engine's {@link Row}: the wire format's values packed in one array. */
final class ByteRows implements RowCandidate<ZSet> {

  private static final int[] REGION = {Orders.REGION};

  @Override
  public ZSet decode(byte[][] tuples, long[] weights) {
    ZSet batch = new ZSet(tuples.length);
    RowBuilder builder = new RowBuilder(Orders.COLUMNS);
    for (int i = 0; i < tuples.length; i++) {
      byte[] tuple = tuples[i];
      int at = 2;
      for (int column = 0; column < Orders.COLUMNS; column++) {
        if (tuple[at++] == 'n') {
          builder.addNull();
          continue;
        }
        int length = (int) Bytes.INT.get(tuple, at);
        builder.add(tuple, at + 4, length);
        at += 4 + length;
      }
      batch.add(builder.build(), weights[i]);
    }
    return batch;
  }

  @Override
  public ZSet consolidate(ZSet batch) {
    ZSet copy = new ZSet(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      copy.add(Row.wrap(batch.row(i).bytes()), batch.weight(i)); // a new row has no cached hash
    }
    return copy.consolidate();
  }

  @Override
  public Map<?, long[]> sumByRegion(ZSet batch) {
    Map<Row, long[]> sums = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Row row = batch.row(i);
      int amount = row.getInt(Orders.AMOUNT);
      if (amount > Orders.AMOUNT_MIN) {
        sums.computeIfAbsent(row.project(REGION), _ -> new long[1])[0] += amount * batch.weight(i);
      }
    }
    return sums;
  }

  @Override
  public byte[][] serialize(ZSet batch) {
    byte[][] values = new byte[batch.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = batch.row(i).bytes();
    }
    return values;
  }

  @Override
  public byte[][] encode(ZSet batch) {
    byte[][] arrays = new byte[Orders.COLUMNS][];
    for (int column = 0; column < arrays.length; column++) {
      int size = Orders.ARRAY_HEADER + 4 * batch.size();
      for (int i = 0; i < batch.size(); i++) {
        size += batch.row(i).length(column);
      }
      byte[] array = new byte[size];
      int at = Orders.arrayHeader(array, column, batch.size());
      for (int i = 0; i < batch.size(); i++) {
        Row row = batch.row(i);
        int length = row.length(column);
        Bytes.INT.set(array, at, row.isNull(column) ? -1 : length);
        System.arraycopy(row.bytes(), row.offset(column), array, at + 4, length);
        at += 4 + length;
      }
      arrays[column] = array;
    }
    return arrays;
  }
}
