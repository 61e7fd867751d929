package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.type.PgType;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeWindowsTest {

  private static final PgType INT = PgType.of(PgType.INT4);

  @Test
  void windowsOfOneOrderAreOne() {
    assertRewritten(
        new MergeWindows(),
        window(
            window(bag("t", "a", "b"), List.of(0), List.of(1), rank()),
            List.of(0),
            List.of(1),
            sum(1)),
        """
        Window per a by b: rank() AS rank, sum(b) AS sum
          Scan s.t (a, b)
        """);
  }

  @Test
  void aSumOfWholePartitionsGoesWithAnyOrder() {
    String merged =
        """
        Window per a by b: %s
          Scan s.t (a, b)
        """;
    assertRewritten(
        new MergeWindows(),
        window(
            window(bag("t", "a", "b"), List.of(0), List.of(1), rank()),
            List.of(0),
            List.of(),
            sum(1)),
        merged.formatted(
            "rank() AS rank, sum(b) ROWS UNBOUNDED PRECEDING to UNBOUNDED FOLLOWING AS sum"));
    assertRewritten(
        new MergeWindows(),
        window(
            window(bag("t", "a", "b"), List.of(0), List.of(), sum(1)),
            List.of(0),
            List.of(1),
            rank()),
        merged.formatted(
            "sum(b) ROWS UNBOUNDED PRECEDING to UNBOUNDED FOLLOWING AS sum, rank() AS rank"));
  }

  @Test
  void othersStayApart() {
    // another order, other partitions, and one that reads the other's result
    assertRewritten(
        new MergeWindows(),
        window(
            window(
                window(
                    window(bag("t", "a", "b"), List.of(0), List.of(1), rank()),
                    List.of(0),
                    List.of(0),
                    sum(1)),
                List.of(1),
                List.of(0),
                rank()),
            List.of(1),
            List.of(0),
            sum(4)),
        """
        Window per b by a: sum(rank#4) AS sum
          Window per b by a: rank() AS rank
            Window per a by a: sum(b) AS sum
              Window per a by b: rank() AS rank
                Scan s.t (a, b)
        """);
  }

  private static Plan window(
      Plan input, List<Integer> partition, List<Integer> order, WindowCall call) {
    return new Plan.Window(
        input,
        partition.stream().map(index -> column(index)).toList(),
        order.stream().map(index -> new SortKey(column(index), false, false, 0)).toList(),
        List.of(call),
        List.of(new Field(call.function().name(), INT, true)));
  }

  private static WindowCall rank() {
    return call("rank", "window_rank", List.of(), false);
  }

  private static WindowCall sum(int column) {
    return call("sum", "sum", List.of(column(column)), true);
  }

  private static WindowCall call(
      String name, String source, List<Expression> arguments, boolean isAggregate) {
    return new WindowCall(
        new Function(1, "pg_catalog", name, source, List.of(), false, 'i'),
        arguments,
        isAggregate,
        null,
        WindowFrame.DEFAULT,
        INT,
        0);
  }
}
