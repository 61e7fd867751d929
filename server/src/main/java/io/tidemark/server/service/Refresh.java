package io.tidemark.server.service;

import io.tidemark.state.Lsn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One finished refresh of a stream table, for its history.
 *
 * @param at when it ended, ISO 8601 in UTC
 * @param kind INITIAL, DIFFERENTIAL, FULL, REBUILD or FAILED
 * @param fromLsn the frontier before
 * @param toLsn the frontier after
 * @param inserted rows that the merge added
 * @param deleted rows that the merge removed; an updated row counts in both
 * @param error null if it succeeded
 */
public record Refresh(
    String at,
    String kind,
    String fromLsn,
    String toLsn,
    long inserted,
    long deleted,
    double engineMillis,
    double mergeMillis,
    @Nullable String error) {
  /** The one row of an error, however often it is met before it is mended. */
  static Refresh failed(StreamTableStatus.LastError error) {
    return new Refresh(
        Instant.now().toString(),
        "FAILED",
        Lsn.format(Lsn.NONE),
        Lsn.format(Lsn.NONE),
        0,
        0,
        0,
        0,
        error.code() + ": " + error.message());
  }
}
