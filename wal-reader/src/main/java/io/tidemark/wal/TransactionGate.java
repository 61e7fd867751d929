package io.tidemark.wal;

import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closed during each transaction that is appended, and while somebody holds the reader between two.
 * Fair, so that a pause gets its turn under any backlog. Whoever closes it opens it again, on the
 * same thread.
 */
final class TransactionGate {

  private static final Logger log = LoggerFactory.getLogger(TransactionGate.class);

  /** Well below wal_sender_timeout, after which the server would end a silent connection. */
  private static final long SIGN_OF_LIFE_MILLIS = 1_000;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final BooleanSupplier stopping;

  TransactionGate(BooleanSupplier stopping) {
    this.stopping = stopping;
  }

  void pause() {
    lock.lock();
  }

  void resume() {
    lock.unlock();
  }

  /** Enters for the reader; while it waits, the server hears that this end lives. */
  void enter(PGReplicationStream stream) {
    boolean connected = true;
    try {
      while (!lock.tryLock(SIGN_OF_LIFE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (stopping.getAsBoolean()) {
          throw new CancellationException("the reader was stopped");
        }
        try {
          if (connected) {
            stream.forceUpdateStatus();
          }
        } catch (SQLException lost) {
          log.debug("The connection was lost during a pause; the next read reports it", lost);
          connected = false;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the reader was stopped");
    }
  }

  boolean tryEnter() {
    return lock.tryLock();
  }

  void leave() {
    lock.unlock();
  }

  boolean isMine() {
    return lock.isHeldByCurrentThread();
  }
}
