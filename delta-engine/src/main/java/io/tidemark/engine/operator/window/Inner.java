package io.tidemark.engine.operator.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sub-trees in ascending order, with what is known of each without reading it. */
final class Inner implements TreeNode {

  /**
   * A sub-tree in its place.
   *
   * @param separator no element of the sub-tree is smaller, every one before it is; the first of
   *     all is empty
   * @param id its name in the state
   * @param node itself, if it is in memory
   */
  record Child(
      byte[] separator,
      long id,
      long copies,
      long entries,
      byte[] summaries,
      @Nullable TreeNode node) {

    static Child of(byte[] separator, long id, TreeNode node, Summaries kinds) {
      return new Child(
          separator, id, node.copies(), node.entries(), Summaries.write(kinds.of(node)), node);
    }
  }

  private final Child[] children;
  private final @Nullable TreeNode[] nodes;
  private final Summary[] @Nullable [] summaries;
  private final long copies;
  private final long entries;

  Inner(List<Child> children) {
    this.children = children.toArray(Child[]::new);
    this.nodes = new TreeNode[this.children.length];
    this.summaries = new Summary[this.children.length][];
    long allCopies = 0;
    long present = 0;
    for (int i = 0; i < this.children.length; i++) {
      nodes[i] = this.children[i].node();
      allCopies += this.children[i].copies();
      present += this.children[i].entries();
    }
    this.copies = allCopies;
    this.entries = present;
  }

  @Override
  public int size() {
    return children.length;
  }

  @Override
  public long copies() {
    return copies;
  }

  @Override
  public long entries() {
    return entries;
  }

  Child child(int index) {
    return children[index];
  }

  @Nullable TreeNode node(int index) {
    return nodes[index];
  }

  void remember(int index, TreeNode node) {
    nodes[index] = node;
  }

  /** The summary of a child's rows. */
  Summary summary(int index, int kind, Summaries kinds) {
    Summary[] known = summaries[index];
    if (known == null) {
      known = kinds.read(children[index].summaries());
      summaries[index] = known;
    }
    return known[kind];
  }

  /** The child in whose range an element falls. */
  int indexOf(byte[] element) {
    int low = 1;
    int high = children.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(children[middle].separator(), element) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  void write(DataOutput out) throws IOException {
    out.writeShort(children.length);
    for (Child child : children) {
      out.writeLong(child.id());
      out.writeLong(child.copies());
      out.writeLong(child.entries());
      write(child.separator(), out);
      write(child.summaries(), out);
    }
  }

  static Inner read(DataInput in) throws IOException {
    Child[] children = new Child[in.readShort()];
    for (int i = 0; i < children.length; i++) {
      long id = in.readLong();
      long copies = in.readLong();
      long entries = in.readLong();
      children[i] = new Child(bytes(in), id, copies, entries, bytes(in), null);
    }
    return new Inner(List.of(children));
  }

  private static void write(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
