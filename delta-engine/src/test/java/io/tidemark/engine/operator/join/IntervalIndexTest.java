package io.tidemark.engine.operator.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.state.arrangement.InMemoryArrangements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a look at every interval. */
class IntervalIndexTest {

  private static final byte[] KEY = {7};

  private record Interval(byte[] start, byte[] end, byte[] element) {}

  /** Widths below, at and beyond the bits that intervals are told apart by. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9, 16, 17, 20})
  void findsTheIntervalsThatHoldAValueAndOnlyThose(int width) {
    Random random = new Random(width);
    IntervalIndex index = new IntervalIndex(new InMemoryArrangements().indexed("intervals"));
    List<Interval> intervals = new ArrayList<>();
    for (int step = 0; step < 2_000; step++) {
      if (intervals.size() > 60) {
        Interval gone = intervals.remove(random.nextInt(intervals.size()));
        index.add(KEY, gone.start(), gone.end(), gone.element(), -1);
      }
      byte[] start = value(random, width);
      byte[] element = Arrays.copyOf(start, width + Integer.BYTES);
      element[width] = (byte) step;
      element[width + 1] = (byte) (step >> 8);
      Interval interval = new Interval(start, value(random, width), element);
      intervals.add(interval);
      index.add(KEY, interval.start(), interval.end(), interval.element(), 1);
      byte[] value = value(random, width);
      TreeMap<String, Long> found = new TreeMap<>();
      index.forEachHolding(KEY, value, (each, weight) -> found.merge(hex(each), weight, Long::sum));
      TreeMap<String, Long> expected = new TreeMap<>();
      for (Interval each : intervals) {
        boolean isStarted = Arrays.compareUnsigned(each.start(), value) <= 0;
        boolean holds = isStarted && Arrays.compareUnsigned(value, each.end()) <= 0;
        // what differs beyond the bits is found by its start alone
        boolean isLongTie = width > 16 && Arrays.equals(each.start(), 0, 16, each.end(), 0, 16);
        if (holds || (isLongTie && isStarted && found.containsKey(hex(each.element())))) {
          expected.put(hex(each.element()), 1L);
        }
      }
      assertEquals(expected, found);
    }
  }

  /** Few values, which agree in their first bytes or do not. */
  private static byte[] value(Random random, int width) {
    byte[] value = new byte[width];
    if (random.nextInt(4) == 0) {
      value[0] = (byte) random.nextInt();
    }
    value[width / 2] = (byte) random.nextInt(4);
    value[width - 1] = (byte) random.nextInt(width == 1 ? 256 : 8);
    return value;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
