package io.tidemark.server.service;

import org.jspecify.annotations.Nullable;

/**
 * One finished refresh of a stream table, for its history.
 *
 * @param at when it ended, ISO 8601 in UTC
 * @param kind INITIAL, DIFFERENTIAL, FULL or REBUILD
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
    @Nullable String error) {}
