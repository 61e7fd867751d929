package io.tidemark.wal;

import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.state.StateStoreException;
import io.tidemark.state.log.ChangeLog;
import io.tidemark.state.log.ChangeLogs;
import io.tidemark.wal.pgoutput.PgOutputDecoder;
import io.tidemark.wal.pgoutput.PgOutputException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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

    /**
     * A transaction that changed a watched table is about to be in the logs: before {@link
     * #advanced} tells so, and before the logs end behind it.
     *
     * @param xid the low 32 bits of its id
     * @param commitLsn where its commit record starts
     */
    default void touched(int relation, int xid, long commitLsn) {}

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
  private final Set<Integer> watched = ConcurrentHashMap.newKeySet();
  private final TransactionGate gate = new TransactionGate(() -> this.stopping);

  private final Thread reader = Thread.ofPlatform().name("wal-reader").unstarted(this::run);
  private final Thread syncer = Thread.ofPlatform().name("wal-sync").daemon().unstarted(this::sync);
  private volatile @Nullable PGReplicationStream stream;
  private volatile @Nullable Connection connection;
  private volatile boolean stopping;
  private volatile boolean connected;

  /** End of the logs that the last sync covered, {@link Lsn#NONE} before the first. */
  private volatile long synced = Lsn.NONE;

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

  /** The published tables whose changes the listener is told of, captured or not. Any thread. */
  public void watch(Set<Integer> relations) {
    watched.addAll(relations);
    watched.retainAll(relations);
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
    gate.pause();
  }

  public void resume() {
    gate.resume();
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
      } catch (PgOutputException notUnderstood) {
        fail(
            new SourceException(
                SourceException.Code.STREAM_BROKEN,
                "The replication stream cannot be understood: " + notUnderstood.getMessage(),
                "Please report this with PostgreSQL's version; nothing of it was acknowledged.",
                notUnderstood));
        return;
      } catch (RuntimeException | Error unexpected) {
        fail(stopped("A transaction could not be appended to the change logs", unexpected));
        return;
      } finally {
        connected = false;
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

  private static SourceException stopped(String what, Throwable cause) {
    return new SourceException(
        SourceException.Code.STREAM_BROKEN,
        what + ": " + cause,
        cause instanceof StateStoreException state
            ? state.hint()
            : "Restart Tidemark: it goes on from what is durable; if it happens again, please report it.",
        cause);
  }

  private static void logRetry(@Nullable String reason) {
    log.warn("The replication stream is down and will be tried again: {}", reason);
  }

  private @Nullable SourceException fatal(SQLException broken) {
    String message = String.valueOf(broken.getMessage());
    if ("55006".equals(broken.getSQLState())) {
      return null; // held by our old connection, whose end the server has yet to notice
    }
    if ("42704".equals(broken.getSQLState())) { // the slot is there: checkSlot looked
      return new SourceException(
          SourceException.Code.PUBLICATION_UNSUITABLE,
          "The publication '%s' is missing where the stream goes on: %s"
              .formatted(publication.name(), message),
          "It was dropped, or made after changes that are to be read. Drop the slot too (SELECT pg_drop_replication_slot('%s')) and restart Tidemark: it makes both and loads anew."
              .formatted(slot.name()),
          broken);
    }
    return null;
  }

  /**
   * The slot must still hold what comes after the end of the logs: the server would silently skip
   * what it lacks.
   */
  private void checkSlot(Connection session) throws SQLException {
    try (var query =
        session.prepareStatement(
            "SELECT wal_status, confirmed_flush_lsn::text FROM pg_replication_slots WHERE slot_name = ?")) {
      query.setString(1, slot.name());
      try (var row = query.executeQuery()) {
        String lost = null;
        if (!row.next()) {
          lost = "it does not exist any more";
        } else if ("lost".equals(row.getString(1))) {
          lost = "PostgreSQL has removed WAL that it needed (wal_status = lost)";
        } else {
          long holdsFrom = Lsn.parse(row.getString(2));
          boolean missed =
              Long.compareUnsigned(holdsFrom, logs.end()) > 0
                  && sources.values().stream().anyMatch(s -> s.log().accepts(holdsFrom - 1));
          if (missed) {
            lost =
                "it holds changes from %s, and the change logs end at %s"
                    .formatted(row.getString(2), Lsn.format(logs.end()));
          }
        }
        if (lost != null) {
          throw new SourceException(
              SourceException.Code.SLOT_LOST,
              "The replication slot '%s' is lost: %s".formatted(slot.name(), lost),
              "Restart Tidemark: it loads a new snapshot and merges only the difference. A slot with wal_status = lost has to be dropped first: SELECT pg_drop_replication_slot('%s');"
                  .formatted(slot.name()));
        }
      }
    }
  }

  private void stream() throws SQLException {
    try (Connection opened = database.connectForReplication(applicationName)) {
      connection = opened;
      checkSlot(opened);
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
        StreamAppender appender =
            new StreamAppender(started, logs, sources, watched, gate, listener);
        PgOutputDecoder decoder = new PgOutputDecoder(appender);
        AcknowledgingReads reads = new AcknowledgingReads(started);
        try {
          while (!stopping) {
            ByteBuffer message =
                appender.isIdle() ? reads.next(logs.end(), synced) : started.read();
            if (message != null) {
              decoder.decode(message.array(), message.arrayOffset() + message.position());
            } else if (started.isClosed()) {
              throw new SQLException("PostgreSQL ended the stream", "08006");
            }
          }
        } finally {
          stream = null; // before the lock is free: its position may be ahead of what was appended
          appender.abandon();
        }
      }
    } finally {
      connection = null;
    }
  }

  /**
   * Each status interval: moves the logs' end over WAL that held nothing for them, syncs the store,
   * and lets the stream acknowledge what that covered.
   */
  private void sync() {
    try {
      while (!stopping) {
        sleep(STATUS_INTERVAL_MILLIS);
        advanceWhileIdle();
        if (logs.end() != synced) {
          synced = store.sync();
        }
        PGReplicationStream running = stream;
        if (running != null) {
          running.setFlushedLSN(LogSequenceNumber.valueOf(synced));
          running.setAppliedLSN(LogSequenceNumber.valueOf(synced));
        }
      }
    } catch (RuntimeException | Error failure) {
      fail(stopped("The change logs could not be made durable", failure));
      stopping = true;
      abortConnection();
    }
  }

  /**
   * The driver's position is that of the last keep-alive or message. Everything that committed
   * before it has been read, and is appended if no transaction is running: a transaction's first
   * message has a position before its commit.
   */
  private void advanceWhileIdle() {
    if (!gate.tryEnter()) {
      return;
    }
    boolean moved = false;
    try {
      PGReplicationStream running = stream;
      if (running != null) {
        long read = running.getLastReceiveLSN().asLong();
        moved = Long.compareUnsigned(read, logs.end()) > 0;
        logs.advance(read);
      }
    } finally {
      gate.leave();
    }
    if (moved) {
      listener.advanced(logs.end());
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
    abortConnection();
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

  private void abortConnection() {
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run); // close() would wait for the blocked read
      } catch (SQLException alreadyGone) {
        log.debug("The replication connection was gone", alreadyGone);
      }
    }
  }
}
