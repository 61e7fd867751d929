package io.tidemark.server.service;

import io.tidemark.engine.QueryShape;
import io.tidemark.sink.Committed;
import io.tidemark.sink.Frontier;
import io.tidemark.sink.MergeTransaction;
import io.tidemark.sink.MergeTransaction.Recomputed;
import io.tidemark.sink.XidSnapshot;
import io.tidemark.state.Lsn;
import io.tidemark.wal.QueryRows;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one stream table by recomputation: PostgreSQL computes the query at one snapshot, and only
 * the difference to the stream table is merged.
 *
 * <p><b>The frontier.</b> Where every relation of the query is a published table, the reader tells
 * of each transaction that changed one ({@link #touched}). The frontier is then the end of the
 * change logs, read before the snapshot was taken, or the first commit before it that the snapshot
 * does not see yet: a commit is in the WAL a moment before others see it, with synchronous standbys
 * for as long as they take. Commits that are later in the WAL and in the snapshot all the same make
 * the table fresher than its frontier, never staler. Where changes cannot be watched, the frontier
 * is {@link QueryRows#position}. It is never past that of a stream table which the query reads.
 *
 * <p>The core's thread decides; {@link #refresh} runs on a worker's, one at a time.
 */
final class FullRunner implements Runner {

  /** Changed transactions that are told apart; beyond them all that is known is "changed". */
  private static final int UNSEEN_MAX = 10_000;

  /** Prefix of the message that tells readers of the stream table that it was refreshed. */
  private static final String MERGED_PREFIX = "tidemark-merged";

  private final StreamTableEntry table;
  private final QueryShape shape;
  private final Sources sources;
  private final Supplier<Upstream> upstream;
  private final boolean sinkIsSource;
  private final Set<Integer> relations;
  private final @Nullable String pollReason;

  /** Transactions that changed a relation and that no refresh has seen: xid to commit LSN. */
  private final Map<Integer, Long> unseen = new ConcurrentHashMap<>();

  private volatile Frontier merged;
  private volatile long frontier;
  private volatile long covered;
  private volatile long committedLsn;
  private volatile long behindSinceNanos;
  private volatile boolean changed = true;
  private volatile boolean running;
  private volatile @Nullable QueryRows reading;
  private volatile long upstreamVersion = -1;
  private volatile long endedNanos = System.nanoTime();
  private volatile long tookNanos;

  /** Transactions older than this may have changed a relation unwatched. */
  private final long watchedSinceXid;

  /**
   * @param upstream which stream tables there are now
   * @param pollReason why its changes cannot be watched; null if they are
   * @param watchedSinceXid the first transaction that cannot have begun before the watch
   */
  FullRunner(
      StreamTableEntry table,
      QueryShape shape,
      Frontier merged,
      Sources sources,
      Supplier<Upstream> upstream,
      boolean sinkIsSource,
      @Nullable String pollReason,
      long watchedSinceXid) {
    this.table = table;
    this.shape = shape;
    this.merged = merged;
    this.frontier = merged.lsn();
    this.sources = sources;
    this.upstream = upstream;
    this.sinkIsSource = sinkIsSource;
    this.pollReason = pollReason;
    this.watchedSinceXid = watchedSinceXid;
    this.relations =
        shape.relations().stream().map(QueryShape.Relation::oid).collect(Collectors.toSet());
  }

  @Override
  public String name() {
    return merged.circuit();
  }

  @Override
  public List<StreamTableEntry> tables() {
    return List.of(table);
  }

  StreamTableEntry table() {
    return table;
  }

  Set<Integer> relations() {
    return relations;
  }

  /** Why it is refreshed without being told of changes; null if it is told. */
  @Nullable String pollReason() {
    return pollReason;
  }

  @Override
  public long frontier() {
    return frontier;
  }

  @Override
  public long mergedFrontier() {
    return merged.lsn();
  }

  /**
   * Like the frontier, but not held back by a stream table that the query reads and that is
   * stopped.
   */
  long covered() {
    return covered;
  }

  /** The end of the sink's WAL behind the last refresh. */
  long committedLsn() {
    return committedLsn;
  }

  @Override
  public double lagSeconds() {
    long since = behindSinceNanos;
    return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
  }

  @Override
  public boolean needsLoad() {
    return merged.lsn() == Lsn.NONE;
  }

  @Override
  public void requireLoad() {
    noteChange();
  }

  @Override
  public void adopt(@Nullable Frontier actual) {
    if (actual != null) {
      merged = actual;
    }
    noteChange();
  }

  boolean isRunning() {
    return running;
  }

  /** What the last refresh took, in nanoseconds. */
  long tookNanos() {
    return tookNanos;
  }

  long endedNanos() {
    return endedNanos;
  }

  /** A transaction changed one of the relations. The reader's thread. */
  void touched(int xid, long commitLsn) {
    if (unseen.size() < UNSEEN_MAX) {
      unseen.put(xid, commitLsn);
      noteBehind();
    } else {
      noteChange();
    }
  }

  /** Something changed, nobody knows when. */
  void noteChange() {
    changed = true;
    noteBehind();
  }

  private void noteBehind() {
    if (behindSinceNanos == 0) {
      behindSinceNanos = System.nanoTime();
    }
  }

  /** Whether what it reads is there: stream tables that were loaded. */
  boolean isReady() {
    return upstream.get().isReady(table);
  }

  /** Whether a refresh could change anything. */
  boolean hasChanges() {
    return changed
        || pollReason != null
        || !unseen.isEmpty()
        || upstream.get().version(table) != upstreamVersion;
  }

  /** Nothing changed up to an LSN: only the frontier moves, in memory. */
  void skipTo(long lsn) {
    Upstream now = upstream.get();
    covered = Lsn.max(covered, now.covered(table, lsn));
    frontier = now.frontier(table, lsn);
    behindSinceNanos = 0;
  }

  /** Makes the frontier visible in the sink although nothing was merged. */
  void publish(SinkConnection sink) {
    if (Long.compareUnsigned(frontier, merged.lsn()) > 0) {
      try (MergeTransaction transaction = sink.merger().begin(merged, frontier)) {
        merged = transaction.commit().frontier();
      }
    }
  }

  /** To be called by the core before it hands {@link #refresh} to a worker. */
  void starting() {
    running = true;
  }

  /** To be called when the worker is done with it, however that went. */
  void ended() {
    running = false;
  }

  /** Makes a refresh fail that reads from another database. */
  void cancel() {
    QueryRows open = reading;
    if (open != null) {
      try {
        open.cancel();
      } catch (SQLException gone) {
        reading = null; // it fails by itself
      }
    }
  }

  /**
   * Recomputes and merges. A worker's thread.
   *
   * @param sink the worker's own
   * @param marked whether the refresh is to be noticed by readers of the WAL at once
   */
  void refresh(SinkConnection sink, boolean marked) throws SQLException {
    long start = System.nanoTime();
    try {
      changed = false; // before the snapshot: what changes from here on counts again
      upstreamVersion = upstream.get().version(table);
      long end = sources.end();
      if (sinkIsSource) {
        refreshWithin(sink, end, marked, start);
      } else {
        refreshAcross(sink, start);
      }
    } catch (SQLException | RuntimeException failed) {
      changed = true;
      throw failed;
    } finally {
      endedNanos = System.nanoTime();
      tookNanos = endedNanos - start;
    }
  }

  /** The query runs in the transaction that merges its result. */
  private void refreshWithin(SinkConnection sink, long end, boolean marked, long start)
      throws SQLException {
    Upstream now = upstream.get();
    long read = now.frontier(table, Lsn.MAX); // before the snapshot, like the position
    long readCovered = now.covered(table, Lsn.MAX);
    long position = sink.session().position();
    long[] reached = new long[2];
    XidSnapshot[] seen = new XidSnapshot[1];
    Frontier from = merged;
    try (MergeTransaction transaction =
        sink.merger()
            .beginSnapshot(
                from,
                snapshot -> {
                  seen[0] = snapshot;
                  long complete = isWatched(snapshot) ? watchedUpTo(snapshot, end) : position;
                  reached[0] = Lsn.min(complete, read);
                  reached[1] = Lsn.min(complete, readCovered);
                  return reached[0];
                })) {
      Recomputed result =
          transaction.recompute(table.table(), shape.query(), table.definition().searchPath());
      if (marked) {
        transaction.mark(MERGED_PREFIX);
      }
      Committed committed = transaction.commitDurably();
      if (!isWatched(seen[0])) {
        changed = true;
      }
      unseen.keySet().removeIf(xid -> seen[0].sees(xid));
      finish(from, committed, reached, result, start);
    }
  }

  /** The query's rows come from the source database. */
  private void refreshAcross(SinkConnection sink, long start) throws SQLException {
    Frontier from = merged;
    try (QueryRows rows =
        sources.query(shape.query(), table.definition().searchPath(), shape.fields().size())) {
      reading = rows;
      long[] reached = {rows.lsn(), rows.lsn()};
      try (MergeTransaction transaction = sink.merger().begin(from, reached[0])) {
        long[] count = new long[1];
        long changes =
            transaction.replace(
                table.table(),
                new java.util.Iterator<>() {
                  @Override
                  public boolean hasNext() {
                    return rows.hasNext();
                  }

                  @Override
                  public io.tidemark.state.row.Row next() {
                    count[0]++;
                    return rows.next();
                  }
                });
        Committed committed = transaction.commitDurably();
        long before = table.rows();
        long grown = Math.max(0, count[0] - before);
        finish(
            from,
            committed,
            reached,
            new Recomputed(count[0], Math.max(grown, changes), Math.max(0, changes - grown), 0),
            start);
      }
    } catch (QueryRows.QueryFailedException failed) {
      throw failed.error();
    } finally {
      reading = null;
    }
  }

  private boolean isWatched(XidSnapshot snapshot) {
    return pollReason == null && Long.compareUnsigned(snapshot.xmin(), watchedSinceXid) >= 0;
  }

  /** The end of the logs, or the first change before it that the snapshot does not see. */
  private long watchedUpTo(XidSnapshot snapshot, long end) {
    long[] complete = {end};
    unseen.forEach((xid, commitLsn) -> {
      if (!snapshot.sees(xid)) {
        complete[0] = Lsn.min(complete[0], commitLsn);
      }
    });
    return complete[0];
  }

  private void finish(
      Frontier from, Committed committed, long[] reached, Recomputed result, long start) {
    committedLsn = committed.lsn(); // before the frontier: who sees that waits for this
    merged = committed.frontier();
    frontier = reached[0];
    covered = Lsn.max(covered, reached[1]);
    if (unseen.isEmpty() && !changed) {
      behindSinceNanos = 0;
    }
    long nanos = System.nanoTime() - start;
    table.refreshed(
        new Refresh(
            java.time.Instant.now().toString(),
            from.lsn() == Lsn.NONE ? "INITIAL" : "FULL",
            Lsn.format(from.lsn()),
            Lsn.format(reached[0]),
            result.inserted(),
            result.deleted(),
            result.queryNanos() / 1e6,
            (nanos - result.queryNanos()) / 1e6,
            null));
    table.rows(result.rows());
  }
}
