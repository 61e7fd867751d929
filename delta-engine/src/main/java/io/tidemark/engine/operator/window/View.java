package io.tidemark.engine.operator.window;

import io.tidemark.state.row.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A partition's rows in their order, before or after a step: which row stands at a position, which
 * rows are its peers, to which group of peers it belongs. Positions count copies from 0. Remembers
 * the place it looked at last, so that going from row to row costs a step within a leaf.
 */
final class View {

  private static final byte[] EVERYTHING = {};

  private final OrderTree rows;
  private final @Nullable OrderTree groups;
  private final long size;

  private @Nullable Leaf leaf;
  private long leafStart;
  private int index; // of the entry in the leaf that was asked for last
  private long entryStart; // position of its first copy

  private long peersFrom;
  private long peersTo; // equal to peersFrom while no peers are known

  private long groupFrom;
  private long groupTo;
  private long group;

  /**
   * @param groups the order keys of the rows, each with its number of copies; null if no function
   *     asks for groups
   */
  View(OrderTree rows, @Nullable OrderTree groups) {
    this.rows = rows;
    this.groups = groups;
    this.size = rows.size();
  }

  OrderTree rows() {
    return rows;
  }

  /** Copies. */
  long size() {
    return size;
  }

  Row row(long position) {
    return find(position).row(index);
  }

  /** The order key of the row at a position. */
  byte[] orderKey(long position) {
    return find(position).orderKey(index);
  }

  /** Rows whose order key is smaller. */
  long position(byte[] orderKey) {
    return rows.position(orderKey);
  }

  /** Rows whose order key is not greater. */
  long positionBehind(byte[] orderKey) {
    byte[] successor = successor(orderKey);
    return successor == null ? size : rows.position(successor);
  }

  /** The first of the peers of the row at a position. */
  long peersFrom(long position) {
    findPeers(position);
    return peersFrom;
  }

  /** Behind the last of the peers of the row at a position. */
  long peersTo(long position) {
    findPeers(position);
    return peersTo;
  }

  long groupCount() {
    return groups().entries();
  }

  /** The number of the group of peers, from 0, in which the row at a position is. */
  long group(long position) {
    if (position < groupFrom || position >= groupTo) {
      boolean isNext = position == groupTo && groupTo > groupFrom;
      groupFrom = peersFrom(position);
      groupTo = peersTo(position);
      group = isNext ? group + 1 : groups().entriesBefore(orderKey(position));
    }
    return group;
  }

  /** The position of a group's first row; the size for groups that do not exist. */
  long groupFrom(long wanted) {
    return wanted >= groupCount() ? size : groups().positionOfEntry(wanted);
  }

  private OrderTree groups() {
    if (groups == null) {
      throw new IllegalStateException("groups of peers are not kept for this window");
    }
    return groups;
  }

  private Leaf find(long position) {
    Leaf known = leaf;
    if (known == null || position < leafStart || position >= leafStart + known.copies()) {
      OrderTree.Place place = rows.leafAt(position);
      known = place.leaf();
      leaf = known;
      leafStart = place.start();
      index = 0;
      entryStart = leafStart;
    } else if (position < entryStart) {
      index = 0;
      entryStart = leafStart;
    }
    while (position >= entryStart + known.copies(index)) {
      entryStart += known.copies(index++);
    }
    return known;
  }

  private void findPeers(long position) {
    if (position >= peersFrom && position < peersTo) {
      return;
    }
    Leaf known = find(position);
    int first = index;
    long from = entryStart;
    while (first > 0 && known.arePeers(first - 1, index)) {
      from -= known.copies(--first);
    }
    int last = index;
    long to = entryStart + known.copies(index);
    while (last + 1 < known.size() && known.arePeers(last + 1, index)) {
      to += known.copies(++last);
    }
    byte[] key = first == 0 || last + 1 == known.size() ? known.orderKey(index) : EVERYTHING;
    boolean isNext = position == peersTo && peersTo > peersFrom;
    peersFrom = first > 0 ? from : isNext ? position : position(key);
    peersTo = last + 1 < known.size() ? to : positionBehind(key);
  }

  /** The smallest bytes that are greater than all that begin so; null if there are none. */
  private static byte @Nullable [] successor(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return null;
  }
}
