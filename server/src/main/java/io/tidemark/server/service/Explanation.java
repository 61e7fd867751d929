package io.tidemark.server.service;

import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.QueryShape;
import io.tidemark.engine.circuit.OperatorReport;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.PlanPrinter;
import org.jspecify.annotations.Nullable;

/** The text of {@code explain}: plan, rewrites, and the circuit with what went through it. */
final class Explanation {

  private Explanation() {}

  static String of(StreamTableEntry entry, @Nullable Runner runner) {
    StringBuilder text = new StringBuilder();
    text.append(entry.name()).append('\n');
    text.append(
        "mode: %s (%s)%n"
            .formatted(entry.refreshPlan().effectiveMode(), entry.refreshPlan().reason()));
    entry
        .refreshPlan()
        .advice()
        .forEach(advice -> text.append("advice: ").append(advice).append('\n'));
    PlannedQuery planned = entry.planned();
    QueryShape shape = entry.refreshPlan().shape();
    if (shape != null) {
      text.append("\nrecomputed by PostgreSQL, the difference is merged; reads: ");
      text.append(
          String.join(
              ", ", shape.relations().stream().map(QueryShape.Relation::displayName).toList()));
      if (runner instanceof FullRunner full) {
        text.append("\nchanges: ")
            .append(
                full.pollReason() == null
                    ? "told by the replication stream"
                    : "not known, it looks again and again: " + full.pollReason());
        text.append(
            "%nlast refresh: %.1f ms, at most a share of the time%n"
                .formatted(full.tookNanos() / 1e6));
      }
    } else if (planned != null) {
      Plan plan =
          runner instanceof CircuitRunner circuit
              ? circuit.circuit().plan(entry.name())
              : planned.streamTable().plan();
      text.append("\nplan:\n").append(PlanPrinter.print(plan));
      text.append("\nkey: ");
      text.append(
          planned.streamTable().key().isEmpty()
              ? "none, rows may repeat"
              : String.join(
                  ", ",
                  planned.streamTable().key().stream()
                      .map(column -> planned.streamTable().plan().fields().get(column).name())
                      .toList()));
      text.append("\nrewrites: ").append(String.join(", ", planned.rewrites())).append('\n');
    }
    if (runner instanceof CircuitRunner circuit) {
      text.append("\ncircuit ").append(circuit.name()).append(":\n");
      text.append(
          "  %-44s %10s %12s %12s %10s%n"
              .formatted("operator", "steps", "rows in", "rows out", "ms"));
      for (OperatorReport operator : circuit.circuit().operators()) {
        text.append(
            "  %-44s %,10d %,12d %,12d %,10.1f%n"
                .formatted(
                    operator.name(),
                    operator.steps(),
                    operator.rowsIn(),
                    operator.rowsOut(),
                    operator.nanos() / 1e6));
      }
    }
    return text.toString();
  }
}
