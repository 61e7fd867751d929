package io.tidemark.engine.operator.ordered;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.engine.function.ValueOrder;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of the values of one column or several: a value has the same one as long as rows with
 * it are there, and equal values have equal ones.
 *
 * <p>State: by value its label, the sum of its rows' weights and of their hashes times weights; a
 * value goes when both are 0. Without the hashes it might go in the middle of a tick, between one
 * row's retraction and another's insertion, and come back under another label. And the values in
 * their order: an {@link OrderedMultiset} of {@code label ‖ value}.
 */
final class LabelDictionary {

  private static final Hasher64 HASHER = Hashing.xxh3_64();
  private static final byte[] ALL = {}; // the only group of the order

  /** Two sums in front of the label. */
  private static final int SUMS_BYTES = 2 * Long.BYTES;

  private final ValueOrder order;
  private final KeyedState values;
  private final KeyedState places;

  /**
   * @param values values to labels
   * @param places the order's state, and nothing else's
   */
  LabelDictionary(ValueOrder order, KeyedState values, KeyedState places) {
    this.order = order;
    this.values = values;
    this.places = places;
  }

  /** A value of the delta. */
  static final class Entry {
    final byte[] value;
    byte @Nullable [] label;
    private long weights;
    private long hashes;

    Entry(byte[] value) {
      this.value = value;
    }

    boolean isGone() {
      return weights == 0 && hashes == 0;
    }
  }

  /**
   * Takes a delta and gives the labels of each of its rows, null for NULL, one column behind the
   * other.
   */
  List<byte @Nullable [][]> labels(ZSet delta, int[] columns) {
    Map<Row, Entry> entries = new LinkedHashMap<>();
    @Nullable Entry[] ofRows = new Entry[delta.size() * columns.length];
    List<Entry> fresh = new ArrayList<>();
    for (int i = 0; i < ofRows.length; i++) {
      int place = i % columns.length;
      int column = columns[place];
      Row row = delta.row(i / columns.length);
      if (row.isNull(column)) {
        continue;
      }
      long weight = delta.weight(i / columns.length);
      byte[] value = row.copy(column);
      Row key = Row.wrap(value); // for its hash and equality
      Entry entry = entries.get(key);
      if (entry == null) {
        entry = known(value);
        entries.put(key, entry);
        if (entry.label == null) {
          fresh.add(entry);
        }
      }
      entry.weights += weight;
      entry.hashes += weight * (2 * place + 1) * HASHER.hashBytesToLong(row.bytes());
      ofRows[i] = entry;
    }
    OrderedMultiset ordered = new OrderedMultiset(places);
    new LabelSearch(order, ordered, ALL).place(fresh);
    List<byte @Nullable [][]> labels = new ArrayList<>();
    for (int place = 0; place < columns.length; place++) {
      byte @Nullable [][] ofColumn = new byte[delta.size()][];
      for (int i = 0; i < ofColumn.length; i++) {
        Entry entry = ofRows[i * columns.length + place];
        ofColumn[i] = entry == null ? null : entry.label;
      }
      labels.add(ofColumn);
    }
    entries.values().forEach(entry -> keep(entry, ordered));
    ordered.flush();
    return labels;
  }

  private Entry known(byte[] value) {
    Entry entry = new Entry(value);
    byte[] stored = values.get(value);
    if (stored != null) {
      entry.weights = (long) Bytes.LONG.get(stored, 0);
      entry.hashes = (long) Bytes.LONG.get(stored, Long.BYTES);
      entry.label = Arrays.copyOfRange(stored, SUMS_BYTES, stored.length);
    }
    return entry;
  }

  private void keep(Entry entry, OrderedMultiset ordered) {
    byte[] label = entry.label;
    if (label == null) {
      throw new IllegalStateException("a value has been given no label");
    }
    if (entry.isGone()) {
      values.remove(entry.value);
      ordered.add(ALL, element(label, entry.value), -1);
      return;
    }
    byte[] stored = new byte[SUMS_BYTES + label.length];
    Bytes.LONG.set(stored, 0, entry.weights);
    Bytes.LONG.set(stored, Long.BYTES, entry.hashes);
    System.arraycopy(label, 0, stored, SUMS_BYTES, label.length);
    values.put(entry.value, stored);
  }

  static byte[] element(byte[] label, byte[] value) {
    byte[] element = Arrays.copyOf(label, label.length + value.length);
    System.arraycopy(value, 0, element, label.length, value.length);
    return element;
  }
}
