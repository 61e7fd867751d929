package io.tidemark.state.arrangement;

import io.tidemark.state.Storage;
import io.tidemark.state.Storage.Family;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * One arrangement's entries in RocksDB. Key: {@code u32 arrangement}, {@code u32 key length}, key,
 * element. Big-endian, so that the elements of a key are neighbours in unsigned byte order.
 */
final class StoredEntries {

  private static final int HEADER_BYTES = 8;

  /** RocksDB's order of keys: by length, then by content. */
  static final Comparator<Row> KEY_ORDER =
      Comparator.<Row>comparingInt(key -> key.bytes().length)
          .thenComparing(Comparator.naturalOrder());

  private final Storage storage;
  private final int arrangement;

  StoredEntries(Storage storage, int arrangement) {
    this.storage = storage;
    this.arrangement = arrangement;
  }

  byte[] address(byte[] key, byte[] element) {
    byte[] address = new byte[HEADER_BYTES + key.length + element.length];
    Bytes.INT.set(address, 0, arrangement);
    Bytes.INT.set(address, 4, key.length);
    System.arraycopy(key, 0, address, HEADER_BYTES, key.length);
    System.arraycopy(element, 0, address, HEADER_BYTES + key.length, element.length);
    return address;
  }

  byte @Nullable [] get(byte[] key, byte[] element) {
    return storage.get(Family.ARRANGEMENT, address(key, element));
  }

  Storage.Scan scanKey(byte[] key) {
    return scanRange(key, null, null);
  }

  /** A key's elements from one on, and before another; null is no bound. */
  Storage.Scan scanRange(byte[] key, byte @Nullable [] from, byte @Nullable [] below) {
    byte[] start = address(key, new byte[0]);
    return storage.scan(
        Family.ARRANGEMENT,
        from == null ? start : address(key, from),
        below == null ? after(start) : address(key, below));
  }

  Storage.Scan scanAll() {
    return storage.scan(Family.ARRANGEMENT, prefix(arrangement), prefix(arrangement + 1));
  }

  /** Approximate bytes on disk and in memtables. */
  long bytes() {
    return storage.approximateBytes(
        Family.ARRANGEMENT, prefix(arrangement), prefix(arrangement + 1));
  }

  void deleteAll() {
    storage.deleteRange(Family.ARRANGEMENT, prefix(arrangement), prefix(arrangement + 1));
  }

  static byte[] keyOf(byte[] address) {
    int length = (int) Bytes.INT.get(address, 4);
    return Arrays.copyOfRange(address, HEADER_BYTES, HEADER_BYTES + length);
  }

  static byte[] elementOf(byte[] address) {
    int length = (int) Bytes.INT.get(address, 4);
    return Arrays.copyOfRange(address, HEADER_BYTES + length, address.length);
  }

  static long weightOf(RocksIterator entry) {
    return (long) Bytes.LONG.get(entry.value(), 0);
  }

  private static byte[] prefix(int number) {
    byte[] prefix = new byte[4];
    Bytes.INT.set(prefix, 0, number);
    return prefix;
  }

  /**
   * The smallest address after all that start with the given one: the last byte that can be raised
   * is.
   */
  private static byte[] after(byte[] prefix) {
    int last = prefix.length - 1;
    while (prefix[last] == (byte) 0xFF) {
      last--;
    }
    byte[] after = Arrays.copyOf(prefix, last + 1);
    after[last]++;
    return after;
  }
}
