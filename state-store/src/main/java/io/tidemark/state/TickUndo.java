package io.tidemark.state;

import io.tidemark.state.Storage.Family;
import io.tidemark.state.arrangement.PersistentArrangement;
import io.tidemark.state.row.Bytes;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Lets a tick whose changes outgrow memory write them ahead of its commit: what each entry was
 * before is written in the same batch, so that a rollback, or the next opening after a crash, takes
 * the tick back. A circuit without a frontier has nothing to go back to; its undo is to clear it,
 * and only that is noted.
 *
 * <p>Entries in the tick family: {@code u32 circuit, 'u', u64 sequence} to {@code u32 length,
 * address, u8 present, value}, or to nothing for the note.
 */
final class TickUndo {

  private static final long WRITE_BYTES_MAX = 8L << 20;

  private final Storage storage;
  private final int circuit;
  private long sequence;

  TickUndo(Storage storage, int circuit) {
    this.storage = storage;
    this.circuit = circuit;
    try (Storage.Scan scan = scan()) {
      scan.iterator().seekToLast();
      sequence =
          scan.iterator().isValid() ? (long) Bytes.LONG.get(scan.iterator().key(), 5) + 1 : 0;
    }
  }

  /** Whether a tick that is not committed has written changes. */
  boolean isNeeded() {
    return sequence > 0;
  }

  /** Writes the arrangements' changes so far, with what undoes them. */
  void writeAhead(Collection<PersistentArrangement> arrangements, boolean hasFrontier) {
    try (WriteBatch batch = new WriteBatch()) {
      if (!hasFrontier && !isNeeded()) {
        batch.put(storage.family(Family.TICK), key(sequence++), new byte[0]);
      }
      for (PersistentArrangement arrangement : arrangements) {
        arrangement.forEachChange((address, before, after) -> {
          if (hasFrontier) {
            put(batch, Family.TICK, key(sequence++), undoOf(address, before));
          }
          put(batch, Family.ARRANGEMENT, address, after);
          if (batch.getDataSize() > WRITE_BYTES_MAX) {
            storage.write(batch);
            batch.clear();
          }
        });
      }
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    arrangements.forEach(PersistentArrangement::written);
  }

  /** Puts an entry, or deletes it (null). */
  void put(WriteBatch batch, Family family, byte[] address, byte @Nullable [] value) {
    try {
      if (value == null) {
        batch.delete(storage.family(family), address);
      } else {
        batch.put(storage.family(family), address, value);
      }
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
  }

  /** Takes back what was written, newest first; the circuit has a frontier. */
  void undo() {
    try (Storage.Scan scan = scan();
        WriteBatch batch = new WriteBatch()) {
      RocksIterator entry = scan.iterator();
      for (entry.seekToLast(); entry.isValid(); entry.prev()) {
        byte[] undo = entry.value();
        int end = 4 + (int) Bytes.INT.get(undo, 0);
        put(
            batch,
            Family.ARRANGEMENT,
            Arrays.copyOfRange(undo, 4, end),
            undo[end] == 0 ? null : Arrays.copyOfRange(undo, end + 1, undo.length));
        put(batch, Family.TICK, entry.key(), null);
        if (batch.getDataSize() > WRITE_BYTES_MAX) {
          storage.write(batch);
          batch.clear();
        }
      }
      storage.write(batch);
    }
    sequence = 0;
  }

  /** Appends to a commit that nothing is to be undone any more. */
  void appendEnd(WriteBatch batch) throws RocksDBException {
    batch.deleteRange(storage.family(Family.TICK), prefix('u'), prefix('v'));
  }

  /** Appends that the circuit, which has no frontier any more, is to be cleared. */
  void appendClearing(WriteBatch batch) throws RocksDBException {
    appendEnd(batch);
    batch.put(storage.family(Family.TICK), key(0), new byte[0]);
    sequence = 1;
  }

  /** Tells that what {@link #appendEnd} appended was written, or all of the circuit deleted. */
  void ended() {
    sequence = 0;
  }

  private static byte[] undoOf(byte[] address, byte @Nullable [] before) {
    byte[] undo = new byte[4 + address.length + 1 + (before == null ? 0 : before.length)];
    Bytes.INT.set(undo, 0, address.length);
    System.arraycopy(address, 0, undo, 4, address.length);
    if (before != null) {
      undo[4 + address.length] = 1;
      System.arraycopy(before, 0, undo, 4 + address.length + 1, before.length);
    }
    return undo;
  }

  private Storage.Scan scan() {
    return storage.scan(Family.TICK, prefix('u'), prefix('v'));
  }

  private byte[] prefix(char kind) {
    byte[] prefix = new byte[5];
    Bytes.INT.set(prefix, 0, circuit);
    prefix[4] = (byte) kind;
    return prefix;
  }

  private byte[] key(long number) {
    byte[] key = Arrays.copyOf(prefix('u'), 13);
    Bytes.LONG.set(key, 5, number);
    return key;
  }
}
