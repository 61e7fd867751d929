package io.tidemark.wal.pgoutput;

import io.tidemark.state.row.RowBuilder;
import java.util.Arrays;

/**
 * A tuple within a message: where each column's value lies. Reused from message to message, so that
 * decoding a row allocates nothing but the row.
 */
public final class Tuple {

  private static final byte NULL = 'n';
  private static final byte UNCHANGED_TOAST = 'u';

  private byte[] buffer = {};
  private byte[] kinds = new byte[16];
  private int[] offsets = new int[16];
  private int[] lengths = new int[16];
  private int columns;
  private boolean hasUnchanged;

  /** Reads a tuple at an index of a message; returns the index behind it. */
  int read(byte[] message, int from) {
    buffer = message;
    int at = from;
    columns = (message[at] & 0xFF) << 8 | (message[at + 1] & 0xFF);
    at += 2;
    if (columns > kinds.length) {
      kinds = Arrays.copyOf(kinds, columns);
      offsets = Arrays.copyOf(offsets, columns);
      lengths = Arrays.copyOf(lengths, columns);
    }
    hasUnchanged = false;
    for (int i = 0; i < columns; i++) {
      byte kind = message[at++];
      kinds[i] = kind;
      switch (kind) {
        case NULL -> {}
        case UNCHANGED_TOAST -> hasUnchanged = true;
        case 'b', 't' -> {
          lengths[i] = PgOutputDecoder.int32(message, at);
          offsets[i] = at + 4;
          at += 4 + lengths[i];
          if (lengths[i] < 0 || at < 0 || at > message.length) {
            throw new PgOutputException(
                "column %d: a value of %d bytes, %d bytes before the end"
                    .formatted(i, lengths[i], message.length - offsets[i]));
          }
        }
        default ->
            throw new PgOutputException(
                "column %d: tuple data of kind '%c'".formatted(i, (char) (kind & 0xFF)));
      }
    }
    return at;
  }

  public int columns() {
    return columns;
  }

  /** Whether a value was not sent because the update did not touch it (TOAST). */
  public boolean hasUnchanged() {
    return hasUnchanged;
  }

  public boolean isUnchanged(int column) {
    return kinds[column] == UNCHANGED_TOAST;
  }

  /** Appends a column's value, which must have been sent. */
  public void appendTo(RowBuilder row, int column) {
    switch (kinds[column]) {
      case NULL -> row.addNull();
      case UNCHANGED_TOAST -> throw new PgOutputException("column " + column + " was not sent");
      default -> row.add(buffer, offsets[column], lengths[column]);
    }
  }
}
