package io.tidemark.sink;

import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Streams rows into a table by COPY's binary format (PostgreSQL manual, COPY, "Binary Format").
 * Close it in any case: without {@link #finish} that cancels the COPY.
 */
final class CopyBinaryWriter implements AutoCloseable {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  /** One message of the protocol; beyond it nothing is gained. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private final CopyIn copy;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int end;

  /** Starts the statement {@code COPY … FROM STDIN (FORMAT binary)}. */
  CopyBinaryWriter(SinkSession session, String statement) throws SQLException {
    copy = new CopyManager(session.connection()).copyIn(statement);
    System.arraycopy(SIGNATURE, 0, buffer, 0, SIGNATURE.length);
    end = SIGNATURE.length + 8; // flags and the header extension's length are 0
  }

  /**
   * Sends a row.
   *
   * @param mark one more column of type "char", or 0 for none
   */
  void write(Row row, byte mark) throws SQLException {
    int columns = row.columnCount();
    int size = 2 + 4 * columns + (row.bytes().length - row.offset(0)) + (mark == 0 ? 0 : 5);
    reserve(size);
    int fields = mark == 0 ? columns : columns + 1;
    buffer[end] = (byte) (fields >>> 8);
    buffer[end + 1] = (byte) fields;
    int at = end + 2;
    for (int column = 0; column < columns; column++) {
      if (row.isNull(column)) {
        Bytes.INT.set(buffer, at, -1);
        at += 4;
      } else {
        int length = row.length(column);
        Bytes.INT.set(buffer, at, length);
        System.arraycopy(row.bytes(), row.offset(column), buffer, at + 4, length);
        at += 4 + length;
      }
    }
    if (mark != 0) {
      Bytes.INT.set(buffer, at, 1);
      buffer[at + 4] = mark;
    }
    end += size;
  }

  /** Ends the COPY and returns how many rows the server took. */
  long finish() throws SQLException {
    reserve(2);
    buffer[end] = (byte) 0xFF;
    buffer[end + 1] = (byte) 0xFF;
    end += 2;
    flush();
    return copy.endCopy();
  }

  private void reserve(int size) throws SQLException {
    if (end + size > buffer.length) {
      flush();
      if (size > buffer.length) {
        buffer = Arrays.copyOf(buffer, size);
      }
    }
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer, 0, end);
    end = 0;
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
