package io.tidemark.sink;

/**
 * A transaction that the sink has committed, though maybe not flushed.
 *
 * @param frontier the circuit's new frontier
 * @param lsn a position of the sink's own WAL at or after the commit; what {@link
 *     Merger#flushedLsn} has reached is durable
 */
public record Committed(Frontier frontier, long lsn) {}
