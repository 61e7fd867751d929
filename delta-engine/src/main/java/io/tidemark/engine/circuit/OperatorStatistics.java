package io.tidemark.engine.circuit;

import io.tidemark.state.row.ZSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one operator has done since the circuit was built. Written by the circuit's thread, read by
 * any.
 */
final class OperatorStatistics {

  private final LongAdder steps = new LongAdder();
  private final LongAdder rowsIn = new LongAdder();
  private final LongAdder rowsOut = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  void step(List<ZSet> inputs, ZSet output, long elapsedNanos) {
    steps.increment();
    inputs.forEach(input -> rowsIn.add(input.size()));
    rowsOut.add(output.size());
    nanos.add(elapsedNanos);
  }

  long steps() {
    return steps.sum();
  }

  long rowsIn() {
    return rowsIn.sum();
  }

  long rowsOut() {
    return rowsOut.sum();
  }

  long nanos() {
    return nanos.sum();
  }
}
