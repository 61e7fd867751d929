package io.tidemark.engine.operator.table;

import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatelessOperatorsTest {

  @Test
  void scanKeepsTheColumnsItNeedsInTheOrderAskedFor() {
    new OperatorModel(
            ignored -> new Scan(List.of(1, 0)),
            List.of(Rows::random),
            inputs -> inputs.getFirst().canonical(row -> row.project(new int[] {1, 0})))
        .check();
  }

  @Test
  void scanDropsAnUpdateThatTouchesNoneOfItsColumns() {
    ZSet update = new ZSet();
    update.add(row(1, "before"), -1);
    update.add(row(1, "after"), 1);
    assertTrue(new Scan(List.of(0)).step(List.of(update)).isEmpty());
  }

  @Test
  void filterKeepsTheRowsForWhichItsPredicateIsTrue() {
    new OperatorModel(
            ignored -> new Filter(StatelessOperatorsTest::isSmall),
            List.of(Rows::random),
            inputs -> {
              Bag expected = new Bag();
              inputs
                  .getFirst()
                  .forEach((row, weight) -> expected.plus(row, isSmall(row) ? weight : 0));
              expected.values().removeIf(weight -> weight == 0);
              return expected;
            })
        .check();
  }

  @Test
  void projectKeepsDuplicatesThatItMakes() {
    new OperatorModel(
            ignored -> new Project(row -> row.project(new int[] {1, 1})),
            List.of(Rows::random),
            inputs -> inputs.getFirst().canonical(row -> row.project(new int[] {1, 1})))
        .check();
  }

  @Test
  void valuesAreGivenOnceAlsoOverRestarts() {
    List<RowMapper> rows = List.of(_ -> row(1), _ -> row(2), _ -> row(2));
    new OperatorModel(
            arrangements -> new Values(rows, arrangements.keyed("values")),
            List.of(),
            inputs -> new Bag().plus(row(1), 1).plus(row(2), 2))
        .check();
  }

  @Test
  void valuesAreGivenAgainOverEmptyState() {
    for (int run = 0; run < 2; run++) {
      Values values = new Values(List.of(_ -> row(1)), new InMemoryArrangements().keyed("values"));
      assertEquals(Rows.bag(delta(row(1))), Rows.bag(values.step(List.of())));
    }
  }

  private static boolean isSmall(Row row) {
    return !row.isNull(0) && row.getInt(0) < 2;
  }
}
