package io.tidemark.wal.pgoutput;

import io.tidemark.state.row.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes pgoutput messages (PostgreSQL manual, 54.9 "Logical Replication Message Formats") without
 * streaming of transactions in progress. Cost: one pass over the bytes; no allocation for row
 * messages. Not thread-safe.
 */
public final class PgOutputDecoder {

  /** Receives decoded messages; tuples are valid only during the call. */
  public interface Handler {

    void begin(long finalLsn, int xid);

    void commit(long commitLsn, long endLsn);

    void relation(Relation relation);

    void insert(int relation, Tuple after);

    /**
     * @param before the old key or the whole old row, null if the key did not change
     * @param wholeRow whether {@code before} is the whole old row
     */
    void update(int relation, @Nullable Tuple before, boolean wholeRow, Tuple after);

    void delete(int relation, Tuple before, boolean wholeRow);

    void truncate(int[] relations);

    /** A message of {@code pg_logical_emit_message}, in its transaction. */
    void message(String prefix, long lsn);
  }

  private final Handler handler;
  private final Tuple before = new Tuple();
  private final Tuple after = new Tuple();

  public PgOutputDecoder(Handler handler) {
    this.handler = handler;
  }

  /**
   * Decodes one message and calls the handler.
   *
   * @throws PgOutputException if it does not follow the protocol
   */
  public void decode(byte[] message, int from) {
    char type = (char) message[from];
    int at = from + 1;
    try {
      switch (type) {
        case 'B' -> handler.begin(int64(message, at), int32(message, at + 16));
        case 'C' -> handler.commit(int64(message, at + 1), int64(message, at + 9));
        case 'R' -> handler.relation(relation(message, at));
        case 'I' -> {
          require(message, at + 4, 'N');
          readLast(after, message, at + 5);
          handler.insert(int32(message, at), after);
        }
        case 'U' -> update(message, at);
        case 'D' -> {
          boolean wholeRow = message[at + 4] == 'O';
          require(message, at + 4, wholeRow ? 'O' : 'K');
          readLast(before, message, at + 5);
          handler.delete(int32(message, at), before, wholeRow);
        }
        case 'T' -> handler.truncate(relations(message, at));
        case 'M' -> handler.message(text(message, at + 9), int64(message, at + 1));
        case 'O', 'Y' -> {} // origin; a type's name: nothing that rows need
        default -> throw new PgOutputException("unknown message type");
      }
    } catch (PgOutputException malformed) {
      throw malformed.in(type, message.length - from);
    } catch (IndexOutOfBoundsException cut) {
      throw new PgOutputException("it ends too early", cut).in(type, message.length - from);
    }
  }

  /** A tuple that the message must end with. */
  private static void readLast(Tuple tuple, byte[] message, int from) {
    int end = tuple.read(message, from);
    if (end != message.length) {
      throw new PgOutputException((message.length - end) + " bytes follow the last tuple");
    }
  }

  private static void require(byte[] message, int at, char expected) {
    if (message[at] != expected) {
      throw new PgOutputException(
          "'%c' is expected %d bytes before its end, not '%c'"
              .formatted(expected, message.length - at, (char) (message[at] & 0xFF)));
    }
  }

  private void update(byte[] message, int from) {
    int relation = int32(message, from);
    int at = from + 4;
    char kind = (char) message[at];
    boolean hasBefore = kind == 'K' || kind == 'O';
    if (hasBefore) {
      at = before.read(message, at + 1);
    }
    require(message, at, 'N');
    readLast(after, message, at + 1);
    handler.update(relation, hasBefore ? before : null, kind == 'O', after);
  }

  private static int[] relations(byte[] message, int at) {
    int count = int32(message, at);
    if (count < 0 || count > (message.length - at) / 4) {
      throw new PgOutputException("it names " + count + " tables");
    }
    int[] relations = new int[count];
    for (int i = 0; i < relations.length; i++) {
      relations[i] = int32(message, at + 5 + 4 * i);
    }
    return relations;
  }

  private static Relation relation(byte[] message, int from) {
    int oid = int32(message, from);
    int at = from + 4;
    String schema = text(message, at);
    at += encodedLength(message, at);
    String name = text(message, at);
    at += encodedLength(message, at);
    char identity = (char) message[at++];
    int count = (message[at] & 0xFF) << 8 | (message[at + 1] & 0xFF);
    at += 2;
    List<Relation.Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean key = (message[at++] & 1) != 0;
      String column = text(message, at);
      at += encodedLength(message, at);
      columns.add(new Relation.Column(key, column, int32(message, at), int32(message, at + 4)));
      at += 8;
    }
    return new Relation(oid, schema.isEmpty() ? "pg_catalog" : schema, name, identity, columns);
  }

  static int int32(byte[] message, int at) {
    return (int) Bytes.INT.get(message, at);
  }

  static long int64(byte[] message, int at) {
    return (long) Bytes.LONG.get(message, at);
  }

  private static String text(byte[] message, int at) {
    return new String(message, at, encodedLength(message, at) - 1, StandardCharsets.UTF_8);
  }

  /** Length of a zero-terminated string with its terminator. */
  private static int encodedLength(byte[] message, int at) {
    int end = at;
    while (message[end] != 0) {
      end++;
    }
    return end - at + 1;
  }
}
