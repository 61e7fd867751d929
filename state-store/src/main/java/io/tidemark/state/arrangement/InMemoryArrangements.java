package io.tidemark.state.arrangement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Arrangements that live and die with the process: for operators' tests and for dry runs. */
public final class InMemoryArrangements implements Arrangements {

  private final Map<String, IndexedZSet> indexed = new HashMap<>();
  private final Map<String, KeyedState> keyed = new HashMap<>();

  @Override
  public IndexedZSet indexed(String name) {
    return indexed.computeIfAbsent(name, ignored -> new MapOfMaps());
  }

  @Override
  public KeyedState keyed(String name) {
    return keyed.computeIfAbsent(name, ignored -> new MapOfValues());
  }

  private static final class MapOfMaps implements IndexedZSet {
    private final Map<byte[], TreeMap<byte[], Long>> keys = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public long add(byte[] key, byte[] element, long weight) {
      TreeMap<byte[], Long> elements =
          keys.computeIfAbsent(key, ignored -> new TreeMap<>(Arrays::compareUnsigned));
      long updated = elements.merge(element, weight, Long::sum);
      if (updated == 0) {
        elements.remove(element);
        if (elements.isEmpty()) {
          keys.remove(key);
        }
      }
      return updated;
    }

    @Override
    public long weight(byte[] key, byte[] element) {
      TreeMap<byte[], Long> elements = keys.get(key);
      return elements == null ? 0 : elements.getOrDefault(element, 0L);
    }

    @Override
    public boolean isEmpty(byte[] key) {
      return !keys.containsKey(key);
    }

    @Override
    public void forEach(byte[] key, Visitor visitor) {
      TreeMap<byte[], Long> elements = keys.get(key);
      if (elements != null) {
        elements.forEach(visitor::visit);
      }
    }

    @Override
    public void forEachInRange(
        byte[] key, byte @Nullable [] from, byte @Nullable [] below, Visitor visitor) {
      if (from != null && below != null && Arrays.compareUnsigned(from, below) >= 0) {
        return;
      }
      NavigableMap<byte[], Long> elements = keys.get(key);
      if (elements != null && from != null) {
        elements = elements.tailMap(from, true);
      }
      if (elements != null && below != null) {
        elements = elements.headMap(below, false);
      }
      if (elements != null) {
        elements.forEach(visitor::visit);
      }
    }

    @Override
    public byte @Nullable [] first(byte[] key) {
      TreeMap<byte[], Long> elements = keys.get(key);
      return elements == null ? null : elements.firstKey();
    }

    @Override
    public byte @Nullable [] last(byte[] key) {
      TreeMap<byte[], Long> elements = keys.get(key);
      return elements == null ? null : elements.lastKey();
    }
  }

  private static final class MapOfValues implements KeyedState {
    private final Map<byte[], byte[]> values = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key) {
      return values.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      values.put(key, value);
    }

    @Override
    public void remove(byte[] key) {
      values.remove(key);
    }
  }
}
