package io.tidemark.server.service;

import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.circuit.OperatorReport;
import io.tidemark.engine.plan.PlanPrinter;
import org.jspecify.annotations.Nullable;

/** The text of {@code explain}: plan, rewrites, and the circuit with what went through it. */
final class Explanation {

  private Explanation() {}

  static String of(StreamTableEntry entry, @Nullable CircuitRunner runner) {
    StringBuilder text = new StringBuilder();
    text.append(entry.name()).append('\n');
    text.append("mode: differential (the whole query is maintained by deltas)\n");
    PlannedQuery planned = entry.planned();
    if (planned != null) {
      text.append("\nplan:\n").append(PlanPrinter.print(planned.streamTable().plan()));
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
    if (runner != null) {
      text.append("\ncircuit ").append(runner.name()).append(":\n");
      text.append(
          "  %-44s %10s %12s %12s %10s%n"
              .formatted("operator", "steps", "rows in", "rows out", "ms"));
      for (OperatorReport operator : runner.circuit().operators()) {
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
