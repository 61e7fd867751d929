package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.filter;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitRanksTest {

  private static final PgType LONG = PgType.of(PgType.INT8);

  @Test
  void aNumberThatIsLimitedTakesTheFirstRowsOfEachPartition() {
    assertRewritten(
        new LimitRanks(),
        filter(window("row_number"), compare("int8lt", 2, 3), compare("int84eq", 0, 7)),
        """
        Filter (int8lt(row_number, 3) AND int84eq(a, 7))
          Window per a by b: row_number() AS row_number
            TopK 2 by b per a
              Scan s.t (a, b)
        """);
  }

  @Test
  void theSmallestLimitCountsAndNoneIsNegative() {
    assertRewritten(
        new LimitRanks(),
        filter(window("row_number"), compare("int8le", 2, 3), compare("int8eq", 2, -1)),
        """
        Filter (int8le(row_number, 3) AND int8eq(row_number, -1))
          Window per a by b: row_number() AS row_number
            TopK 0 by b per a
              Scan s.t (a, b)
        """);
  }

  @Test
  void ofARankTiesBelongToIt() {
    assertRewritten(
        new LimitRanks(),
        filter(window("rank", "dense_rank"), compare("int8le", 2, 3)),
        """
        Filter int8le(rank, 3)
          Window per a by b: rank() AS rank, dense_rank() AS dense_rank
            TopK 3 with ties by b per a
              Scan s.t (a, b)
        """);
  }

  @Test
  void neitherALowerLimitNorADenseRankNorAFunctionThatLooksAheadIsLimited() {
    String unlimited =
        """
        Filter %s
          Window per a by b: %s
            Scan s.t (a, b)
        """;
    assertRewritten(
        new LimitRanks(),
        filter(window("row_number"), compare("int8ge", 2, 3)),
        unlimited.formatted("int8ge(row_number, 3)", "row_number() AS row_number"));
    assertRewritten(
        new LimitRanks(),
        filter(window("dense_rank"), compare("int8le", 2, 3)),
        unlimited.formatted("int8le(dense_rank, 3)", "dense_rank() AS dense_rank"));
    assertRewritten(
        new LimitRanks(),
        filter(window("row_number", "lead"), compare("int8le", 2, 3)),
        unlimited.formatted("int8le(row_number, 3)", "row_number() AS row_number, lead() AS lead"));
  }

  private static Plan window(String... functions) {
    return new Plan.Window(
        bag("t", "a", "b"),
        List.of(column(0)),
        List.of(new SortKey(column(1), false, false, 0)),
        Arrays.stream(functions)
            .map(name ->
                new WindowCall(
                    new Function(1, "pg_catalog", name, "window_" + name, List.of(), false, 'i'),
                    List.of(),
                    false,
                    null,
                    WindowFrame.DEFAULT,
                    LONG,
                    0))
            .toList(),
        Arrays.stream(functions).map(name -> new Field(name, LONG, false)).toList());
  }

  private static Expression compare(String function, int column, long number) {
    return new Expression.Call(
        new Function(2, "pg_catalog", function, function, List.of(), true, 'i'),
        List.of(
            new Expression.Column(column, LONG),
            new Expression.Constant(ByteBuffer.allocate(8).putLong(number).array(), LONG)),
        PgType.of(PgType.BOOL),
        0);
  }
}
