package io.tidemark.engine.operator.ordered;

import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order-statistics index: per group a multiset of elements in the order of their unsigned bytes,
 * of which one may ask how many there are, at which position an element stands, and what stands at
 * a position.
 *
 * <p><strong>Copies.</strong> Elements have weights, and weights may be negative in the middle of a
 * tick. An element of weight w has max(0, w) copies; sizes and positions count copies; an element
 * without copies is kept as long as its weight is not 0, but neither found by a {@link Cursor} nor
 * counted. So everything that is read here is a function of the state, whatever the weights.
 *
 * <p><strong>State.</strong> A counted B+-tree per group (Bayer, McCreight 1972; counts per child
 * as in Knuth, TAOCP 3, 6.2.3). Its nodes are the values of a {@link KeyedState} under {@code group
 * ‖ node id}, which is this class's alone; so memory, commit and rollback are that state's. A small
 * group is one node, a group without elements is nothing.
 *
 * <p><strong>Use.</strong> An object serves one step, and is forgotten after {@link #flush} or when
 * the step fails: it keeps the nodes that it has read or changed, so that many changes of a group
 * decode and encode each node once. Beyond {@value #LOADED_BYTES_MAX} bytes it writes and forgets
 * them on its own. Two objects over the same state at once would not see each other's changes.
 *
 * <p><strong>Cost.</strong> O(log n) nodes per change or search, with up to 64 entries each: one
 * read and one write in a small group. With 16-byte elements in random order over a state in
 * memory, on a busy 2-core machine: 2.6 to 4 µs per change in steps of 100 changes, whether there
 * are 10,000 elements or 1,000,000; 1 to 2 µs per search; 22 bytes of state per element.
 */
public final class OrderedMultiset {

  static final long ROOT = 0;

  /** Nodes kept between flushes. */
  private static final long LOADED_BYTES_MAX = 16L << 20;

  private final KeyedState nodes;
  private final Map<Row, Tree> trees = new HashMap<>();
  private long loadedBytes;

  /** One group's tree, as far as it was looked at. */
  static final class Tree {
    final byte[] group;
    @Nullable TreeNode root;
    private long nextId = ROOT + 1;

    Tree(byte[] group) {
      this.group = group;
    }
  }

  /**
   * @param nodes the state that holds the nodes, and nothing else
   */
  public OrderedMultiset(KeyedState nodes) {
    this.nodes = nodes;
  }

  /**
   * Adds to an element's weight and returns the new weight; at 0 the element is gone. The arrays
   * must not be changed afterwards. Cursors are of no use after this.
   */
  public long add(byte[] group, byte[] element, long weight) {
    Tree tree = tree(group);
    TreeNode root = tree.root;
    if (root == null) {
      if (weight == 0) {
        return 0;
      }
      root = new TreeNode(ROOT, 0);
      tree.root = root;
    }
    long updated = add(tree, root, element, weight);
    settle(tree);
    return updated;
  }

  private long add(Tree tree, TreeNode node, byte[] element, long weight) {
    if (node.level == 0) {
      int i = node.lowerBound(element);
      boolean known = i < node.size() && node.compare(i, element) == 0;
      long updated = (known ? node.count(i) : 0) + weight;
      if (known && updated == 0) {
        node.remove(i);
      } else if (known) {
        node.setCount(i, updated);
      } else if (updated != 0) {
        node.insert(i, element, updated);
        loadedBytes += element.length;
      }
      return updated;
    }
    int i = node.childOf(element);
    TreeNode child = child(tree, node, i);
    int sizeBefore = child.size();
    long updated = add(tree, child, element, weight);
    node.setCount(i, child.copies());
    if (child.size() > sizeBefore && child.isTooLarge()) {
      TreeNode right = child.split(newId(tree));
      node.setCount(i, child.copies());
      node.insertChild(i + 1, child.boundTo(right), right);
    } else if (child.size() < sizeBefore) {
      shrink(tree, node, i, child);
    }
    return updated;
  }

  /** The root keeps the next id, and is written again even where no count changed. */
  private static long newId(Tree tree) {
    TreeNode root = tree.root;
    if (root != null) {
      root.dirty = true;
    }
    return tree.nextId++;
  }

  /** Takes out a child that is empty, or merges one that is small with a neighbour. */
  private void shrink(Tree tree, TreeNode node, int i, TreeNode child) {
    if (child.size() == 0) {
      node.remove(i);
      forget(tree, child);
    } else if (child.isSmall() && node.size() > 1) {
      int left = Math.max(0, i - 1);
      TreeNode lower = child(tree, node, left);
      TreeNode upper = child(tree, node, left + 1);
      if (lower.fitsWith(upper)) {
        lower.append(upper, node.element(left + 1));
        node.remove(left + 1);
        node.setCount(left, lower.copies());
        forget(tree, upper);
      }
    }
  }

  /** Gives the tree a root that is neither too large nor a mere step to the next level. */
  private void settle(Tree tree) {
    TreeNode root = tree.root;
    while (root != null && root.level > 0 && root.size() == 1) {
      TreeNode child = child(tree, root, 0);
      forget(tree, child);
      child.id = ROOT;
      child.dirty = true;
      child.stored = root.stored;
      root = child;
    }
    if (root != null && root.size() == 0) {
      forget(tree, root);
      root = null;
      tree.nextId = ROOT + 1;
    }
    if (root != null && root.isTooLarge()) {
      TreeNode left = root;
      left.id = newId(tree);
      left.dirty = true;
      TreeNode right = left.split(newId(tree));
      root = new TreeNode(ROOT, left.level + 1);
      root.stored = left.stored;
      left.stored = false;
      root.insertChild(0, new byte[0], left);
      root.insertChild(1, left.boundTo(right), right);
    }
    tree.root = root;
  }

  /** The element's weight; 0 if it is absent. */
  public long weight(byte[] group, byte[] element) {
    Tree tree = tree(group);
    TreeNode node = tree.root;
    if (node == null) {
      return 0;
    }
    while (node.level > 0) {
      node = child(tree, node, node.childOf(element));
    }
    int i = node.lowerBound(element);
    return i < node.size() && node.compare(i, element) == 0 ? node.count(i) : 0;
  }

  /** The copies in a group. */
  public long size(byte[] group) {
    TreeNode root = tree(group).root;
    return root == null ? 0 : root.copies();
  }

  /** Whether nothing is kept of a group, elements without copies included. */
  public boolean isEmpty(byte[] group) {
    return tree(group).root == null;
  }

  /** The copies of smaller elements; the element itself may be absent. */
  public long position(byte[] group, byte[] element) {
    Tree tree = tree(group);
    TreeNode node = tree.root;
    if (node == null) {
      return 0;
    }
    long position = 0;
    while (node.level > 0) {
      int i = node.childOf(element);
      position += copiesBelow(node, i);
      node = child(tree, node, i);
    }
    return position + copiesBelow(node, node.lowerBound(element));
  }

  static long copiesBelow(TreeNode node, int end) {
    long copies = 0;
    for (int i = 0; i < end; i++) {
      copies += Math.max(0, node.count(i));
    }
    return copies;
  }

  /** The element that holds the copy at a position from 0, or null beyond the last. */
  public byte @Nullable [] at(byte[] group, long position) {
    Cursor cursor = cursor(group);
    return cursor.seekPosition(position) ? cursor.element() : null;
  }

  /** The smallest element with copies, or null. */
  public byte @Nullable [] first(byte[] group) {
    Cursor cursor = cursor(group);
    return cursor.first() ? cursor.element() : null;
  }

  /** The largest element with copies, or null. */
  public byte @Nullable [] last(byte[] group) {
    Cursor cursor = cursor(group);
    return cursor.last() ? cursor.element() : null;
  }

  /** A cursor over a group's elements, of use until the next change. */
  public Cursor cursor(byte[] group) {
    return new Cursor(this, tree(group));
  }

  /** Writes what was changed; to be called at the end of the step. */
  public void flush() {
    for (Tree tree : trees.values()) {
      TreeNode root = tree.root;
      if (root != null) {
        write(tree, root);
      }
    }
    trees.clear();
    loadedBytes = 0;
  }

  private void write(Tree tree, TreeNode node) {
    if (node.level > 0) {
      for (int i = 0; i < node.size(); i++) {
        TreeNode child = node.loaded(i);
        if (child != null) {
          write(tree, child);
        }
      }
    }
    if (node.dirty) {
      nodes.put(key(tree.group, node.id), node.encode(tree.nextId));
      node.stored = true;
    }
  }

  private Tree tree(byte[] group) {
    if (loadedBytes > LOADED_BYTES_MAX) {
      flush();
    }
    Row key = Row.wrap(group); // for its hash and equality
    Tree known = trees.get(key);
    if (known != null) {
      return known;
    }
    Tree tree = new Tree(group);
    byte[] page = nodes.get(key(group, ROOT));
    if (page != null) {
      loadedBytes += page.length;
      tree.root = TreeNode.decode(ROOT, page);
      tree.nextId = TreeNode.nextId(page);
    }
    trees.put(key, tree);
    return tree;
  }

  /** Whether a tree is still the one that changes go to, and so may keep its nodes loaded. */
  @SuppressWarnings("ReferenceEquality") // a tree that was loaded again is another one
  boolean isCurrent(Tree tree) {
    return trees.get(Row.wrap(tree.group)) == tree;
  }

  /** Makes room where much was loaded; trees at hand may still be read. */
  void makeRoom() {
    if (loadedBytes > LOADED_BYTES_MAX) {
      flush();
    }
  }

  TreeNode child(Tree tree, TreeNode node, int i) {
    TreeNode known = node.loaded(i);
    if (known != null) {
      return known;
    }
    byte[] page = nodes.get(key(tree.group, node.child(i)));
    if (page == null) {
      throw new IllegalStateException("an ordered index lacks a node; its state is damaged");
    }
    loadedBytes += page.length;
    TreeNode child = TreeNode.decode(node.child(i), page);
    node.loaded(i, child);
    return child;
  }

  private void forget(Tree tree, TreeNode node) {
    if (node.stored) {
      nodes.remove(key(tree.group, node.id));
    }
  }

  private static byte[] key(byte[] group, long id) {
    byte[] key = Arrays.copyOf(group, group.length + Long.BYTES);
    Bytes.LONG.set(key, group.length, id);
    return key;
  }
}
