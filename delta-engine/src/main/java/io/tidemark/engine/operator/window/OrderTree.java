package io.tidemark.engine.operator.window;

import io.tidemark.engine.operator.StateBytes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition in their order, as one version of a B-tree: {@link #with} makes the next
 * one, which shares what has not changed, and this one can still be read until that one is {@link
 * #flush}ed. Each sub-tree is kept with its number of copies and of elements and with the
 * aggregates' {@linkplain Summary summaries}, so that a position, the row at a position and the
 * summary of any run of rows are found in O(log n).
 *
 * <p>Positions count copies from 0; elements of negative weight have none. A version is for one
 * step of one operator. Not thread-safe.
 */
final class OrderTree {

  /** Nodes of unchanged rows that are kept in memory while a step reads; others are read again. */
  private static final int REMEMBERED_MAX = 4096;

  private final NodeStore store;
  private final Summaries summaries;
  private final @Nullable TreeNode root;
  private int remembered;

  private OrderTree(NodeStore store, Summaries summaries, @Nullable TreeNode root) {
    this.store = store;
    this.summaries = summaries;
    this.root = root;
  }

  /** The version that is stored. */
  static OrderTree open(NodeStore store, Summaries summaries) {
    return new OrderTree(store, summaries, store.root());
  }

  /**
   * The next version.
   *
   * @param changes in ascending order, each element once; they learn the weights before and after
   */
  OrderTree with(List<Change> changes) {
    return new OrderTree(
        store, summaries, new TreeRevision(store, summaries).revise(root, changes));
  }

  /** Makes this version the stored one. */
  void flush() {
    store.flush();
  }

  /** Copies. */
  long size() {
    return root == null ? 0 : root.copies();
  }

  /** Elements that have copies. */
  long entries() {
    return root == null ? 0 : root.entries();
  }

  /** Copies of the elements that are smaller. */
  long position(byte[] probe) {
    return before(probe, true);
  }

  /** Elements with copies that are smaller. */
  long entriesBefore(byte[] probe) {
    return before(probe, false);
  }

  private long before(byte[] probe, boolean copies) {
    long count = 0;
    TreeNode node = root;
    while (node instanceof Inner inner) {
      int index = inner.indexOf(probe);
      for (int i = 0; i < index; i++) {
        count += copies ? inner.child(i).copies() : inner.child(i).entries();
      }
      node = child(inner, index);
    }
    if (node instanceof Leaf leaf) {
      int index = leaf.lowerBound(probe);
      for (int i = 0; i < index; i++) {
        count += copies ? leaf.copies(i) : leaf.weight(i) > 0 ? 1 : 0;
      }
    }
    return count;
  }

  /** The position of the first copy of the element with so many elements before it. */
  long positionOfEntry(long entry) {
    long left = entry;
    long position = 0;
    TreeNode node = root;
    while (node instanceof Inner inner) {
      int i = 0;
      while (left >= inner.child(i).entries()) {
        left -= inner.child(i).entries();
        position += inner.child(i).copies();
        i++;
      }
      node = child(inner, i);
    }
    if (node instanceof Leaf leaf) {
      for (int i = 0; ; i++) {
        if (leaf.weight(i) > 0 && left-- == 0) {
          return position;
        }
        position += leaf.copies(i);
      }
    }
    throw new IndexOutOfBoundsException("element " + entry + " of none");
  }

  /** A leaf and the position of its first copy. */
  record Place(Leaf leaf, long start) {}

  /** The leaf that holds a position, which must be one of the tree's. */
  Place leafAt(long position) {
    long start = 0;
    TreeNode node = root;
    while (node instanceof Inner inner) {
      int i = 0;
      while (position - start >= inner.child(i).copies()) {
        start += inner.child(i).copies();
        i++;
      }
      node = child(inner, i);
    }
    if (node instanceof Leaf leaf) {
      return new Place(leaf, start);
    }
    throw new IndexOutOfBoundsException("position " + position + " of none");
  }

  /** Adds the copies from one position up to another to a summary of a kind. */
  void summarize(int kind, long from, long to, Summary into) {
    if (root != null && from < to) {
      summarize(root, kind, from, to, into);
    }
  }

  /** {@code from} and {@code to} count from the node's first copy and may lie beyond its ends. */
  private void summarize(TreeNode node, int kind, long from, long to, Summary into) {
    switch (node) {
      case Leaf leaf -> leaf.summarize(from, to, into);
      case Inner inner -> {
        long at = 0;
        for (int i = 0; i < inner.size() && at < to; i++) {
          long end = at + inner.child(i).copies();
          if (from <= at && end <= to) {
            into.merge(inner.summary(i, kind, summaries));
          } else if (from < end) {
            summarize(child(inner, i), kind, from - at, to - at, into);
          }
          at = end;
        }
      }
    }
  }

  Summary emptySummary(int kind) {
    return summaries.empty(kind);
  }

  /** Whether runs of two versions have the same summary. */
  static boolean haveSameSummary(
      int kind, OrderTree left, long leftFrom, long leftTo, OrderTree right, long from, long to) {
    return Arrays.equals(
        left.summaryBytes(kind, leftFrom, leftTo), right.summaryBytes(kind, from, to));
  }

  private byte[] summaryBytes(int kind, long from, long to) {
    Summary summary = emptySummary(kind);
    summarize(kind, from, to, summary);
    return StateBytes.write(summary::write);
  }

  private TreeNode child(Inner inner, int index) {
    TreeNode node = inner.node(index);
    if (node == null) {
      node = store.node(inner.child(index).id());
      if (remembered < REMEMBERED_MAX) {
        remembered++;
        inner.remember(index, node);
      }
    }
    return node;
  }
}
