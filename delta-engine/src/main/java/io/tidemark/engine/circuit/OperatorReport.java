package io.tidemark.engine.circuit;

import java.util.List;

/**
 * One operator of a circuit, for explain and metrics: where it stands and what it has done since
 * the circuit was built.
 *
 * @param name stable between runs; the prefix of its arrangements' names
 * @param inputs the operators that feed it, by name; empty for constants and for scans of sources
 * @param streamTables the stream tables that need it
 * @param steps how often it was stepped
 * @param rowsIn entries of the deltas it was given
 * @param rowsOut entries of the deltas it gave
 */
public record OperatorReport(
    String name,
    List<String> inputs,
    List<String> streamTables,
    long steps,
    long rowsIn,
    long rowsOut,
    long nanos) {

  public OperatorReport {
    inputs = List.copyOf(inputs);
    streamTables = List.copyOf(streamTables);
  }
}
