package io.tidemark.sink;

import io.tidemark.state.Lsn;

/**
 * How far a circuit's stream tables are complete, as the sink has it.
 *
 * @param lsn every transaction whose commit record starts before it is merged; {@link Lsn#NONE} if
 *     nothing ever was
 * @param epoch raised by each service that takes the circuit over; a transaction commits only under
 *     the newest
 */
public record Frontier(String circuit, long lsn, long epoch) {

  /** This frontier moved to a later LSN. */
  public Frontier at(long later) {
    return new Frontier(circuit, later, epoch);
  }
}
