package io.tidemark.engine.operator.ordered;

import io.tidemark.state.row.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a counted B+-tree. A leaf (level 0) holds elements with their weights; an inner node
 * holds children with the copies below each, and a lower bound of each child's elements. The bound
 * of the first child is not looked at: it stands for everything smaller.
 *
 * <p>Elements stay where they were read, as slices of the stored bytes, and are copied only if they
 * are asked for or moved to new bytes.
 */
final class TreeNode {

  /** Wide enough for three levels over 100,000 elements, narrow enough to be written again. */
  static final int ENTRIES_MAX = 64;

  /** Of elements in one node, where they are long; four nodes then fill a page of 16 KiB. */
  static final int BYTES_MAX = 4096;

  private static final int SPARE_ENTRIES = 4;
  private static final int WIDE = 0x80;
  private static final int LEAF_HEADER_BYTES = 3;
  private static final int INNER_HEADER_BYTES = LEAF_HEADER_BYTES + Long.BYTES;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final int MERGED_ENTRIES_MAX = ENTRIES_MAX * 3 / 4;
  private static final int MERGED_BYTES_MAX = BYTES_MAX * 3 / 4;

  long id;
  final int level;
  boolean dirty;
  boolean stored; // whether the state has a value under its id
  private int size;
  private int bytes; // of all elements or bounds
  private long copies;
  private byte[][] source;
  private int[] from;
  private int[] to;
  private long[] counts; // leaf: weights; inner: copies below the child
  private long @Nullable [] children; // ids
  private @Nullable TreeNode @Nullable [] loaded;
  private int latest = -1; // the index of the last insertion

  TreeNode(long id, int level) {
    this(id, level, 0);
  }

  private TreeNode(long id, int level, int entries) {
    this.id = id;
    this.level = level;
    int capacity = entries + SPARE_ENTRIES;
    source = new byte[capacity][];
    from = new int[capacity];
    to = new int[capacity];
    counts = new long[capacity];
    children = level == 0 ? null : new long[capacity];
    loaded = level == 0 ? null : new TreeNode[capacity];
    dirty = true;
  }

  int size() {
    return size;
  }

  /** Copies in the whole subtree: the sum of the weights that are positive. */
  long copies() {
    return copies;
  }

  byte[] element(int i) {
    return from[i] == 0 && to[i] == source[i].length
        ? source[i]
        : Arrays.copyOfRange(source[i], from[i], to[i]);
  }

  /** Leaf: the weight; inner: the copies below the child. */
  long count(int i) {
    return counts[i];
  }

  long child(int i) {
    return children()[i];
  }

  @Nullable TreeNode loaded(int i) {
    return loaded()[i];
  }

  void loaded(int i, @Nullable TreeNode child) {
    loaded()[i] = child;
  }

  private long[] children() {
    long @Nullable [] known = children;
    if (known == null) {
      throw new IllegalStateException("a leaf has no children");
    }
    return known;
  }

  private @Nullable TreeNode[] loaded() {
    @Nullable TreeNode @Nullable [] known = loaded;
    if (known == null) {
      throw new IllegalStateException("a leaf has no children");
    }
    return known;
  }

  /** The first index whose element is not smaller. */
  int lowerBound(byte[] element) {
    return search(element, 0, -1);
  }

  /** The child under which the element belongs. */
  int childOf(byte[] element) {
    return search(element, 1, 0) - 1;
  }

