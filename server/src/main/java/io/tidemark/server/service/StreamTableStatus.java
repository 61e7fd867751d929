package io.tidemark.server.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one stream table at one instant; immutable, so that HTTP threads read it while
 * the service core goes on.
 *
 * @param frontier LSN in PostgreSQL's form up to which the table is complete; null before it is
 *     loaded
 * @param lagBytes WAL between the frontier and the end of the change logs
 * @param lagSeconds how long the oldest change that is not merged has been known; 0 when there is
 *     none
 * @param advice what is legal but dear about the definition, and what to do instead
 * @param rows rows merged so far: inserted minus deleted, which is the table's row count
 */
public record StreamTableStatus(
    String name,
    String query,
    List<String> searchPath,
    String schedule,
    String mode,
    State state,
    String effectiveMode,
    String reason,
    @Nullable String frontier,
    long lagBytes,
    double lagSeconds,
    List<String> advice,
    long rows,
    @Nullable LastError lastError) {

  /** The contract's states. */
  public enum State {
    CREATING,
    BACKFILLING,
    ACTIVE,
    PAUSED,
    FUSED,
    ERROR,
    DROPPING
  }

  /** The last error of a stream table, kept until a tick succeeds. */
  public record LastError(String code, String message, String hint) {}

  public StreamTableStatus {
    searchPath = List.copyOf(searchPath);
    advice = List.copyOf(advice);
  }
}
