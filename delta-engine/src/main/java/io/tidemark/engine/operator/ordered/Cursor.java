package io.tidemark.engine.operator.ordered;

import java.util.Arrays;

/**
 * Stands on an element of a group, of those that have copies, and moves in both directions. The
 * moves give whether there is such an element; where there is none the cursor has to be placed
 * anew. Of no use after the multiset was changed. Not thread-safe.
 *
 * <p>Cost: to place it O(log n) nodes; to move it, a step within a leaf, mostly.
 */
public final class Cursor {

  private final OrderedMultiset multiset;
  private final OrderedMultiset.Tree tree;
  private TreeNode[] path = new TreeNode[4]; // from the root to a leaf
  private int[] index = new int[4];
  private int depth = -1; // of the leaf; −1 where the group is empty
  private long position; // copies before the place

  Cursor(OrderedMultiset multiset, OrderedMultiset.Tree tree) {
    this.multiset = multiset;
    this.tree = tree;
  }

  /** Goes to the first element. */
  public boolean first() {
    start();
    while (depth >= 0 && path[depth].level > 0) {
      descend(0);
    }
    return forward();
  }

  /** Goes to the last element. */
  public boolean last() {
    start();
    if (depth < 0) {
      return false;
    }
    position = path[0].copies();
    while (path[depth].level > 0) {
      descend(path[depth].size() - 1);
    }
    index[depth] = path[depth].size() - 1;
    return backward();
  }

  /** Goes to the first element that is not smaller. */
  public boolean seek(byte[] element) {
    place(element);
    return forward();
  }

  /** Goes to the last element that is smaller. */
  public boolean seekBefore(byte[] element) {
    place(element);
    if (depth < 0) {
      return false;
    }
    index[depth]--;
    return backward();
  }

  /** Goes to the element that holds the copy at a position, counted from 0. */
  public boolean seekPosition(long wanted) {
    start();
    if (depth < 0 || wanted < 0 || wanted >= path[0].copies()) {
      return false;
    }
    while (true) {
      TreeNode node = path[depth];
      int i = 0;
      while (wanted >= position + Math.max(0, node.count(i))) {
        position += Math.max(0, node.count(i));
        i++;
      }
      if (node.level == 0) {
        index[depth] = i;
        return true;
      }
      descend(i);
    }
  }

  /** Goes to the next element. */
  public boolean next() {
    position += weight();
    index[depth]++;
    return forward();
  }

  /** Goes to the element before. */
  public boolean previous() {
    index[depth]--;
    return backward();
  }

  public byte[] element() {
    return path[depth].element(index[depth]);
  }

  /** The element's weight, which is positive: its copies. */
  public long weight() {
    return path[depth].count(index[depth]);
  }

  /** The position of the element's first copy. */
  public long position() {
    return position;
  }

  private void start() {
    depth = -1;
    position = 0;
    TreeNode root = tree.root;
    if (root != null) {
      push(root);
    }
  }

  /** Goes to the place of the first element, with copies or without, that is not smaller. */
  private void place(byte[] element) {
    start();
    while (depth >= 0) {
      TreeNode node = path[depth];
      int i = node.level == 0 ? node.lowerBound(element) : node.childOf(element);
      position += OrderedMultiset.copiesBelow(node, i);
      if (node.level == 0) {
        index[depth] = i;
        return;
      }
      descend(i);
    }
  }

  private void push(TreeNode node) {
    depth++;
    if (depth == path.length) {
      path = Arrays.copyOf(path, 2 * depth);
      index = Arrays.copyOf(index, 2 * depth);
    }
    path[depth] = node;
    index[depth] = 0;
  }

  private void descend(int i) {
    index[depth] = i;
    push(multiset.child(tree, path[depth], i));
  }

  /** Leaves a node; if its tree is read without being kept, its memory goes too. */
  private void pop() {
    depth--;
    multiset.makeRoom();
    if (!multiset.isCurrent(tree)) {
      path[depth].loaded(index[depth], null);
    }
  }

  /** From this place on, itself included, to the first entry with copies. */
  private boolean forward() {
    if (depth < 0) {
      return false;
    }
    while (true) {
      TreeNode node = path[depth];
      while (index[depth] < node.size() && node.count(index[depth]) <= 0) {
        index[depth]++;
      }
      if (index[depth] < node.size()) {
        if (node.level == 0) {
          return true;
        }
        descend(index[depth]);
      } else if (depth == 0) {
        return false;
      } else {
        pop();
        index[depth]++;
      }
    }
  }

  /** From this place back, itself included, to the first entry with copies. */
  private boolean backward() {
    while (true) {
      TreeNode node = path[depth];
      while (index[depth] >= 0 && node.count(index[depth]) <= 0) {
        index[depth]--;
      }
      if (index[depth] >= 0) {
        if (node.level == 0) {
          position -= node.count(index[depth]);
          return true;
        }
        descend(index[depth]);
        index[depth] = path[depth].size() - 1;
      } else if (depth == 0) {
        return false;
      } else {
        pop();
        index[depth]--;
      }
    }
  }
}
