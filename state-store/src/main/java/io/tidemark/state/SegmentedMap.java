package io.tidemark.state;

import io.tidemark.state.row.Row;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash map of rows that can drop its entries a part at a time: when memory gets short, one
 * segment after the other is emptied, round and round, so that what is used comes back and what is
 * not stays away, without a list of uses to keep up. Not thread-safe.
 */
public final class SegmentedMap<V> {

  /** A segment is about 1.5 % of the entries: what one step of eviction drops. */
  private static final int SEGMENT_BITS = 6;

  private final Map<Row, V>[] segments = segments();
  private int hand;

  @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays cannot be created otherwise
  private static <V> Map<Row, V>[] segments() {
    Map<Row, V>[] segments = new Map[1 << SEGMENT_BITS];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new HashMap<>();
    }
    return segments;
  }

  private Map<Row, V> segment(Row key) {
    return segments[key.hashCode() >>> (Integer.SIZE - SEGMENT_BITS)];
  }

  public @Nullable V get(Row key) {
    return segment(key).get(key);
  }

  public @Nullable V put(Row key, V value) {
    return segment(key).put(key, value);
  }

  public @Nullable V remove(Row key) {
    return segment(key).remove(key);
  }

  public void clear() {
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new HashMap<>(); // a cleared map would keep its table
    }
  }

  /** Decides whether an entry may go. */
  @FunctionalInterface
  public interface Eviction<V> {

    /** The bytes that dropping the entry frees, or −1 to keep it. */
    long bytes(Row key, V value);
  }

  /**
   * Drops entries, segment by segment, until so many bytes are freed or every entry was asked for.
   *
   * @return the bytes freed
   */
  public long evict(long wantedBytes, Eviction<V> eviction) {
    long freed = 0;
    for (int i = 0; i < segments.length && freed < wantedBytes; i++) {
      Map<Row, V> segment = segments[hand];
      int before = segment.size();
      for (Iterator<Map.Entry<Row, V>> entries = segment.entrySet().iterator();
          entries.hasNext(); ) {
        Map.Entry<Row, V> entry = entries.next();
        long bytes = eviction.bytes(entry.getKey(), entry.getValue());
        if (bytes >= 0) {
          entries.remove();
          freed += bytes;
        }
      }
      if (segment.size() < before / 4) {
        segments[hand] = new HashMap<>(segment);
      }
      hand = (hand + 1) % segments.length;
    }
    return freed;
  }
}
