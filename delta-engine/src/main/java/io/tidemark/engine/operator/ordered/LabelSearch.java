package io.tidemark.engine.operator.ordered;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places of new values among the labelled ones, PostgreSQL comparing. All new values go
 * together: each has a range of positions where it may belong; in each round some values of every
 * range, at equal distances, are ranked together with the new ones, which narrows the ranges to the
 * gaps between them, until they are empty or an equal value is met. Then each gap's new values,
 * which are in order by then, get labels between its neighbours'.
 *
 * <p>Cost: one value finds its place among a million in 3 round trips, a thousand new ones in 5; of
 * an empty order none or one. Values of different ranges are not compared with each other, which is
 * what a comparison by ICU costs a server.
 */
final class LabelSearch {

  /** Values that the only range is compared with, at least; as many as there are new ones. */
  private static final int FIRST_PIVOTS_MIN = 256;

  /** Values that several ranges are compared with, together and each. */
  private static final int PIVOTS = 2_048;

  private static final int RANGE_PIVOTS_MIN = 3;
  private static final int RANGE_PIVOTS_MAX = 63;

  /** Elements over which it is cheaper to step than to search. */
  private static final long NEAR = 16;

  /** New values that are placed together, in number and in bytes. */
  private static final int BATCH_MAX = 20_000;

  private static final int BATCH_BYTES_MAX = 4 << 20;

  private final ValueOrder order;
  private final OrderedMultiset ordered;
  private final byte[] group;
  private @Nullable Cursor cursor; // until the next change
  private long cursorPosition = -1;

  /**
   * @param ordered elements {@code label ‖ value} of the group, each once
   */
  LabelSearch(ValueOrder order, OrderedMultiset ordered, byte[] group) {
    this.order = order;
    this.ordered = ordered;
    this.group = group;
  }

  /** New values that are equal, and the positions between which they belong. */
  private static final class Item {
    final List<LabelDictionary.Entry> members = new ArrayList<>();
    long from;
    long to;
    int rank;
    byte @Nullable [] label;

    byte[] value() {
      return members.getFirst().value;
    }

    boolean isOpen() {
      return label == null && from < to;
    }
  }

  /** A labelled value that new ones are compared with. */
  private record Pivot(long position, byte[] label, byte[] value) {}

  /** Gives labels to values that have none, and puts them in order. */
  void place(List<LabelDictionary.Entry> fresh) {
    int most = Math.min(BATCH_MAX, order.valuesMax() / 4);
    int from = 0;
    while (from < fresh.size()) {
      int to = from;
      long bytes = 0;
      while (to < fresh.size() && to - from < most && (to == from || bytes < BATCH_BYTES_MAX)) {
        bytes += fresh.get(to++).value.length;
      }
      place(fresh.subList(from, to), bytes);
      from = to;
    }
  }

  private void place(List<LabelDictionary.Entry> batch, long bytes) {
    long size = ordered.size(group);
    List<Item> items = new ArrayList<>();
    for (LabelDictionary.Entry entry : batch) {
      Item item = new Item();
      item.members.add(entry);
      item.to = size;
      items.add(item);
    }
    if (size > 0 || batch.size() > 1) {
      narrow(items, bytes); // ranks all, which sorts them too
      items = sorted(items);
    }
    List<Item> open = items.stream().filter(Item::isOpen).toList();
    while (!open.isEmpty()) {
      narrow(open, bytes);
      open = open.stream().filter(Item::isOpen).toList();
    }
    label(items, size);
    cursor = null;
    cursorPosition = -1;
    for (Item item : items) {
      byte[] label = Objects.requireNonNull(item.label);
      for (LabelDictionary.Entry entry : item.members) {
        entry.label = label;
        ordered.add(group, LabelDictionary.element(label, entry.value), 1);
      }
    }
  }

  /** In order, equal ones as one. */
  private static List<Item> sorted(List<Item> items) {
    items.sort(Comparator.comparingInt(item -> item.rank));
    List<Item> distinct = new ArrayList<>();
    for (Item item : items) {
      Item last = distinct.isEmpty() ? null : distinct.getLast();
      if (last != null && last.rank == item.rank) {
        last.members.addAll(item.members);
      } else {
        distinct.add(item);
      }
    }
    return distinct;
  }

  /** One round: those of the same range are next to each other. */
  private void narrow(List<Item> items, long bytesOfBatch) {
    List<List<Item>> ranges = ranges(items);
    long most = pivotsPerRange(ranges.size(), items.size(), bytesOfBatch);
    List<byte[]> asked = new ArrayList<>();
    List<List<Pivot>> pivots = new ArrayList<>();
    int[] parts = new int[0];
    for (List<Item> range : ranges) {
      List<Pivot> ofRange = pivots(range.getFirst(), most);
      range.forEach(item -> asked.add(item.value()));
      ofRange.forEach(pivot -> asked.add(pivot.value()));
      if (asked.size() > parts.length) {
        parts = Arrays.copyOf(parts, 2 * asked.size());
      }
      Arrays.fill(parts, asked.size() - range.size() - ofRange.size(), asked.size(), pivots.size());
      pivots.add(ofRange);
    }
    int[] ranks = order.ranks(Arrays.copyOf(parts, asked.size()), asked);
    int at = 0;
    for (int i = 0; i < pivots.size(); i++) {
      int width = ranges.get(i).size() + pivots.get(i).size();
      narrow(ranges.get(i), pivots.get(i), Arrays.copyOfRange(ranks, at, at + width));
      at += width;
    }
  }

