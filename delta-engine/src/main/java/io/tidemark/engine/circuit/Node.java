package io.tidemark.engine.circuit;

import io.tidemark.engine.operator.Operator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An operator in its place in a circuit.
 *
 * @param name {@code kind.fingerprint}
 * @param source the OID of the source that feeds its only port, null if nodes feed it
 * @param inputs indexes of the nodes that feed its ports, all smaller than its own
 * @param streamTables those that need it; grows while the circuit is compiled
 */
record Node(
    String name,
    Operator operator,
    @Nullable Integer source,
    List<Integer> inputs,
    Set<String> streamTables,
    OperatorStatistics statistics) {

  Node(String name, Operator operator, @Nullable Integer source, List<Integer> inputs) {
    this(name, operator, source, List.copyOf(inputs), new TreeSet<>(), new OperatorStatistics());
  }
}
