package io.tidemark.engine.operator.window;

import io.tidemark.state.row.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Elements in ascending order, each {@code order key ‖ row}, with their weights, of which none is
 * 0. Between the steps of a tick a weight may be negative: the element then has no copies.
 */
final class Leaf implements TreeNode {

  private final byte[][] elements;
  private final int[] keyLengths;
  private final long[] weights;
  private final @Nullable Row[] rows;
  private final long copies;
  private final long entries;

  Leaf(byte[][] elements, int[] keyLengths, long[] weights) {
    this.elements = elements;
    this.keyLengths = keyLengths;
    this.weights = weights;
    this.rows = new Row[elements.length];
    long allCopies = 0;
    long present = 0;
    for (long weight : weights) {
      allCopies += Math.max(0, weight);
      present += weight > 0 ? 1 : 0;
    }
    this.copies = allCopies;
    this.entries = present;
  }

  @Override
  public int size() {
    return elements.length;
  }

  @Override
  public long copies() {
    return copies;
  }

  @Override
  public long entries() {
    return entries;
  }

  byte[] element(int index) {
    return elements[index];
  }

  int keyLength(int index) {
    return keyLengths[index];
  }

  long weight(int index) {
    return weights[index];
  }

  long copies(int index) {
    return Math.max(0, weights[index]);
  }

  byte[] orderKey(int index) {
    return Arrays.copyOf(elements[index], keyLengths[index]);
  }

  Row row(int index) {
    Row row = rows[index];
    if (row == null) {
      row = Element.row(elements[index], keyLengths[index]);
      rows[index] = row;
    }
    return row;
  }

  boolean arePeers(int left, int right) {
    return keyLengths[left] == keyLengths[right]
        && Arrays.equals(
            elements[left], 0, keyLengths[left], elements[right], 0, keyLengths[right]);
  }

  /** The first index whose element is not smaller. */
  int lowerBound(byte[] probe) {
    int low = 0;
    int high = elements.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(elements[middle], probe) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Adds the copies from one position within the leaf up to another to a summary. */
  void summarize(long from, long to, Summary into) {
    long at = 0;
    for (int i = 0; i < elements.length && at < to; i++) {
      long end = at + copies(i);
      long covered = Math.min(end, to) - Math.max(at, from);
      if (covered > 0) {
        into.add(row(i), covered);
      }
      at = end;
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeShort(elements.length);
    for (int i = 0; i < elements.length; i++) {
      out.writeLong(weights[i]);
      out.writeInt(keyLengths[i]);
      out.writeInt(elements[i].length);
      out.write(elements[i]);
    }
  }

  static Leaf read(DataInput in) throws IOException {
    int size = in.readShort();
    byte[][] elements = new byte[size][];
    int[] keyLengths = new int[size];
    long[] weights = new long[size];
    for (int i = 0; i < size; i++) {
      weights[i] = in.readLong();
      keyLengths[i] = in.readInt();
      elements[i] = new byte[in.readInt()];
      in.readFully(elements[i]);
    }
    return new Leaf(elements, keyLengths, weights);
  }
}
