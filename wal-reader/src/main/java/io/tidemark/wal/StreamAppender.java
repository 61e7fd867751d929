package io.tidemark.wal;

import io.tidemark.state.log.ChangeLogs;
import io.tidemark.wal.pgoutput.PgOutputDecoder;
import io.tidemark.wal.pgoutput.Relation;
import io.tidemark.wal.pgoutput.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.PGReplicationStream;

/** Appends what the decoder gives to the change logs. Holds the lock from begin to commit. */
final class StreamAppender implements PgOutputDecoder.Handler {
  private ChangeLogs.@Nullable Transaction transaction;
  private final PGReplicationStream from;
  private final ChangeLogs logs;
  private final Map<Integer, CapturedSource> sources;
  private final TransactionGate gate;
  private final WalReader.Listener listener;

  /** Sources that miss changes of the running transaction. */
  private final List<CapturedSource> broken = new ArrayList<>();

  /**
   * Every table that this connection described. It does so once, perhaps before the table's
   * capture.
   */
  private final Map<Integer, Relation> relations = new HashMap<>();

  /** Watched tables that the running transaction changed. */
  private final Set<Integer> touched = new HashSet<>();

  private final Set<Integer> watched;
  private int xid;
  private long skipBefore;
  private boolean skipping;

  StreamAppender(
      PGReplicationStream from,
      ChangeLogs logs,
      Map<Integer, CapturedSource> sources,
      Set<Integer> watched,
      TransactionGate gate,
      WalReader.Listener listener) {
    this.from = from;
    this.logs = logs;
    this.sources = sources;
    this.watched = watched;
    this.gate = gate;
    this.listener = listener;
    this.skipBefore = logs.end();
  }

  /** Whether no transaction is being appended. */
  boolean isIdle() {
    return transaction == null && !skipping;
  }

  @Override
  public void begin(long finalLsn, int xid) {
    gate.enter(from);
    // After a restart the server sends again what it has not been told is durable.
    skipping = Long.compareUnsigned(finalLsn, skipBefore) < 0;
    transaction = skipping ? null : logs.begin(finalLsn);
    this.xid = xid;
    touched.clear();
  }

  @Override
  public void commit(long commitLsn, long endLsn) {
    if (!skipping) {
      // Before the commit: a crash must not leave a gap in a log that counts as loaded.
      broken.forEach(source -> source.log().invalidate());
      broken.clear();
      for (int relation : touched) {
        listener.touched(relation, xid, running().commitLsn());
      }
      running().commit(endLsn);
      transaction = null;
      skipBefore = endLsn;
    }
    boolean appended = !skipping;
    skipping = false;
    gate.leave();
    if (appended) {
      listener.advanced(endLsn);
    }
  }

  void abandon() {
    if (transaction != null) {
      transaction.abort();
      transaction = null;
    }
    broken.forEach(
        source -> source.log().invalidate()); // they will not take it when it comes again
    if (gate.isMine()) {
      gate.leave();
    }
  }

  @Override
  public void relation(Relation relation) {
    relations.put(relation.oid(), relation);
    CapturedSource source = sources.get(relation.oid());
    if (source != null) {
      source.adopt(relation);
    }
  }

  private void touch(int relation) {
    if (!watched.isEmpty() && watched.contains(relation)) {
      touched.add(relation);
    }
  }

  private void dropOut(CapturedSource source, SourceException reason) {
    sources.remove(source.table().oid());
    broken.add(source);
    listener.sourceBroken(source.table(), reason);
  }

  @Override
  public void insert(int relation, Tuple after) {
    touch(relation);
    CapturedSource source = sources.get(relation);
    if (source != null && isNew(source)) {
      source.insert(running(), after);
    }
  }

  @Override
  public void update(int relation, @Nullable Tuple before, boolean wholeRow, Tuple after) {
    touch(relation);
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
    touch(relation);
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
      touch(relation);
      CapturedSource source = sources.get(relation);
      if (source != null && isNew(source) && !source.truncate(running())) {
        sources.remove(relation);
        broken.add(source);
        listener.truncated(source.table());
      }
    }
  }

  /** Whether the running transaction's changes are neither in the log nor in its snapshot yet. */
  private boolean isNew(CapturedSource source) {
    if (skipping || !source.log().accepts(running().commitLsn())) {
      return false;
    }
    Relation description = relations.get(source.table().oid());
    if (!source.isDescribed() && description != null) {
      source.adopt(description);
    }
    String difference = source.difference();
    if (difference != null) {
      dropOut(
          source,
          new SourceException(
              SourceException.Code.SCHEMA_CHANGED,
              "The table %s was altered: %s".formatted(source.table().displayName(), difference),
              "Define the stream tables that read it again, or repair them; their contents stay as they are until then."));
    }
    return difference == null;
  }

  @Override
  public void message(String prefix, long lsn) {
    if (transaction == null && !gate.isMine()) {
      // Outside of a transaction: all that committed before it has been sent.
      gate.enter(from);
      try {
        logs.advance(lsn);
      } finally {
        gate.leave();
      }
      listener.advanced(logs.end());
    }
    if (prefix.equals(WalReader.BARRIER_PREFIX)) {
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
