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
 * <p>A node is its page, as it is stored, and is searched and changed there: reading one costs
 * nothing but the bytes that are looked at, and writing one nothing at all. A page: level and
 * width, the number of entries, for inner nodes the next free id; then where each entry's bytes
 * end, their counts, for inner nodes the children's ids; then the entries' bytes. Ends take 2 bytes
 * and the other numbers 4, unless one of them is larger: then 4 and 8.
 */
final class TreeNode {

  /** Wide enough for three levels over 100,000 elements, narrow enough to be copied. */
  static final int ENTRIES_MAX = 64;

  /** Of elements in one node, where they are long; four nodes then fill a page of 16 KiB. */
  static final int BYTES_MAX = 4096;

  private static final int WIDE = 0x80;
  private static final int SIZE = 1;
  private static final int LEAF_HEADER_BYTES = 3;
  private static final int INNER_HEADER_BYTES = LEAF_HEADER_BYTES + Long.BYTES;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final int MERGED_ENTRIES_MAX = ENTRIES_MAX * 3 / 4;
  private static final int MERGED_BYTES_MAX = BYTES_MAX * 3 / 4;
  private static final long UNKNOWN = -1;

  long id;
  final int level;
  boolean dirty;
  boolean stored; // whether the state has a value under its id
  private byte[] page;
  private boolean isOwn; // whether the page is this node's alone, so that it may be changed
  private int size;
  private boolean wide;
  private long copies = UNKNOWN;
  private @Nullable TreeNode @Nullable [] loaded;
  private int latest = -1; // the index of the last insertion

  /** An empty node. */
  TreeNode(long id, int level) {
    this(id, level, emptyPage(level, 0, 0, false));
    isOwn = true;
    dirty = true;
  }

  private TreeNode(long id, int level, byte[] page) {
    this.id = id;
    this.level = level;
    this.page = page;
    this.size = Short.toUnsignedInt((short) SHORT.get(page, SIZE));
    this.wide = (page[0] & WIDE) != 0;
    this.loaded = level == 0 ? null : new TreeNode[size + 1];
  }

  /** A node as it was stored. */
  static TreeNode decode(long id, byte[] page) {
    TreeNode node = new TreeNode(id, page[0] & ~WIDE, page);
    node.stored = true;
    return node;
  }

  /** The next free id, as an inner root keeps it. */
  static long nextId(byte[] page) {
    return (page[0] & ~WIDE) == 0
        ? OrderedMultiset.ROOT + 1
        : (long) Bytes.LONG.get(page, LEAF_HEADER_BYTES);
  }

  /**
   * The node as it is to be stored, which must not be changed.
   *
   * @param nextId kept by inner nodes
   */
  byte[] encode(long nextId) {
    if (level > 0 && (long) Bytes.LONG.get(page, LEAF_HEADER_BYTES) != nextId) {
      own();
      Bytes.LONG.set(page, LEAF_HEADER_BYTES, nextId);
    }
    dirty = false;
    isOwn = false;
    return page;
  }

  int size() {
    return size;
  }

  /** Copies in the whole subtree: the sum of the weights that are positive. */
  long copies() {
    if (copies == UNKNOWN) {
      copies = 0;
      for (int i = 0; i < size; i++) {
        copies += Math.max(0, count(i));
      }
    }
    return copies;
  }

  byte[] element(int i) {
    int base = base();
    return Arrays.copyOfRange(page, base + start(i), base + end(i));
  }

  /** Leaf: the weight; inner: the copies below the child. */
  long count(int i) {
    return number(counts(), i);
  }

  long child(int i) {
    return number(children(), i);
  }

  @Nullable TreeNode loaded(int i) {
    return loaded()[i];
  }

  void loaded(int i, @Nullable TreeNode child) {
    loaded()[i] = child;
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
    int base = base();
    return Arrays.compareUnsigned(page, base + start(i), base + end(i), element, 0, element.length);
  }

  void setCount(int i, long count) {
    long before = count(i);
    if (before == count) {
      return;
    }
    if (copies != UNKNOWN) {
      copies += Math.max(0, count) - Math.max(0, before);
    }
    widenFor(count, 0);
    own();
    set(page, counts() + i * numberBytes(), count, wide);
    dirty = true;
  }

  void insert(int i, byte[] element, long weight) {
    open(i, element, weight, 0);
  }

