package io.tidemark.engine.operator.window;

import io.tidemark.engine.operator.StateBytes;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one tree in a keyed state: {@code tree ‖ node ‖ partition} → node. Changes are held
 * back until {@link #flush}, so that until then the tree as it was can be read too.
 */
final class NodeStore {

  static final long ROOT = 0;

  private static final byte LEAF = 0;
  private static final byte INNER = 1;

  private final KeyedState state;
  private final byte tree;
  private final byte[] partition;
  private final Map<Long, TreeNode> written = new HashMap<>();
  private final Set<Long> removed = new HashSet<>();
  private long next = ROOT + 1; // no node has this id or a greater one

  /**
   * @param tree tells the trees of a partition apart
   */
  NodeStore(KeyedState state, byte tree, byte[] partition) {
    this.state = state;
    this.tree = tree;
    this.partition = partition;
  }

  /** The root as it is stored; null if the tree is empty. */
  @Nullable TreeNode root() {
    return find(ROOT);
  }

  /** A stored node that must be there. */
  TreeNode node(long id) {
    TreeNode node = find(id);
    if (node == null) {
      throw new IllegalStateException(
          "an ordered partition's state has no node " + id + "; it is damaged");
    }
    return node;
  }

  private @Nullable TreeNode find(long id) {
    byte[] bytes = state.get(key(id));
    if (bytes == null) {
      return null;
    }
    TreeNode[] node = new TreeNode[1];
    StateBytes.read(
        bytes,
        in -> {
          if (id == ROOT) {
            next = in.readLong();
          }
          node[0] = in.readByte() == LEAF ? Leaf.read(in) : Inner.read(in);
        });
    return node[0];
  }

  long newId() {
    return next++;
  }

  void write(long id, TreeNode node) {
    written.put(id, node);
    removed.remove(id);
  }

  void remove(long id) {
    written.remove(id);
    removed.add(id);
  }

  /** Makes the changes the state. */
  void flush() {
    removed.forEach(id -> state.remove(key(id)));
    written.forEach((id, node) -> state.put(key(id), bytes(id, node)));
    removed.clear();
    written.clear();
  }

  private byte[] bytes(long id, TreeNode node) {
    return StateBytes.write(out -> {
      if (id == ROOT) {
        out.writeLong(next);
      }
      switch (node) {
        case Leaf leaf -> {
          out.writeByte(LEAF);
          leaf.write(out);
        }
        case Inner inner -> {
          out.writeByte(INNER);
          inner.write(out);
        }
      }
    });
  }

  private byte[] key(long id) {
    byte[] key = new byte[9 + partition.length];
    key[0] = tree;
    Bytes.LONG.set(key, 1, id);
    System.arraycopy(partition, 0, key, 9, partition.length);
    return key;
  }
}
