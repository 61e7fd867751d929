package io.tidemark.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.Options;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * The RocksDB under everything: its column families, its options, and checked exceptions turned
 * into ours. Settings are those measured for 100-byte rows: LZ4, 10-bit bloom filters, a shared
 * block cache, the WAL on and synced on demand. Thread-safe, except for closing.
 */
public final class Storage implements AutoCloseable {

  /** Raised whenever the layout of what is stored changes; other formats are refused. */
  private static final int FORMAT = 2;

  private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.UTF_8);

  /** Of the memory budget, the part that RocksDB's block cache and memtables share. */
  private static final int CACHE_SHARE = 4;

  private static final long CACHE_BYTES_MIN = 8L << 20;

  private static final long LOG_MEMTABLE_BYTES = 64L << 20;
  private static final long ARRANGEMENT_MEMTABLE_BYTES = 32L << 20;

  /** What is kept together. */
  public enum Family {
    META,
    LOG,
    ROW,
    ARRANGEMENT,
    TICK
  }

  private final List<AutoCloseable> natives = new ArrayList<>();
  private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
  private final RocksDB db;
  private final WriteOptions unsynced;
  private final Path directory;
  private final HyperClockCache cache;

  /**
   * Opens or creates.
   *
   * @throws StateStoreException if the folder cannot be written, is in use, or holds another format
   */
  Storage(Path directory, long memoryBytes) {
    this.directory = directory;
    RocksDB.loadLibrary();
    try {
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        throw new IOException("no write permission");
      }
    } catch (IOException unwritable) {
      throw unwritable(directory, String.valueOf(unwritable.getMessage()), unwritable);
    }
    long cacheBytes = Math.max(CACHE_BYTES_MIN, memoryBytes / CACHE_SHARE);
    cache = keep(new HyperClockCache(cacheBytes, 0, -1, false));
    WriteBufferManager memtables = keep(new WriteBufferManager(cacheBytes / 2, cache));
    BloomFilter bloom = keep(new BloomFilter(10));
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (Family family : Family.values()) {
      ColumnFamilyOptions options =
          keep(new ColumnFamilyOptions())
              .setTableFormatConfig(
                  new BlockBasedTableConfig()
                      .setBlockCache(cache)
                      .setFilterPolicy(bloom)
                      .setCacheIndexAndFilterBlocks(true)
                      .setPinL0FilterAndIndexBlocksInCache(true)
                      .setFormatVersion(6))
              .setCompressionType(CompressionType.LZ4_COMPRESSION)
              .setLevelCompactionDynamicLevelBytes(true)
              .setWriteBufferSize(
                  Math.min(
                      Math.max(4L << 20, memoryBytes / 16),
                      family == Family.LOG ? LOG_MEMTABLE_BYTES : ARRANGEMENT_MEMTABLE_BYTES));
      String name =
          family == Family.META ? "default" : family.name().toLowerCase(java.util.Locale.ROOT);
      descriptors.add(new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options));
    }
    DBOptions options =
        keep(new DBOptions())
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setBytesPerSync(1 << 20)
            .setWalBytesPerSync(1 << 20)
            .setMaxTotalWalSize(256L << 20)
            .setWriteBufferManager(memtables)
            .setKeepLogFileNum(2);
    try {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      db = RocksDB.open(options, directory.toString(), descriptors, handles);
      for (Family family : Family.values()) {
        families.put(family, handles.removeFirst());
      }
    } catch (RocksDBException failure) {
      closeNatives();
      throw cannotOpen(failure);
    }
    unsynced = keep(new WriteOptions());
    try {
      checkFormat();
    } catch (RuntimeException unusable) {
      close();
      throw unusable;
    }
  }

  private StateStoreException cannotOpen(RocksDBException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (reason.contains("While lock file") || reason.contains("lock hold by current process")) {
      return new StateStoreException(
          "TM-D002",
          "The state folder " + directory + " is in use by another process",
          "Stop the other Tidemark service, or give this one a state.dir of its own.",
          failure);
    }
    if (reason.contains("Permission denied") || reason.contains("Read-only file system")) {
      return unwritable(directory, reason, failure);
    }
    if (reason.contains("olumn families not opened")) {
      return otherFormat("of a later version", failure);
    }
    return failed("open", failure);
  }

  private static StateStoreException unwritable(Path directory, String reason, Exception cause) {
    return new StateStoreException(
        "TM-D001",
        "The state folder " + directory + " cannot be written: " + reason,
        "Give the user that runs Tidemark write permission, or name another folder under state.dir.",
        cause);
  }

  private StateStoreException otherFormat(String found, Exception cause) {
    return new StateStoreException(
        "TM-D004",
        "The state in %s has a format %s; this version reads %d"
            .formatted(directory, found, FORMAT),
        "Move the folder away and start again; Tidemark rebuilds it from PostgreSQL.",
        cause);
  }

  private void checkFormat() {
    byte[] stored = get(Family.META, FORMAT_KEY);
    if (stored == null) {
      try (WriteBatch batch = new WriteBatch()) {
        batch.put(family(Family.META), FORMAT_KEY, new byte[] {FORMAT});
        write(batch);
      } catch (RocksDBException failure) {
        throw failed("write to", failure);
      }
    } else if (stored.length != 1 || stored[0] != FORMAT) {
      String found = "numbered " + (stored.length == 1 ? stored[0] : "otherwise");
      throw otherFormat(found, new IOException("format " + found));
    }
  }

  /** Deletes the state in a folder, and nothing else that may be there. */
  static void destroy(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    RocksDB.loadLibrary();
    try (Options options = new Options()) {
      RocksDB.destroyDB(directory.toString(), options);
    } catch (RocksDBException failure) {
      throw new StateStoreException(
          "TM-D005",
          "The state in " + directory + " cannot be deleted: " + failure.getMessage(),
          "Stop what uses the folder, or delete it by hand; Tidemark rebuilds it from PostgreSQL.",
          failure);
    }
  }

  public ColumnFamilyHandle family(Family family) {
    return java.util.Objects.requireNonNull(families.get(family));
  }

  public byte @Nullable [] get(Family family, byte[] key) {
    try {
      return db.get(family(family), key);
    } catch (RocksDBException failure) {
      throw failed("read from", failure);
    }
  }

  /** Applies a batch atomically, without syncing it. */
  public void write(WriteBatch batch) {
    try {
      db.write(unsynced, batch);
    } catch (RocksDBException failure) {
      throw failed("write to", failure);
    }
  }

  /** Makes everything written durable. */
  void sync() {
    try {
      db.flushWal(true);
    } catch (RocksDBException failure) {
      throw failed("sync", failure);
    }
  }

  /** An open scan; close it. A scan that an error ended looks as if at its end until then. */
  public final class Scan implements AutoCloseable {
    private final RocksIterator iterator;
    private final List<AutoCloseable> owned;

    private Scan(RocksIterator iterator, List<AutoCloseable> owned) {
      this.iterator = iterator;
      this.owned = owned;
    }

    public RocksIterator iterator() {
      return iterator;
    }

    /**
     * @throws StateStoreException if the scan ended by an error
     */
    @Override
    public void close() {
      try {
        if (!iterator.isValid()) {
          iterator.status();
        }
      } catch (RocksDBException failure) {
        throw failed("read from", failure);
      } finally {
        iterator.close();
        owned.forEach(Storage::closeQuietly);
      }
    }
  }

  /** A scan over {@code [from, to)}, not yet positioned. */
  public Scan scan(Family family, byte[] from, byte[] to) {
    Slice lower = new Slice(from);
    Slice upper = new Slice(to);
    ReadOptions options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
    return new Scan(db.newIterator(family(family), options), List.of(options, lower, upper));
  }

  /**
   * Deletes {@code [from, to)}, whole files at once. Files do not come back after a machine's crash
   * as unsynced writes go, so everything written before, which tells that nobody needs the range
   * any more, is made durable first.
   */
  public void deleteRange(Family family, byte[] from, byte[] to) {
    try (WriteBatch batch = new WriteBatch()) {
      batch.deleteRange(family(family), from, to);
      write(batch);
      sync();
      db.deleteFilesInRanges(family(family), List.of(from, to), false);
    } catch (RocksDBException failure) {
      throw failed("delete from", failure);
    }
  }

  /** Approximate bytes of {@code [from, to)} in files (compressed) and memtables. */
  public long approximateBytes(Family family, byte[] from, byte[] to) {
    try (Slice lower = new Slice(from);
        Slice upper = new Slice(to)) {
      return db.getApproximateSizes(
              family(family),
              List.of(new Range(lower, upper)),
              SizeApproximationFlag.INCLUDE_FILES,
              SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
    }
  }

  /** Bytes of the block cache and the memtables. */
  long memoryBytes() {
    return cache.getUsage();
  }

  long property(String name) {
    try {
      return db.getAggregatedLongProperty(name);
    } catch (RocksDBException failure) {
      throw failed("read from", failure);
    }
  }

  public StateStoreException failed(String verb, RocksDBException failure) {
    String message =
        "RocksDB could not " + verb + " the state in " + directory + ": " + failure.getMessage();
    return isDamage(failure)
        ? new StateStoreException(
            "TM-D003",
            message,
            "State is a cache: move the folder away and start again; Tidemark rebuilds it from PostgreSQL.",
            failure)
        : new StateStoreException(
            "TM-D005",
            message,
            "Look at the disk's free space and health; after mending it, restart Tidemark.",
            failure);
  }

  /** Whether files are damaged or missing, as opposed to a disk that is full or fails. */
  private static boolean isDamage(RocksDBException failure) {
    Status status = failure.getStatus();
    return status != null
        && (status.getCode() == Status.Code.Corruption
            || String.valueOf(failure.getMessage()).contains("No such file or directory"));
  }

  private <T extends AutoCloseable> T keep(T object) {
    natives.add(object);
    return object;
  }

  @Override
  public void close() {
    families.values().forEach(ColumnFamilyHandle::close);
    db.close();
    closeNatives();
  }

  private void closeNatives() {
    natives.reversed().forEach(Storage::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable object) {
    try {
      object.close();
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible); // RocksDB's close() throws nothing checked
    }
  }
}
