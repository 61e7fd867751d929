package io.tidemark.engine.operator;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A delta grouped by key, so that state is looked up once per key and step, however many rows of
 * the key change. Keys come in the order of their first row, which makes steps reproducible.
 *
 * <pre>{@code
 * KeyedDelta byKey = KeyedDelta.of(delta, key);
 * for (int k = 0; k < byKey.keyCount(); k++) {
 *   for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
 *     … delta.row(entry), delta.weight(entry) …
 *   }
 * }
 * }</pre>
 *
 * Cost: one hash of each key. Immutable; indexes are those of the delta, which must not change.
 */
public final class KeyedDelta {

  private static final Hasher64 HASHER = Hashing.xxh3_64();
  private static final int NONE = -1;

  private final byte[][] keys;
  private final int[] first; // per key
  private final int[] last; // per key
  private final int[] next; // per entry
  private int keyCount;
  private int firstWithoutKey = NONE;
  private int lastWithoutKey = NONE;

  private KeyedDelta(int entries) {
    keys = new byte[entries][];
    first = new int[entries];
    last = new int[entries];
    next = new int[entries];
    Arrays.fill(next, NONE);
  }

  /** Groups the rows of a delta; rows without a key are under none. */
  public static KeyedDelta of(ZSet delta, KeyFunction key) {
    int entries = delta.size();
    key.prepare(delta);
    KeyedDelta grouped = new KeyedDelta(entries);
    int[] slots = new int[Math.max(4, Integer.highestOneBit(entries) * 4)]; // 0 = free
    for (int entry = 0; entry < entries; entry++) {
      byte @Nullable [] bytes = key.keyOf(delta.row(entry));
      if (bytes != null) {
        grouped.add(bytes, entry, slots);
      } else {
        grouped.addWithoutKey(entry);
      }
    }
    return grouped;
  }

  private void add(byte[] key, int entry, int[] slots) {
    int mask = slots.length - 1;
    int slot = (int) HASHER.hashBytesToLong(key) & mask;
    while (slots[slot] != 0 && !Arrays.equals(keys[slots[slot] - 1], key)) {
      slot = slot + 1 & mask;
    }
    if (slots[slot] == 0) {
      keys[keyCount] = key;
      first[keyCount] = entry;
      last[keyCount] = entry;
      slots[slot] = ++keyCount;
    } else {
      int known = slots[slot] - 1;
      next[last[known]] = entry;
      last[known] = entry;
    }
  }

  private void addWithoutKey(int entry) {
    if (firstWithoutKey == NONE) {
      firstWithoutKey = entry;
    } else {
      next[lastWithoutKey] = entry;
    }
    lastWithoutKey = entry;
  }

  public int keyCount() {
    return keyCount;
  }

  public byte[] key(int k) {
    return keys[k];
  }

  /** The first entry of a key. */
  public int first(int k) {
    return first[k];
  }

  /** The first entry that has no key, or −1. */
  public int firstWithoutKey() {
    return firstWithoutKey;
  }

  /** The entry of the same key after this one, or the next one without a key; −1 if none. */
  public int next(int entry) {
    return next[entry];
  }
}
