package io.tidemark.engine.operator.ordered;

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
  private static final int HEADER_BYTES_MAX = 1 + 2 + 10;
  private static final int ENTRY_BYTES_MAX = 5 + 10 + 10;
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
   * Level, number of entries, for inner nodes the next free id; per entry its length and count, for
   * inner nodes the child's id; then the elements' bytes. Numbers take seven bits a byte.
   */
  byte[] encode(long nextId) {
    dirty = false;
    byte[] page = new byte[HEADER_BYTES_MAX + size * ENTRY_BYTES_MAX + bytes];
    int at = 0;
    page[at++] = (byte) level;
    at = put(page, at, size);
    if (level > 0) {
      at = put(page, at, nextId);
    }
    for (int i = 0; i < size; i++) {
      at = put(page, at, to[i] - from[i]);
      at = put(page, at, counts[i] << 1 ^ counts[i] >> 63);
      if (level > 0) {
        at = put(page, at, children()[i]);
      }
    }
    for (int i = 0; i < size; i++) {
      int length = to[i] - from[i];
      System.arraycopy(source[i], from[i], page, at, length);
      at += length;
    }
    return Arrays.copyOf(page, at);
  }

  /** A node as it was stored. */
  static TreeNode decode(long id, byte[] page) {
    Numbers numbers = new Numbers(page, 1);
    TreeNode node = new TreeNode(id, page[0], (int) numbers.next());
    node.read(numbers, page);
    node.dirty = false;
    node.stored = true;
    return node;
  }

  /** The next free id, as an inner root keeps it. */
  static long nextId(byte[] page) {
    if (page[0] == 0) {
      return OrderedMultiset.ROOT + 1;
    }
    Numbers numbers = new Numbers(page, 1);
    numbers.next();
    return numbers.next();
  }

  private void read(Numbers numbers, byte[] page) {
    size = counts.length - SPARE_ENTRIES;
    if (level > 0) {
      numbers.next();
    }
    for (int i = 0; i < size; i++) {
      int length = (int) numbers.next();
      long count = numbers.next();
      source[i] = page;
      to[i] = length;
      counts[i] = count >>> 1 ^ -(count & 1);
      copies += Math.max(0, counts[i]);
      bytes += length;
      if (level > 0) {
        children()[i] = numbers.next();
      }
    }
    int at = numbers.at;
    for (int i = 0; i < size; i++) {
      from[i] = at;
      at += to[i];
      to[i] = at;
    }
  }

  private static int put(byte[] page, int start, long number) {
    int at = start;
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      page[at++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    page[at++] = (byte) rest;
    return at;
  }

  /** Reads what {@link #put} wrote. */
  private static final class Numbers {
    private final byte[] page;
    private int at;

    Numbers(byte[] page, int at) {
      this.page = page;
      this.at = at;
    }

    long next() {
      long number = 0;
      for (int shift = 0; ; shift += 7) {
        byte part = page[at++];
        number |= (long) (part & 0x7F) << shift;
        if (part >= 0) {
          return number;
        }
      }
    }
  }
}