  /** Those that are looked for in the same range. */
  private static List<List<Item>> ranges(List<Item> items) {
    List<List<Item>> ranges = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= items.size(); i++) {
      if (i == items.size() || items.get(i).from != items.get(start).from) {
        ranges.add(items.subList(start, i));
        start = i;
      }
    }
    return ranges;
  }

  private long pivotsPerRange(int ranges, int items, long bytesOfBatch) {
    long most =
        ranges == 1
            ? Math.max(FIRST_PIVOTS_MIN, items)
            : Math.clamp((long) PIVOTS / ranges, RANGE_PIVOTS_MIN, RANGE_PIVOTS_MAX);
    long valueBytes = 1 + bytesOfBatch / items; // labelled ones are as long, it is assumed
    most = Math.min(most, RANGE_PIVOTS_MIN * BATCH_BYTES_MAX / valueBytes / ranges);
    return Math.max(1, Math.min(most, (order.valuesMax() - (long) items) / ranges));
  }

  /** Labelled values at equal distances in a range. */
  private List<Pivot> pivots(Item range, long most) {
    long width = range.to - range.from;
    long count = Math.min(width, most);
    List<Pivot> pivots = new ArrayList<>((int) count);
    for (long p = 0; p < count; p++) {
      long position = range.from + (count == width ? p : width * (p + 1) / (count + 1));
      byte[] element = elementAt(position);
      int label = Labels.length(element);
      pivots.add(
          new Pivot(
              position,
              Arrays.copyOf(element, label),
              Arrays.copyOfRange(element, label, element.length)));
    }
    return pivots;
  }

  /**
   * Narrows one range.
   *
   * @param ranks the items', then the pivots'
   */
  private static void narrow(List<Item> items, List<Pivot> pivots, int[] ranks) {
    int[] pivotRanks = Arrays.copyOfRange(ranks, items.size(), ranks.length);
    checkOrder(pivots, pivotRanks);
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      item.rank = ranks[i];
      int next = firstNotBelow(pivotRanks, item.rank);
      if (next < pivots.size() && pivotRanks[next] == item.rank) {
        item.label = pivots.get(next).label();
      } else {
        item.from = next == 0 ? item.from : pivots.get(next - 1).position() + 1;
        item.to = next == pivots.size() ? item.to : pivots.get(next).position();
      }
    }
  }

  private byte[] elementAt(long position) {
    Cursor at = cursor;
    if (at == null) {
      at = ordered.cursor(group);
      cursor = at;
    }
    long ahead = position - cursorPosition;
    boolean found = true;
    if (cursorPosition < 0 || ahead < 0 || ahead > NEAR) {
      found = at.seekPosition(position);
    } else {
      for (; found && ahead > 0; ahead--) {
        found = at.next();
      }
    }
    if (!found) {
      throw new IllegalStateException("there is an element at each position below the size");
    }
    cursorPosition = position;
    return at.element();
  }

  /** What the server says of values that have labels is what it said before. */
  private static void checkOrder(List<Pivot> pivots, int[] ranks) {
    for (int i = 1; i < ranks.length; i++) {
      boolean same = Arrays.equals(pivots.get(i - 1).label(), pivots.get(i).label());
      if (same ? ranks[i - 1] != ranks[i] : ranks[i - 1] >= ranks[i]) {
        throw new EvaluationException(
            "XX002", // index_corrupted, as PostgreSQL calls what this is in an index
            "PostgreSQL orders values otherwise than before; after a collation has changed (a new"
                + " version of ICU or libc), tidemark repair builds the state anew");
      }
    }
  }

  private static int firstNotBelow(int[] ranks, int rank) {
    int low = 0;
    int high = ranks.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranks[middle] < rank) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Labels for those that have found their gap and nothing equal. */
  private void label(List<Item> items, long size) {
    int from = 0;
    while (from < items.size()) {
      Item first = items.get(from);
      if (first.label != null) {
        from++;
        continue;
      }
      int to = from + 1;
      while (to < items.size() && items.get(to).label == null && items.get(to).from == first.from) {
        to++;
      }
      byte @Nullable [] low = first.from == 0 ? null : labelAt(first.from - 1);
      byte @Nullable [] high = first.from == size ? null : labelAt(first.from);
      byte[][] labels = Labels.between(low, high, to - from);
      for (int i = from; i < to; i++) {
        items.get(i).label = labels[i - from];
      }
      from = to;
    }
  }

  private byte[] labelAt(long position) {
    byte[] element = elementAt(position);
    return Arrays.copyOf(element, Labels.length(element));
  }
}
