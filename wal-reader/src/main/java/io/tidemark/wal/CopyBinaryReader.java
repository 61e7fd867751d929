package io.tidemark.wal;

import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.List;

/**
 * Reads the rows of COPY's binary format (PostgreSQL manual, COPY, "Binary Format"). The server
 * sends each row in a message of its own, the header before the first.
 */
final class CopyBinaryReader {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  private final RowBuilder row;
  private boolean headerRead;

  CopyBinaryReader(RowBuilder row) {
    this.row = row;
  }

  /** Appends the rows of one message. */
  void read(byte[] message, List<Row> rows) {
    int at = 0;
    if (!headerRead) {
      at = SIGNATURE.length + 4;
      at += 4 + (int) Bytes.INT.get(message, at);
      headerRead = true;
    }
    while (at < message.length) {
      short fields = (short) ((message[at] & 0xFF) << 8 | (message[at + 1] & 0xFF));
      at += 2;
      if (fields < 0) {
        return; // the trailer
      }
      for (int i = 0; i < fields; i++) {
        int length = (int) Bytes.INT.get(message, at);
        at += 4;
        if (length < 0) {
          row.addNull();
        } else {
          row.add(message, at, length);
          at += length;
        }
      }
      rows.add(row.build());
    }
  }
}
