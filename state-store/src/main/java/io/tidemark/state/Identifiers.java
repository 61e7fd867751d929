package io.tidemark.state;

import io.tidemark.state.Storage.Family;
import io.tidemark.state.row.Bytes;
import java.nio.charset.StandardCharsets;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Gives names small numbers that never change, for use in keys. */
public final class Identifiers {

  private static final byte[] NEXT = "next-id".getBytes(StandardCharsets.UTF_8);

  private Identifiers() {}

  /** The number of a name, given out now if it has none; numbers are never given out again. */
  public static synchronized int of(Storage storage, String name) {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    byte[] known = storage.get(Family.META, key);
    if (known != null) {
      return (int) Bytes.INT.get(known, 0);
    }
    byte[] counter = storage.get(Family.META, NEXT);
    int id = counter == null ? 1 : (int) Bytes.INT.get(counter, 0);
    byte[] value = new byte[Integer.BYTES];
    Bytes.INT.set(value, 0, id);
    byte[] next = new byte[Integer.BYTES];
    Bytes.INT.set(next, 0, id + 1);
    try (WriteBatch batch = new WriteBatch()) {
      batch.put(storage.family(Family.META), key, value);
      batch.put(storage.family(Family.META), NEXT, next);
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    return id;
  }
}
