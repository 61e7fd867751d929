package io.tidemark.wal;

import io.tidemark.state.Lsn;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * Reads between transactions so that the last ones are acknowledged soon. A blocking read of the
 * driver neither returns nor sends a status while nothing arrives; reads that end after 1 ms are
 * therefore used until the server has been told that everything is durable.
 */
final class AcknowledgingReads {
  /** Then a sync is slow or the connection dead, and the blocking read copes with either. */
  private static final int SHORT_READS_MAX = 2_000;

  private final PGReplicationStream from;
  private long acknowledged = Lsn.NONE;
  private int shortReads;

  AcknowledgingReads(PGReplicationStream from) {
    this.from = from;
  }

  /**
   * The next message; null if there is none yet.
   *
   * @param end of the change logs
   * @param durable what of them is
   */
  @Nullable ByteBuffer next(long end, long durable) throws SQLException {
    if (acknowledged == end || shortReads == SHORT_READS_MAX) {
      shortReads = 0;
      return from.read();
    }
    ByteBuffer message = from.readPending();
    if (message != null) {
      shortReads = 0;
      return message;
    }
    shortReads++;
    if (durable != acknowledged) {
      from.setFlushedLSN(LogSequenceNumber.valueOf(durable));
      from.setAppliedLSN(LogSequenceNumber.valueOf(durable));
      from.forceUpdateStatus();
      acknowledged = durable;
    }
    return null;
  }
}
