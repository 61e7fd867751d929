package io.tidemark.sink;

import io.tidemark.sink.SinkException.Code;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A delta of a table with a key, as the operations of a MERGE: a deleted and an inserted row of the
 * same key become one update.
 *
 * <p>Rows are told apart by the bytes of their key. Where equal keys may have different bytes
 * ({@code 1.0} and {@code 1.00}), deletes are merged before everything else, so that the result is
 * exact, though such a change is then a delete and an insert.
 */
final class KeyedDelta {

  static final byte INSERT = 'i';
  static final byte UPDATE = 'u';
  static final byte DELETE = 'd';

  /** In this order one statement works: a row may take over a value that another gives up. */
  private static final byte[] ORDER = {DELETE, UPDATE, INSERT};

  /**
   * Operations that one statement can do, since the same key columns are NULL in all of them.
   *
   * @param keyNulls bit {@code i} is set if the key's column {@code i} is NULL
   * @param operations one for each row
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
  record Batch(int keyNulls, Row[] rows, byte[] operations) {
    boolean isOnlyInserts() {
      for (byte operation : operations) {
        if (operation != INSERT) {
          return false;
        }
      }
      return true;
    }
  }

  private final StreamTable table;
  private final int[] keyColumns;
  private final Row[] rows;
  private final byte[] operations;
  private int size;

  private KeyedDelta(StreamTable table, int capacity) {
    this.table = table;
    this.keyColumns = table.keyColumns();
    this.rows = new Row[capacity];
    this.operations = new byte[capacity];
  }

  /**
   * The batches of a consolidated delta, to be merged in this order.
   *
   * @throws SinkException if the delta has two rows for a key, which a query with that key cannot
   *     have given
   */
  static List<Batch> batches(StreamTable table, ZSet delta) {
    if (table.isKeyNotNull() && isEachRowInsertedOnce(delta)) {
      return delta.isEmpty() ? List.of() : List.of(inserts(delta));
    }
    KeyedDelta keyed = new KeyedDelta(table, delta.size());
    Map<Row, Integer> positions = HashMap.newHashMap(delta.size());
    for (int i = 0; i < delta.size(); i++) {
      keyed.add(positions, delta.row(i), delta.weight(i));
    }
    return keyed.group();
  }

  private static boolean isEachRowInsertedOnce(ZSet delta) {
    for (int i = 0; i < delta.size(); i++) {
      if (delta.weight(i) != 1) {
        return false;
      }
    }
    return true;
  }

  /** Nothing to pair, so no map of the keys: the primary key finds two rows for one. */
  private static Batch inserts(ZSet delta) {
    Row[] rows = new Row[delta.size()];
    byte[] operations = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = delta.row(i);
      operations[i] = INSERT;
    }
    return new Batch(0, rows, operations);
  }

  private void add(Map<Row, Integer> positions, Row row, long weight) {
    Integer position = positions.putIfAbsent(row.project(keyColumns), size);
    byte operation = weight > 0 ? INSERT : DELETE;
    if (position == null && Math.abs(weight) == 1) {
      rows[size] = row;
      operations[size++] = operation;
    } else if (position != null
        && Math.abs(weight) == 1
        && operations[position] + operation == INSERT + DELETE) {
      operations[position] = UPDATE;
      rows[position] = weight > 0 ? row : rows[position];
    } else {
      throw new SinkException(
          Code.DIVERGED,
          "A delta of %s has more than one row for the key %s"
              .formatted(table, row.project(keyColumns)),
          "'tidemark repair' recomputes the stream table; please report how it came about.");
    }
  }

  private List<Batch> group() {
    Map<Integer, List<Integer>> byNulls = new TreeMap<>();
    if (table.isKeyNotNull()) {
      byNulls.put(0, indexes());
    } else {
      for (int i = 0; i < size; i++) {
        byNulls.computeIfAbsent(keyNulls(rows[i]), key -> new ArrayList<>()).add(i);
      }
    }
    List<Batch> batches = new ArrayList<>();
    byNulls.forEach((keyNulls, members) -> {
      if (table.isKeyCanonical()) {
        addBatch(batches, keyNulls, members, ORDER);
      } else {
        addBatch(batches, keyNulls, members, DELETE);
        addBatch(batches, keyNulls, members, UPDATE, INSERT);
      }
    });
    return batches;
  }

  private List<Integer> indexes() {
    List<Integer> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(i);
    }
    return all;
  }

  private int keyNulls(Row row) {
    int nulls = 0;
    for (int i = 0; i < keyColumns.length; i++) {
      nulls |= row.isNull(keyColumns[i]) ? 1 << i : 0; // an index has at most 32 columns
    }
    return nulls;
  }

  private void addBatch(List<Batch> batches, int keyNulls, List<Integer> members, byte... wanted) {
    Row[] batchRows = new Row[members.size()];
    byte[] batchOperations = new byte[members.size()];
    int count = 0;
    for (byte operation : wanted) {
      for (int member : members) {
        if (operations[member] == operation) {
          batchRows[count] = rows[member];
          batchOperations[count++] = operation;
        }
      }
    }
    if (count > 0) {
      batches.add(
          new Batch(
              keyNulls,
              java.util.Arrays.copyOf(batchRows, count),
              java.util.Arrays.copyOf(batchOperations, count)));
    }
  }
}