  void insertChild(int i, byte[] bound, TreeNode child) {
    open(i, bound, child.copies(), child.id);
    @Nullable TreeNode[] known = loaded();
    @Nullable TreeNode[] more = new TreeNode[size + 1];
    System.arraycopy(known, 0, more, 0, i);
    System.arraycopy(known, i, more, i + 1, size - 1 - i);
    more[i] = child;
    loaded = more;
  }

  private void open(int i, byte[] element, long count, long child) {
    widenFor(count, element.length);
    widenFor(child, 0);
    byte[] before = page;
    int start = start(i);
    int offsetsBefore = header();
    int countsBefore = counts();
    int childrenBefore = children();
    int baseBefore = base();
    page = emptyPage(level, size + 1, bytes() + element.length, wide);
    copyNextId(before);
    for (int k = size - 1; k >= i; k--) {
      setEnd(k + 1, end(before, offsetsBefore, k) + element.length);
    }
    System.arraycopy(before, offsetsBefore, page, header(), i * endBytes());
    int old = size++;
    setEnd(i, start + element.length);
    int width = numberBytes();
    insertColumn(before, countsBefore, counts(), i, old, width, count);
    if (level > 0) {
      insertColumn(before, childrenBefore, children(), i, old, width, child);
    }
    int base = base();
    System.arraycopy(before, baseBefore, page, base, start);
    System.arraycopy(element, 0, page, base + start, element.length);
    System.arraycopy(
        before,
        baseBefore + start,
        page,
        base + start + element.length,
        before.length - baseBefore - start);
    isOwn = true;
    dirty = true;
    latest = i;
    if (copies != UNKNOWN) {
      copies += Math.max(0, count);
    }
  }

  private void insertColumn(
      byte[] before, int from, int to, int i, int entries, int width, long number) {
    System.arraycopy(before, from, page, to, i * width);
    set(page, to + i * width, number, wide);
    System.arraycopy(before, from + i * width, page, to + (i + 1) * width, (entries - i) * width);
  }

  void remove(int i) {
    if (copies != UNKNOWN) {
      copies -= Math.max(0, count(i));
    }
    int length = end(i) - start(i);
    byte[] before = page;
    int start = start(i);
    int offsetsBefore = header();
    int countsBefore = counts();
    int childrenBefore = children();
    int baseBefore = base();
    page = emptyPage(level, size - 1, bytes() - length, wide);
    copyNextId(before);
    size--;
    System.arraycopy(before, offsetsBefore, page, header(), i * endBytes());
    for (int k = i; k < size; k++) {
      setEnd(k, end(before, offsetsBefore, k + 1) - length);
    }
    int width = numberBytes();
    removeColumn(before, countsBefore, counts(), i, width);
    if (level > 0) {
      removeColumn(before, childrenBefore, children(), i, width);
      System.arraycopy(loaded(), i + 1, loaded(), i, size - i);
      loaded()[size] = null;
    }
    int base = base();
    System.arraycopy(before, baseBefore, page, base, start);
    System.arraycopy(
        before,
        baseBefore + start + length,
        page,
        base + start,
        before.length - baseBefore - start - length);
    isOwn = true;
    dirty = true;
  }

  private void removeColumn(byte[] before, int from, int to, int i, int width) {
    System.arraycopy(before, from, page, to, i * width);
    System.arraycopy(before, from + (i + 1) * width, page, to + i * width, (size - i) * width);
  }

  boolean isTooLarge() {
    return size > ENTRIES_MAX || (bytes() > BYTES_MAX && size >= (level == 0 ? 2 : 4));
  }

  boolean isSmall() {
    return size <= ENTRIES_MAX / 4 && bytes() <= BYTES_MAX / 4;
  }

  boolean fitsWith(TreeNode right) {
    return size + right.size <= MERGED_ENTRIES_MAX && bytes() + right.bytes() <= MERGED_BYTES_MAX;
  }

  /** Moves the upper part to a new node; in half, or at the end where it grows there. */
  TreeNode split(long newId) {
    int at = latest == size - 1 ? size - 1 : latest == 0 ? 1 : middle();
    TreeNode right = new TreeNode(newId, level);
    for (int i = at; i < size; i++) {
      right.take(this, i, element(i));
    }
    while (size > at) {
      remove(size - 1);
    }
    return right;
  }

  private int middle() {
    int at = 1;
    // an entry weighs more than its bytes, so that empty ones are split evenly too
    while (at < size - 1 && 2 * (end(at - 1) + 8 * at) < bytes() + 8 * size) {
      at++;
    }
    return at;
  }

