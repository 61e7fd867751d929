package io.tidemark.wal;

import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.state.log.ChangeLog;
import io.tidemark.state.log.ChangeLogs;
import io.tidemark.wal.pgoutput.PgOutputDecoder;
import io.tidemark.wal.pgoutput.PgOutputException;
import io.tidemark.wal.pgoutput.Relation;
import io.tidemark.wal.pgoutput.Tuple;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams committed transactions into the change logs, on a thread of its own, and reconnects by
 * itself.
 *
 * <p>Cost: the walsender decodes 150,000–400,000 rows/s at best, and this thread must not be
 * slower: one allocation per row image, one row-store access per update or delete, one batch per
 * transaction.
 *
 * <p>Acknowledgement: a second thread syncs the store and moves the flush position up to what that
 * sync covered; the driver reports it at each status interval.
 */
public final class WalReader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WalReader.class);

  /** How often the server hears what is durable here, and how long a sync may be put off. */
  private static final long STATUS_INTERVAL_MILLIS = 200;

  /** Prefix of the logical messages by which a waiter makes an idle stream move. */
  public static final String BARRIER_PREFIX = "tidemark";

  private static final long BACKOFF_MILLIS_MIN = 100;
  private static final long BACKOFF_MILLIS_MAX = 10_000;

  /** What the reader tells the service; called on the reader's thread, so it must not block. */
  public interface Listener {

    /** The change logs end later than before. */
    void advanced(long end);

    /**
     * Somebody waits for what was committed before now: a message with our prefix was in the WAL.
     */
    void barrier(long lsn);

    /** A table's changes cannot be taken any more, until it is captured anew. */
    void sourceBroken(CapturedTable table, SourceException reason);

    /** A table was truncated whose rows the log does not know: rebuild what reads it. */
    void truncated(CapturedTable table);

    /** The stream ended for a reason that waiting does not mend; the reader has stopped. */
    void failed(SourceException reason);
  }

  private final Database database;
  private final ReplicationSlot slot;
  private final Publication publication;
  private final StateStore store;
  private final ChangeLogs logs;
  private final Listener listener;
  private final String applicationName;
  private final Map<Integer, CapturedSource> sources = new ConcurrentHashMap<>();
  private final ReentrantLock betweenTransactions = new ReentrantLock();
  private final Thread reader = Thread.ofPlatform().name("wal-reader").unstarted(this::run);
  private final Thread syncer = Thread.ofPlatform().name("wal-sync").daemon().unstarted(this::sync);
  private volatile @Nullable PGReplicationStream stream;
  private volatile @Nullable Connection connection;
  private volatile boolean stopping;
  private volatile boolean connected;

  public WalReader(
      Database database,
      ReplicationSlot slot,
      Publication publication,
      StateStore store,
      Listener listener,
      String applicationName) {
    this.database = database;
    this.slot = slot;
    this.publication = publication;
    this.store = store;
    this.logs = store.logs();
    this.listener = listener;
    this.applicationName = applicationName;
  }

  /** Adds a table to what is taken from the stream; before the start, or while paused. */
  public void capture(CapturedTable table, ChangeLog tableLog) {
    sources.put(table.oid(), new CapturedSource(table, tableLog));
  }

  /** Starts streaming from the end of the change logs. */
  public void start() {
    reader.start();
    syncer.start();
  }

  /**
   * Waits for the running transaction to end and holds the reader there until {@link #resume},
   * which the same thread must call. The connection stays up.
   */
  public void pause() {
    betweenTransactions.lock();
  }

  public void resume() {
    betweenTransactions.unlock();
  }

  public boolean isConnected() {
    return connected;
  }

  private void run() {
    long backoffMillis = BACKOFF_MILLIS_MIN;
    while (!stopping) {
      try {
        stream();
        backoffMillis = BACKOFF_MILLIS_MIN;
      } catch (SourceException refused) {
        if (!refused.isTransient()) {
          fail(refused);
          return;
        }
        logRetry(refused.getMessage());
      } catch (SQLException broken) {
        SourceException fatal = fatal(broken);
        if (fatal != null) {
          fail(fatal);
          return;
        }
        if (!stopping) {
          logRetry(broken.getMessage());
        }
        if (connected) {
          backoffMillis = BACKOFF_MILLIS_MIN;
        }
      } catch (PgOutputException | IllegalStateException broken) {
        fail(
            new SourceException(
                SourceException.Code.STREAM_BROKEN,
                "The replication stream cannot be understood: " + broken.getMessage(),
                "Please report this with PostgreSQL's version; nothing was acknowledged.",
                broken));
        return;
      } finally {
        connected = false;
        stream = null;
      }
      if (!stopping) {
        sleep(backoffMillis / 2 + ThreadLocalRandom.current().nextLong(backoffMillis));
        backoffMillis = Math.min(BACKOFF_MILLIS_MAX, backoffMillis * 2);
      }
    }
  }

  private void fail(SourceException reason) {
    if (!stopping) {
      log.error("{}: {} ({})", reason.code(), reason.getMessage(), reason.hint());
      listener.failed(reason);
    }
  }

  private static void logRetry(@Nullable String reason) {
    log.warn("The replication stream is down and will be tried again: {}", reason);
  }

  private @Nullable SourceException fatal(SQLException broken) {
    String message = String.valueOf(broken.getMessage());
    if ("55006".equals(broken.getSQLState())) {
      return null; // the slot is still held by our old connection, which the server has yet to
      // notice
    }
    if ("42704".equals(broken.getSQLState()) || message.contains("can no longer get changes")) {
      return new SourceException(
          SourceException.Code.SLOT_LOST,
          "The replication slot '%s' is lost: %s".formatted(slot.name(), message),
          "Restart Tidemark: it makes a new slot, takes a new snapshot and merges only the difference.",
          broken);
    }
    return null;
  }

  private void stream() throws SQLException {
    try (Connection opened = database.connectForReplication(applicationName)) {
      connection = opened;
      int version = opened.getMetaData().getDatabaseMajorVersion();
      try (PGReplicationStream started =
          opened
              .unwrap(PGConnection.class)
              .getReplicationAPI()
              .replicationStream()
              .logical()
              .withSlotName(slot.name())
              .withStartPosition(LogSequenceNumber.valueOf(logs.end()))
              .withSlotOption("proto_version", version >= 16 ? 4 : 3)
              .withSlotOption("publication_names", CapturedTable.quote(publication.name()))
              .withSlotOption("binary", true)
              .withSlotOption("messages", true)
              .withStatusInterval((int) STATUS_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)
              .withAutomaticFlush(false)
              .start()) {
        stream = started;
        connected = true;
        log.info("Streaming from {} at {}", database, Lsn.format(logs.end()));
        Appender appender = new Appender();
        PgOutputDecoder decoder = new PgOutputDecoder(appender);
        try {
          while (!stopping) {
            ByteBuffer message = started.read();
            if (message != null) {
              decoder.decode(message.array(), message.arrayOffset() + message.position());
            }
          }
        } finally {
          appender.abandon();
        }
      }
    } finally {
      connection = null;
    }
  }

  /** Syncs the store every status interval and lets the stream acknowledge what that covered. */
  private void sync() {
    long synced = Lsn.NONE;
    while (!stopping) {
      sleep(STATUS_INTERVAL_MILLIS);
      PGReplicationStream running = stream;
      if (running != null && logs.end() != synced) {
        synced = store.sync();
        running.setFlushedLSN(LogSequenceNumber.valueOf(synced));
        running.setAppliedLSN(LogSequenceNumber.valueOf(synced));
      }
    }
  }

  private void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      stopping = true;
    }
  }

  @Override
  public void close() {
    stopping = true;
    syncer.interrupt();
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run); // close() would wait for the blocked read
      } catch (SQLException alreadyGone) {
        log.debug("The replication connection was gone", alreadyGone);
      }
    }
    reader.interrupt();
    try {
      if (reader.isAlive()) {
        reader.join();
      }
      if (syncer.isAlive()) {
        syncer.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Appends what the decoder gives to the change logs. Holds the lock from begin to commit. */
  private final class Appender implements PgOutputDecoder.Handler {
    private ChangeLogs.@Nullable Transaction transaction;
    private long skipBefore = logs.end();
    private boolean skipping;

    @Override
    public void begin(long finalLsn, int xid) {
      betweenTransactions.lock();
      // After a restart the server sends again what it has not been told is durable.
      skipping = Long.compareUnsigned(finalLsn, skipBefore) < 0;
      transaction = skipping ? null : logs.begin(finalLsn);
    }

    @Override
    public void commit(long commitLsn, long endLsn) {
      if (!skipping) {
        running().commit(endLsn);
        transaction = null;
        skipBefore = endLsn;
      }
      betweenTransactions.unlock();
      if (!skipping) {
        listener.advanced(endLsn);
      }
    }

    void abandon() {
      if (transaction != null) {
        transaction.abort();
        transaction = null;
      }
      if (betweenTransactions.isHeldByCurrentThread()) {
        betweenTransactions.unlock();
      }
    }

    @Override
    public void relation(Relation relation) {
      CapturedSource source = sources.get(relation.oid());
      if (source != null) {
        String difference = source.adopt(relation);
        if (difference != null) {
          dropOut(
              source,
              new SourceException(
                  SourceException.Code.SCHEMA_CHANGED,
                  "The table %s was altered: %s"
                      .formatted(source.table().displayName(), difference),
                  "Define the stream tables that read it again, or repair them; their contents stay as they are until then."));
        }
      }
    }

    private void dropOut(CapturedSource source, SourceException reason) {
      sources.remove(source.table().oid());
      listener.sourceBroken(source.table(), reason);
    }

    @Override
    public void insert(int relation, Tuple after) {
      CapturedSource source = sources.get(relation);
      if (source != null && isNew(source)) {
        source.insert(running(), after);
      }
    }

    @Override
    public void update(int relation, @Nullable Tuple before, boolean wholeRow, Tuple after) {
      CapturedSource source = sources.get(relation);
      if (source != null && isNew(source)) {
        try {
          source.update(running(), before, wholeRow, after);
        } catch (SourceException broken) {
          dropOut(source, broken);
        }
      }
    }

    @Override
    public void delete(int relation, Tuple before, boolean wholeRow) {
      CapturedSource source = sources.get(relation);
      if (source != null && isNew(source)) {
        try {
          source.delete(running(), before, wholeRow);
        } catch (SourceException broken) {
          dropOut(source, broken);
        }
      }
    }

    @Override
    public void truncate(int[] relations) {
      for (int relation : relations) {
        CapturedSource source = sources.get(relation);
        if (source != null && isNew(source) && !source.truncate(running())) {
          listener.truncated(source.table());
        }
      }
    }

    /** Whether the running transaction's changes are neither in the log nor in its snapshot yet. */
    private boolean isNew(CapturedSource source) {
      return !skipping && source.log().accepts(running().commitLsn());
    }

    @Override
    public void message(String prefix, long lsn) {
      if (transaction == null && !betweenTransactions.isHeldByCurrentThread()) {
        // Outside of a transaction: all that committed before it has been sent.
        betweenTransactions.lock();
        try {
          logs.advance(lsn);
        } finally {
          betweenTransactions.unlock();
        }
        listener.advanced(logs.end());
      }
      if (prefix.equals(BARRIER_PREFIX)) {
        listener.barrier(lsn);
      }
    }

    private ChangeLogs.Transaction running() {
      ChangeLogs.Transaction current = transaction;
      if (current == null) {
        throw new IllegalStateException("a change outside of a transaction");
      }
      return current;
    }
  }
}
