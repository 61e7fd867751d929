package io.tidemark.bench.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.bench.expression.ExpressionBenchmark.Candidate;
import io.tidemark.state.row.Row;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The candidates are only comparable if they compute the same. */
class ExpressionCandidatesTest {

  @ParameterizedTest
  @EnumSource
  void allCandidatesComputeTheSame(Scenario scenario) {
    RowStep baseline = new Interpreter(scenario);
    int kept = 0;
    for (Row row : LineItems.rows(500)) {
      Row expected = baseline.apply(row);
      for (Candidate candidate : Candidate.values()) {
        RowStep step = candidate.step(scenario);
        if (step != null) {
          assertEquals(expected, step.apply(row), () -> candidate + " of " + row);
        }
      }
      kept += Objects.equals(expected, null) ? 0 : 1;
    }
    assertTrue(kept > 0 && (scenario.condition == null) == (kept == 500), kept + " rows");
  }
}