  /** The first index from {@code low} whose element compares greater than {@code limit}. */
  private int search(byte[] element, int low, int limit) {
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, element) > limit) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  int compare(int i, byte[] element) {
    return Arrays.compareUnsigned(source[i], from[i], to[i], element, 0, element.length);
  }

  void setCount(int i, long count) {
    if (counts[i] != count) {
      copies += Math.max(0, count) - Math.max(0, counts[i]);
      counts[i] = count;
      dirty = true;
    }
  }

  void insert(int i, byte[] element, long weight) {
    open(i, element, 0, element.length, weight);
    latest = i;
  }

  void insertChild(int i, byte[] bound, TreeNode child) {
    open(i, bound, 0, bound.length, child.copies);
    children()[i] = child.id;
    loaded()[i] = child;
    latest = i;
  }

  private void open(int i, byte[] bytesOf, int start, int end, long count) {
    if (size == counts.length) {
      grow(size + Math.max(SPARE_ENTRIES, size / 2));
    }
    shift(i, size, i + 1);
    source[i] = bytesOf;
    from[i] = start;
    to[i] = end;
    counts[i] = count;
    size++;
    bytes += end - start;
    copies += Math.max(0, count);
    dirty = true;
  }

  private void grow(int capacity) {
    source = Arrays.copyOf(source, capacity);
    from = Arrays.copyOf(from, capacity);
    to = Arrays.copyOf(to, capacity);
    counts = Arrays.copyOf(counts, capacity);
    if (level > 0) {
      children = Arrays.copyOf(children(), capacity);
      loaded = Arrays.copyOf(loaded(), capacity);
    }
  }

  void remove(int i) {
    bytes -= to[i] - from[i];
    copies -= Math.max(0, counts[i]);
    shift(i + 1, size, i);
    size--;
    dirty = true;
  }

  private void shift(int start, int end, int target) {
    int length = end - start;
    System.arraycopy(source, start, source, target, length);
    System.arraycopy(from, start, from, target, length);
    System.arraycopy(to, start, to, target, length);
    System.arraycopy(counts, start, counts, target, length);
    if (level > 0) {
      System.arraycopy(children(), start, children(), target, length);
      System.arraycopy(loaded(), start, loaded(), target, length);
    }
  }

  boolean isTooLarge() {
    return size > ENTRIES_MAX || (bytes > BYTES_MAX && size >= (level == 0 ? 2 : 4));
  }

  boolean isSmall() {
    return size <= ENTRIES_MAX / 4 && bytes <= BYTES_MAX / 4;
  }

  boolean fitsWith(TreeNode right) {
    return size + right.size <= MERGED_ENTRIES_MAX && bytes + right.bytes <= MERGED_BYTES_MAX;
  }

  /** Moves the upper part to a new node; in half, or at the end where it grows there. */
  TreeNode split(long newId) {
    int at = latest == size - 1 ? size - 1 : latest == 0 ? 1 : middle();
    TreeNode right = new TreeNode(newId, level);
    right.take(this, at);
    while (size > at) {
      remove(size - 1);
    }
    return right;
  }

  private int middle() {
    int at = 1;
    int below = to[0] - from[0];
    // an entry weighs more than its bytes, so that empty ones are split evenly too
    while (at < size - 1 && 2 * (below + 8 * at) < bytes + 8 * size) {
      below += to[at] - from[at];
      at++;
    }
    return at;
  }

  /** Appends what the right neighbour holds, whose lower bound is given. */
  void append(TreeNode right, byte[] bound) {
    int seam = size;
    take(right, 0);
    if (level > 0) {
      bytes += bound.length - (to[seam] - from[seam]);
      source[seam] = bound;
      from[seam] = 0;
      to[seam] = bound.length;
    }
  }

  private void take(TreeNode other, int start) {
    for (int i = start; i < other.size; i++) {
      int at = size;
      open(at, other.source[i], other.from[i], other.to[i], other.counts[i]);
      if (level > 0) {
        children()[at] = other.children()[i];
        loaded()[at] = other.loaded()[i];
      }
    }
  }

  /** The shortest bytes that are greater than this leaf's last and not than the right's first. */
  byte[] boundTo(TreeNode right) {
    if (level > 0) {
      return right.element(0);
    }
    int last = size - 1;
    int mismatch =
        Arrays.mismatch(
            source[last], from[last], to[last], right.source[0], right.from[0], right.to[0]);
    return Arrays.copyOfRange(right.source[0], right.from[0], right.from[0] + mismatch + 1);
  }

  /**
   * Level and width, number of entries, for inner nodes the next free id; then the entries'
   * lengths, their counts, for inner nodes the children's ids; then the elements' bytes. Lengths
   * take 2 bytes and the other numbers 4, unless one of them is larger: then 4 and 8. Whole columns
   * of one width are read and written several times as fast as numbers of varying length.
   */
  byte[] encode(long nextId) {
    dirty = false;
    boolean wide = isWide();
    int lengthBytes = wide ? 4 : 2;
    int numberBytes = wide ? 8 : 4;
    int columns = level == 0 ? 1 : 2;
    int at = level == 0 ? LEAF_HEADER_BYTES : INNER_HEADER_BYTES;
    byte[] page = new byte[at + size * (lengthBytes + columns * numberBytes) + bytes];
    page[0] = (byte) (wide ? level | WIDE : level);
    SHORT.set(page, 1, (short) size);
    if (level > 0) {
      Bytes.LONG.set(page, LEAF_HEADER_BYTES, nextId);
    }
    for (int i = 0; i < size; i++, at += lengthBytes) {
      if (wide) {
        Bytes.INT.set(page, at, to[i] - from[i]);
      } else {
        SHORT.set(page, at, (short) (to[i] - from[i]));
      }
    }
    at = write(counts, page, at, wide);
    if (level > 0) {
      at = write(children(), page, at, wide);
    }
    for (int i = 0; i < size; ) { // runs of elements that lie side by side already
      int start = i++;
      while (i < size && sharesSource(i) && from[i] == to[i - 1]) {
        i++;
      }
      int length = to[i - 1] - from[start];
      System.arraycopy(source[start], from[start], page, at, length);
      at += length;
    }
    return page;
  }

  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  private boolean sharesSource(int i) {
    return source[i] == source[i - 1];
  }

  private boolean isWide() {
    for (int i = 0; i < size; i++) {
      if (to[i] - from[i] > 0xFFFF || counts[i] != (int) counts[i]) {
        return true;
      }
    }
    if (level > 0) {
      for (int i = 0; i < size; i++) {
        if (children()[i] != (int) children()[i]) {
          return true;
        }
      }
    }
    return false;
  }

  private int write(long[] numbers, byte[] page, int start, boolean wide) {
    int at = start;
    for (int i = 0; i < size; i++) {
      if (wide) {
        Bytes.LONG.set(page, at, numbers[i]);
      } else {
        Bytes.INT.set(page, at, (int) numbers[i]);
      }
      at += wide ? 8 : 4;
    }
    return at;
  }

  /** A node as it was stored. */
  static TreeNode decode(long id, byte[] page) {
    TreeNode node =
        new TreeNode(id, page[0] & ~WIDE, Short.toUnsignedInt((short) SHORT.get(page, 1)));
    node.read(page);
    node.dirty = false;
    node.stored = true;
    return node;
  }

  /** The next free id, as an inner root keeps it. */
  static long nextId(byte[] page) {
    return (page[0] & ~WIDE) == 0
        ? OrderedMultiset.ROOT + 1
        : (long) Bytes.LONG.get(page, LEAF_HEADER_BYTES);
  }

  private void read(byte[] page) {
    size = counts.length - SPARE_ENTRIES;
    boolean wide = (page[0] & WIDE) != 0;
    int lengths = level == 0 ? LEAF_HEADER_BYTES : INNER_HEADER_BYTES;
    int at = read(counts, page, lengths + size * (wide ? 4 : 2), wide);
    if (level > 0) {
      at = read(children(), page, at, wide);
    }
    int start = at;
    for (int i = 0; i < size; i++) {
      source[i] = page;
      from[i] = at;
      at +=
          wide
              ? (int) Bytes.INT.get(page, lengths + 4 * i)
              : Short.toUnsignedInt((short) SHORT.get(page, lengths + 2 * i));
      to[i] = at;
      copies += Math.max(0, counts[i]);
    }
    bytes = at - start;
  }

  private int read(long[] numbers, byte[] page, int start, boolean wide) {
    int at = start;
    for (int i = 0; i < size; i++) {
      numbers[i] = wide ? (long) Bytes.LONG.get(page, at) : (int) Bytes.INT.get(page, at);
      at += wide ? 8 : 4;
    }
    return at;
  }
}
