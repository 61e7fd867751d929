package io.tidemark.state.row;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable row: every value in PostgreSQL's binary wire format (what {@code typsend} gives),
 * packed in one byte array.
 *
 * <p>A column that no expression looks at goes from pgoutput to the MERGE's parameters without
 * being decoded, and state needs no serialization: the array is what RocksDB stores. Equality is
 * that of the bytes. Equality in SQL's sense, where {@code 1.0 = 1.00}, is the key encoding's
 * business.
 *
 * <p>Layout, big-endian: {@code u16 n}, then n × {@code i32} end offset of each value within the
 * value area, complemented ({@code ~end}) when the value is NULL, then the value area.
 */
public final class Row implements Comparable<Row> {

  private static final int COUNT_BYTES = 2;
  private static final int OFFSET_BYTES = 4;

  /** Approximate heap bytes of a row beside its array's content: two headers, two fields. */
  private static final int HEAP_OVERHEAD = 40;

  /** The row without columns. */
  public static final Row EMPTY = new Row(new byte[COUNT_BYTES]);

  private final byte[] bytes;
  private int hash; // 0 = not yet computed; racing threads compute the same value

  private Row(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The row whose layout is exactly {@code bytes}; the array must not be changed afterwards. */
  public static Row wrap(byte[] bytes) {
    return new Row(bytes);
  }

  /** The row of so many NULLs. */
  public static Row nulls(int columns) {
    byte[] bytes = new byte[headerBytes(columns)];
    putCount(bytes, columns);
    Arrays.fill(bytes, COUNT_BYTES, bytes.length, (byte) 0xFF); // ~0: NULL, and ends at 0
    return new Row(bytes);
  }

  /** The layout itself; must not be changed. */
  public byte[] bytes() {
    return bytes;
  }

  public int columnCount() {
    return (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
  }

  public boolean isNull(int column) {
    return rawEnd(column) < 0;
  }

  /** Where the value starts in {@link #bytes()}. */
  public int offset(int column) {
    return valueArea() + (column == 0 ? 0 : end(column - 1));
  }

  /** The value's length in bytes; 0 if it is NULL. */
  public int length(int column) {
    return end(column) - (column == 0 ? 0 : end(column - 1));
  }

  /** A big-endian 16-bit value; the column must be of that length. */
  public short getShort(int column) {
    int at = offset(column);
    return (short) ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF));
  }

  /** A big-endian 32-bit value; the column must be of that length. */
  public int getInt(int column) {
    return (int) Bytes.INT.get(bytes, offset(column));
  }

  /** A big-endian 64-bit value; the column must be of that length. */
  public long getLong(int column) {
    return (long) Bytes.LONG.get(bytes, offset(column));
  }

  /** The value as UTF-8 text. */
  public String getText(int column) {
    return new String(bytes, offset(column), length(column), StandardCharsets.UTF_8);
  }

  /** A copy of the value's bytes; the column must not be NULL. */
  public byte[] copy(int column) {
    int from = offset(column);
    return Arrays.copyOfRange(bytes, from, from + length(column));
  }

  /**
   * The row of the given columns of this one, in that order; a column may be named more than once.
   */
  public Row project(int[] columns) {
    int valueBytes = 0;
    for (int column : columns) {
      valueBytes += length(column);
    }
    byte[] target = new byte[headerBytes(columns.length) + valueBytes];
    putCount(target, columns.length);
    int end = 0;
    int area = headerBytes(columns.length);
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      int length = length(column);
      System.arraycopy(bytes, offset(column), target, area + end, length);
      end += length;
      Bytes.INT.set(target, COUNT_BYTES + i * OFFSET_BYTES, isNull(column) ? ~end : end);
    }
    return new Row(target);
  }

  /** This row's columns followed by the other's. */
  public Row concat(Row right) {
    int leftCount = columnCount();
    int rightCount = right.columnCount();
    int leftValues = bytes.length - valueArea();
    int rightValues = right.bytes.length - right.valueArea();
    int header = headerBytes(leftCount + rightCount);
    byte[] target = new byte[header + leftValues + rightValues];
    putCount(target, leftCount + rightCount);
    System.arraycopy(bytes, COUNT_BYTES, target, COUNT_BYTES, leftCount * OFFSET_BYTES);
    for (int i = 0; i < rightCount; i++) {
      int raw = right.rawEnd(i);
      Bytes.INT.set(
          target,
          COUNT_BYTES + (leftCount + i) * OFFSET_BYTES,
          raw < 0 ? ~(~raw + leftValues) : raw + leftValues);
    }
    System.arraycopy(bytes, valueArea(), target, header, leftValues);
    System.arraycopy(right.bytes, right.valueArea(), target, header + leftValues, rightValues);
    return new Row(target);
  }

  /** The columns of several rows side by side. */
  public static Row concat(Row[] rows) {
    int columns = 0;
    int values = 0;
    for (Row row : rows) {
      columns += row.columnCount();
      values += row.bytes.length - row.valueArea();
    }
    int header = headerBytes(columns);
    byte[] target = new byte[header + values];
    putCount(target, columns);
    int at = COUNT_BYTES;
    int before = 0;
    for (Row row : rows) {
      int count = row.columnCount();
      for (int i = 0; i < count; i++, at += OFFSET_BYTES) {
        int raw = row.rawEnd(i);
        Bytes.INT.set(target, at, raw < 0 ? ~(~raw + before) : raw + before);
      }
      int length = row.bytes.length - row.valueArea();
      System.arraycopy(row.bytes, row.valueArea(), target, header + before, length);
      before += length;
    }
    return new Row(target);
  }

  /** Approximate bytes this row occupies on the heap. */
  public int heapBytes() {
    return bytes.length + HEAP_OVERHEAD;
  }

  private int rawEnd(int column) {
    return (int) Bytes.INT.get(bytes, COUNT_BYTES + column * OFFSET_BYTES);
  }

  private int end(int column) {
    int raw = rawEnd(column);
    return raw < 0 ? ~raw : raw;
  }

  private int valueArea() {
    return headerBytes(columnCount());
  }

  static int headerBytes(int columns) {
    return COUNT_BYTES + columns * OFFSET_BYTES;
  }

  static void putCount(byte[] target, int columns) {
    target[0] = (byte) (columns >>> 8);
    target[1] = (byte) columns;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row row
        && hashCode() == row.hashCode()
        && Arrays.equals(bytes, row.bytes);
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      long wide = Hashing.xxh3_64().hashBytesToLong(bytes);
      h = (int) (wide ^ wide >>> 32);
      h = h == 0 ? 1 : h;
      hash = h;
    }
    return h;
  }

  /** Orders by the bytes: a total order that says nothing about the values. */
  @Override
  public int compareTo(Row other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  /** For messages and debugging: printable values as text, others in hexadecimal. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < columnCount(); i++) {
      text.append(i == 0 ? "" : ", ");
      if (isNull(i)) {
        text.append("NULL");
        continue;
      }
      byte[] value = copy(i);
      boolean printable = value.length > 0;
      for (byte b : value) {
        printable &= b >= 0x20 && b < 0x7F;
      }
      if (printable) {
        text.append('\'').append(new String(value, StandardCharsets.US_ASCII)).append('\'');
      } else {
        text.append("0x");
        text.append(HexFormat.of().formatHex(value));
      }
    }
    return text.append(')').toString();
  }
}
