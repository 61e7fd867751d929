package io.tidemark.state.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds rows of one width, value by value; reusable after each {@link #build}. Not thread-safe.
 *
 * <pre>{@code
 * Row row = new RowBuilder(2).addInt(7).addNull().build();
 * }</pre>
 */
public final class RowBuilder {

  private final int columns;
  private byte[] buffer;
  private int column;
  private int end; // of the value area, relative to its start

  public RowBuilder(int columns) {
    if (columns < 0 || columns > 0xFFFF) {
      throw new IllegalArgumentException("a row has 0 to 65535 columns, not " + columns);
    }
    this.columns = columns;
    this.buffer = new byte[Row.headerBytes(columns) + 16 * columns + 16];
  }

  public RowBuilder addNull() {
    Bytes.INT.set(buffer, header(), ~end);
    column++;
    return this;
  }

  public RowBuilder add(byte[] source, int offset, int length) {
    int at = reserve(length);
    System.arraycopy(source, offset, buffer, at, length);
    return this;
  }

  public RowBuilder add(byte[] value) {
    return add(value, 0, value.length);
  }

  /** Copies one value, or its NULL, of another row. */
  public RowBuilder add(Row row, int from) {
    return row.isNull(from) ? addNull() : add(row.bytes(), row.offset(from), row.length(from));
  }

  public RowBuilder addBoolean(boolean value) {
    int at = reserve(1); // it may give the row another buffer
    buffer[at] = (byte) (value ? 1 : 0);
    return this;
  }

  public RowBuilder addShort(short value) {
    int at = reserve(2);
    buffer[at] = (byte) (value >> 8);
    buffer[at + 1] = (byte) value;
    return this;
  }

  public RowBuilder addInt(int value) {
    int at = reserve(4);
    Bytes.INT.set(buffer, at, value);
    return this;
  }

  public RowBuilder addLong(long value) {
    int at = reserve(8);
    Bytes.LONG.set(buffer, at, value);
    return this;
  }

  public RowBuilder addText(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The row of the values added since the last call.
   *
   * @throws IllegalStateException if fewer values were added than the row has columns
   */
  public Row build() {
    if (column != columns) {
      throw new IllegalStateException(column + " values were added to a row of " + columns);
    }
    byte[] bytes = Arrays.copyOf(buffer, Row.headerBytes(columns) + end);
    Row.putCount(bytes, columns);
    reset();
    return Row.wrap(bytes);
  }

  /** Forgets the values added since the last {@link #build}. */
  public void reset() {
    column = 0;
    end = 0;
  }

  private int header() {
    if (column >= columns) {
      throw new IllegalStateException("a row of " + columns + " columns takes no more values");
    }
    return 2 + column * 4;
  }

  /** Claims the next column and room for its value, whose index in the buffer it returns. */
  private int reserve(int length) {
    int header = header();
    int at = Row.headerBytes(columns) + end;
    int needed = Math.addExact(at, length); // a row of 2 GiB is refused, not wrapped around
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, buffer.length * 2));
    }
    end += length;
    Bytes.INT.set(buffer, header, end);
    column++;
    return at;
  }
}
