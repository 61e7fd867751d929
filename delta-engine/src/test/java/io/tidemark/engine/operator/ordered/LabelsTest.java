package io.tidemark.engine.operator.ordered;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelsTest {

  private static final int SHORT = 9;

  /** Labels in the order in which they stand. */
  private final List<byte[]> labels = new ArrayList<>();

  private void insert(int place, int count) {
    byte @Nullable [] low = place == 0 ? null : labels.get(place - 1);
    byte @Nullable [] high = place == labels.size() ? null : labels.get(place);
    byte[][] inserted = Labels.between(low, high, count);
    assertEquals(count, inserted.length);
    byte @Nullable [] last = low;
    for (byte[] label : inserted) {
      assertTrue(last == null || isBefore(last, label));
      last = label;
    }
    assertTrue(last == null || high == null || isBefore(last, high));
    labels.addAll(place, List.of(inserted));
  }

  /** Smaller, and with anything behind them too, as no label is another's prefix. */
  private static boolean isBefore(byte[] left, byte[] right) {
    int difference = Arrays.mismatch(left, right);
    assertEquals(left.length, Labels.length(Arrays.copyOf(left, left.length + 7)));
    return difference >= 0
        && difference < Math.min(left.length, right.length)
        && Arrays.compareUnsigned(left, right) < 0;
  }

  private int longest() {
    return labels.stream().mapToInt(label -> label.length).max().orElse(0);
  }

  @Test
  void anythingFitsAnywhere() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      labels.clear();
      int narrow = 1 + random.nextInt(8); // of many seeds some dig into one gap
      for (int i = 0; i < 150; i++) {
        int among = Math.min(labels.size(), random.nextBoolean() ? narrow : labels.size());
        insert(random.nextInt(among + 1), 1 + (random.nextInt(6) == 0 ? random.nextInt(300) : 0));
      }
    }
  }

  @Test
  void appendingAndPrependingDoNotMakeThemLonger() {
    insert(0, 1_000);
    byte[] last = labels.getLast();
    byte[] first = labels.getFirst();
    for (int i = 0; i < 2_000_000; i++) {
      last = Labels.between(last, null, 1)[0];
      first = Labels.between(null, first, 1)[0];
    }
    assertEquals(SHORT, last.length);
    assertEquals(SHORT, first.length);
    assertTrue(isBefore(first, last));
  }

  @Test
  void aRunWithinAGapGrowsByFiveBytesForEachThirtyThousand() {
    for (boolean ascending : new boolean[] {true, false}) {
      byte[][] ends = Labels.between(null, null, 2);
      byte[] low = ends[0];
      byte[] high = ends[1];
      int longest = 0;
      for (int i = 0; i < 300_000; i++) {
        byte[] middle = Labels.between(low, high, 1)[0];
        assertTrue(isBefore(low, middle) && isBefore(middle, high));
        low = ascending ? middle : low;
        high = ascending ? high : middle;
        longest = Math.max(longest, middle.length);
      }
      assertTrue(longest <= SHORT + 5 * 11, "grew to " + longest);
    }
  }

  @Test
  void randomPlacesStayShort() {
    Random random = new Random(3);
    insert(0, 20_000);
    for (int i = 0; i < 30_000; i++) {
      insert(random.nextInt(labels.size() + 1), 1);
    }
    assertTrue(longest() <= SHORT + 5, "grew to " + longest());
  }

  @Test
  void aLoadIntoOneGapTakesOnePlaceMore() {
    insert(0, 2);
    for (int i = 0; i < 40; i++) {
      insert(1, 1); // until neighbours are next to each other
    }
    int before = longest();
    insert(1, 1_000_000);
    assertTrue(longest() <= before + 5);
  }
}
