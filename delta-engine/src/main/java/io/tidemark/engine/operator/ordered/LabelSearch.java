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
 * <p>Cost: one value finds its place among a million in 3 round trips, a thousand new ones in 6; of
 * an empty order none or one. A round sends {@value #PIVOTS_PER_VALUE} values for each new one, at
 * least {@value #PIVOTS_MIN}.
 */
final class LabelSearch {

  private static final int PIVOTS_MIN = 256;
  private static final int PIVOTS_PER_VALUE = 4;

  /** New values that are placed together, in number and in bytes. */
  private static final int BATCH_MAX = 20_000;

  private static final int BATCH_BYTES_MAX = 4 << 20;

  private final ValueOrder order;
  private final OrderedMultiset ordered;
  private final byte[] group;

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
    List<Pivot> pivots = pivots(items, bytesOfBatch);
    List<byte[]> asked = new ArrayList<>(items.size() + pivots.size());
    items.forEach(item -> asked.add(item.value()));
    pivots.forEach(pivot -> asked.add(pivot.value()));
    int[] ranks = order.ranks(asked);
    int[] pivotRanks = Arrays.copyOfRange(ranks, items.size(), ranks.length);
    checkOrder(pivots, pivotRanks);
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      item.rank = ranks[i];
      int next = firstNotBelow(pivotRanks, item.rank);
      if (next < pivots.size() && pivotRanks[next] == item.rank) {
        item.label = pivots.get(next).label();
      } else {
        // pivots beyond the item's range tell nothing new
        item.from =
            next == 0 ? item.from : Math.max(item.from, pivots.get(next - 1).position() + 1);
        item.to = next == pivots.size() ? item.to : Math.min(item.to, pivots.get(next).position());
      }
    }
  }

  /** The values to compare with, in their order. */
  private List<Pivot> pivots(List<Item> items, long bytesOfBatch) {
    int ranges = 1;
    for (int i = 1; i < items.size(); i++) {
      ranges += items.get(i).from == items.get(i - 1).from ? 0 : 1;
    }
    long most = Math.max(PIVOTS_MIN, PIVOTS_PER_VALUE * (long) items.size());
    long valueBytes = 1 + bytesOfBatch / items.size();
    most = Math.min(most, Math.max(items.size(), PIVOTS_PER_VALUE * BATCH_BYTES_MAX / valueBytes));
    most = Math.min(most, order.valuesMax() - (long) items.size());
    long perRange = Math.max(1, most / ranges);
    List<Pivot> pivots = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (i > 0 && items.get(i - 1).from == item.from) {
        continue;
      }
      long width = item.to - item.from;
      long count = Math.min(width, perRange);
      for (long p = 0; p < count; p++) {
        long position = item.from + (count == width ? p : width * (p + 1) / (count + 1));
        byte[] element = elementAt(position);
        int labelLength = Labels.length(element);
        pivots.add(
            new Pivot(
                position,
                Arrays.copyOf(element, labelLength),
                Arrays.copyOfRange(element, labelLength, element.length)));
      }
    }
    return pivots;
  }

  private byte[] elementAt(long position) {
    return Objects.requireNonNull(ordered.at(group, position), "a position below the size");
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
