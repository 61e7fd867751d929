package io.tidemark.engine.operator.window;

import io.tidemark.engine.operator.window.Inner.Child;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next version of a tree: sorted changes are taken down the tree together, so that each
 * node on their ways is made anew once. Nodes that become too large are split, those that become
 * too small are joined with a neighbour.
 */
final class TreeRevision {

  private static final byte[] FIRST = {};

  /** A sub-tree that is new. */
  private record Part(byte[] separator, TreeNode node) {}

  private final NodeStore store;
  private final Summaries summaries;

  TreeRevision(NodeStore store, Summaries summaries) {
    this.store = store;
    this.summaries = summaries;
  }

  /** The root of the next version, null if nothing is left. */
  @Nullable TreeNode revise(@Nullable TreeNode root, List<Change> changes) {
    if (changes.isEmpty()) {
      return root;
    }
    TreeNode from = root == null ? new Leaf(new byte[0][], new int[0], new long[0]) : root;
    List<Part> parts = revise(FIRST, from, changes);
    while (parts.size() > 1) {
      List<Child> children = new ArrayList<>();
      parts.forEach(part -> children.add(newChild(part, store.newId())));
      parts = innerParts(children);
    }
    TreeNode top = parts.isEmpty() ? null : parts.getFirst().node();
    while (top instanceof Inner inner && inner.size() == 1) {
      top = node(inner.child(0));
      store.remove(inner.child(0).id());
    }
    if (top == null) {
      store.remove(NodeStore.ROOT);
    } else {
      store.write(NodeStore.ROOT, top);
    }
    return top;
  }

  /** What a sub-tree becomes: none, one or several of its height, in order. */
  private List<Part> revise(byte[] separator, TreeNode node, List<Change> changes) {
    return switch (node) {
      case Leaf leaf -> revise(separator, leaf, changes);
      case Inner inner -> revise(inner, changes);
    };
  }

  private static List<Part> revise(byte[] separator, Leaf leaf, List<Change> changes) {
    int capacity = leaf.size() + changes.size();
    byte[][] elements = new byte[capacity][];
    int[] keyLengths = new int[capacity];
    long[] weights = new long[capacity];
    int size = 0;
    int i = 0;
    for (Change change : changes) {
      int comparison = -1;
      while (i < leaf.size()
          && (comparison = Arrays.compareUnsigned(leaf.element(i), change.element)) < 0) {
        elements[size] = leaf.element(i);
        keyLengths[size] = leaf.keyLength(i);
        weights[size++] = leaf.weight(i++);
      }
      boolean known = i < leaf.size() && comparison == 0;
      change.weightBefore = known ? leaf.weight(i++) : 0;
      change.weightAfter = change.weightBefore + change.delta;
      if (change.weightAfter != 0) {
        elements[size] = change.element;
        keyLengths[size] = change.keyLength;
        weights[size++] = change.weightAfter;
      }
    }
    for (; i < leaf.size(); i++) {
      elements[size] = leaf.element(i);
      keyLengths[size] = leaf.keyLength(i);
      weights[size++] = leaf.weight(i);
    }
    List<Part> parts = new ArrayList<>();
    int count = partCount(size);
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) size * part / count);
      int to = (int) ((long) size * (part + 1) / count);
      parts.add(
          new Part(
              part == 0 ? separator : separator(elements[from - 1], elements[from]),
              new Leaf(
                  Arrays.copyOfRange(elements, from, to),
                  Arrays.copyOfRange(keyLengths, from, to),
                  Arrays.copyOfRange(weights, from, to))));
    }
    return parts;
  }

  private List<Part> revise(Inner inner, List<Change> changes) {
    List<Child> children = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < inner.size(); i++) {
      int to = i + 1 == inner.size() ? changes.size() : end(changes, from, inner.child(i + 1));
      Child child = inner.child(i);
      if (from == to) {
        children.add(child);
        continue;
      }
      List<Part> parts = revise(child.separator(), node(inner, i), changes.subList(from, to));
      if (parts.isEmpty()) {
        store.remove(child.id());
      }
      for (int part = 0; part < parts.size(); part++) {
        children.add(newChild(parts.get(part), part == 0 ? child.id() : store.newId()));
      }
      from = to;
    }
    join(children);
    return innerParts(children);
  }

  /** The first change, from one on, that belongs to a child or to those behind it. */
  private static int end(List<Change> changes, int from, Child next) {
    int low = from;
    int high = changes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(changes.get(middle).element, next.separator()) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Child newChild(Part part, long id) {
    store.write(id, part.node());
    return Child.of(part.separator(), id, part.node(), summaries);
  }

  /** Joins children that are new and small with a neighbour. */
  private void join(List<Child> children) {
    for (int i = 0; i < children.size(); i++) {
      TreeNode node = children.get(i).node();
      if (node == null || node.size() >= TreeNode.SIZE_MIN || children.size() == 1) {
        continue;
      }
      int left = i == 0 ? 0 : i - 1;
      TreeNode first = node(children.get(left));
      TreeNode second = node(children.get(left + 1));
      if (first.size() + second.size() > TreeNode.SIZE_SPLIT) {
        continue;
      }
      Child kept = children.get(left);
      store.remove(children.remove(left + 1).id());
      TreeNode joined =
          first instanceof Inner a && second instanceof Inner b
              ? joined(a, b)
              : joined((Leaf) first, (Leaf) second);
      children.set(left, newChild(new Part(kept.separator(), joined), kept.id()));
      i = left - 1; // it may still be small
    }
  }

  private static Leaf joined(Leaf left, Leaf right) {
    int size = left.size() + right.size();
    byte[][] elements = new byte[size][];
    int[] keyLengths = new int[size];
    long[] weights = new long[size];
    for (int i = 0; i < size; i++) {
      Leaf leaf = i < left.size() ? left : right;
      int index = i < left.size() ? i : i - left.size();
      elements[i] = leaf.element(index);
      keyLengths[i] = leaf.keyLength(index);
      weights[i] = leaf.weight(index);
    }
    return new Leaf(elements, keyLengths, weights);
  }

  private static Inner joined(Inner left, Inner right) {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      children.add(left.child(i));
    }
    for (int i = 0; i < right.size(); i++) {
      children.add(right.child(i));
    }
    return new Inner(children);
  }

  private static List<Part> innerParts(List<Child> children) {
    List<Part> parts = new ArrayList<>();
    int count = partCount(children.size());
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) children.size() * part / count);
      int to = (int) ((long) children.size() * (part + 1) / count);
      List<Child> own = children.subList(from, to);
      parts.add(new Part(own.getFirst().separator(), new Inner(own)));
    }
    return parts;
  }

  private static int partCount(int size) {
    return size <= TreeNode.SIZE_MAX
        ? Math.min(size, 1)
        : (size + TreeNode.SIZE_SPLIT - 1) / TreeNode.SIZE_SPLIT;
  }

  private TreeNode node(Inner inner, int index) {
    TreeNode node = inner.node(index);
    return node == null ? store.node(inner.child(index).id()) : node;
  }

  private TreeNode node(Child child) {
    TreeNode node = child.node();
    return node == null ? store.node(child.id()) : node;
  }

  /** The shortest bytes that are greater than the one element and not greater than the other. */
  private static byte[] separator(byte[] below, byte[] element) {
    int common = Arrays.mismatch(below, element);
    return Arrays.copyOf(element, common + 1);
  }
}