  /** Appends what the right neighbour holds, whose lower bound is given. */
  void append(TreeNode right, byte[] bound) {
    for (int i = 0; i < right.size; i++) {
      take(right, i, i == 0 && level > 0 ? bound : right.element(i));
    }
  }

  private void take(TreeNode other, int i, byte[] element) {
    int at = size;
    if (level == 0) {
      open(at, element, other.count(i), 0);
      return;
    }
    open(at, element, other.count(i), other.child(i));
    loaded = Arrays.copyOf(loaded(), size + 1);
    loaded()[at] = other.loaded(i);
  }

  /** The shortest bytes that are greater than this leaf's last and not than the right's first. */
  byte[] boundTo(TreeNode right) {
    byte[] first = right.element(0);
    return level > 0 ? first : Arrays.copyOf(first, Arrays.mismatch(element(size - 1), first) + 1);
  }

  // The page

  private static byte[] emptyPage(int level, int entries, int bytes, boolean wide) {
    int columns = level == 0 ? 1 : 2;
    int header = level == 0 ? LEAF_HEADER_BYTES : INNER_HEADER_BYTES;
    byte[] page = new byte[header + entries * ((wide ? 4 : 2) + columns * (wide ? 8 : 4)) + bytes];
    page[0] = (byte) (wide ? level | WIDE : level);
    SHORT.set(page, SIZE, (short) entries);
    return page;
  }

  private void copyNextId(byte[] from) {
    if (level > 0) {
      System.arraycopy(from, LEAF_HEADER_BYTES, page, LEAF_HEADER_BYTES, Long.BYTES);
    }
  }

  private void own() {
    if (!isOwn) {
      page = page.clone();
      isOwn = true;
    }
  }

  /** Makes room for larger numbers where one of them needs it. */
  private void widenFor(long number, int moreBytes) {
    if (wide || (number == (int) number && bytes() + moreBytes <= 0xFFFF)) {
      return;
    }
    byte[] widened = emptyPage(level, size, bytes(), true);
    int at = header();
    if (level > 0) {
      System.arraycopy(page, LEAF_HEADER_BYTES, widened, LEAF_HEADER_BYTES, Long.BYTES);
    }
    for (int i = 0; i < size; i++, at += 4) {
      Bytes.INT.set(widened, at, end(i));
    }
    for (int i = 0; i < size; i++, at += 8) {
      Bytes.LONG.set(widened, at, count(i));
    }
    for (int i = 0; level > 0 && i < size; i++, at += 8) {
      Bytes.LONG.set(widened, at, child(i));
    }
    System.arraycopy(page, base(), widened, at, bytes());
    page = widened;
    wide = true;
    isOwn = true;
  }

  private int header() {
    return level == 0 ? LEAF_HEADER_BYTES : INNER_HEADER_BYTES;
  }

  private int endBytes() {
    return wide ? 4 : 2;
  }

  private int numberBytes() {
    return wide ? 8 : 4;
  }

  private int counts() {
    return header() + size * endBytes();
  }

  private int children() {
    return counts() + size * numberBytes();
  }

  /** Where the entries' bytes begin. */
  private int base() {
    return level == 0 ? children() : children() + size * numberBytes();
  }

  /** Of all entries. */
  private int bytes() {
    return size == 0 ? 0 : end(size - 1);
  }

  private int start(int i) {
    return i == 0 ? 0 : end(i - 1);
  }

  private int end(int i) {
    return end(page, header(), i);
  }

  private int end(byte[] of, int offsets, int i) {
    return wide
        ? (int) Bytes.INT.get(of, offsets + 4 * i)
        : Short.toUnsignedInt((short) SHORT.get(of, offsets + 2 * i));
  }

  private void setEnd(int i, int end) {
    if (wide) {
      Bytes.INT.set(page, header() + 4 * i, end);
    } else {
      SHORT.set(page, header() + 2 * i, (short) end);
    }
  }

  private long number(int column, int i) {
    return wide
        ? (long) Bytes.LONG.get(page, column + 8 * i)
        : (long) (int) Bytes.INT.get(page, column + 4 * i);
  }

  private static void set(byte[] page, int at, long number, boolean wide) {
    if (wide) {
      Bytes.LONG.set(page, at, number);
    } else {
      Bytes.INT.set(page, at, (int) number);
    }
  }
}
