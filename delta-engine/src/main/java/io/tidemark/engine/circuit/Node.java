package io.tidemark.engine.circuit;

import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.plan.Field;
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
 * @param fields the columns of a row of each input, side by side, for messages; empty if not known
 * @param streamTables those that need it; grows while the circuit is compiled
 */
record Node(
    String name,
    Operator operator,
    @Nullable Integer source,
    List<Integer> inputs,
    List<Field> fields,
    Set<String> streamTables,
    OperatorStatistics statistics) {

  Node(
      String name,
      Operator operator,
      @Nullable Integer source,
      List<Integer> inputs,
      List<Field> fields) {
    this(
        name,
        operator,
        source,
        List.copyOf(inputs),
        List.copyOf(fields),
        new TreeSet<>(),
        new OperatorStatistics());
  }

  Node(String name, Operator operator, @Nullable Integer source, List<Integer> inputs) {
    this(name, operator, source, inputs, List.of());
  }
}
