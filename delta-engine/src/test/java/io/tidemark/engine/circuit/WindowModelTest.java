package io.tidemark.engine.circuit;

import static io.tidemark.engine.circuit.IntegerExpressions.column;
import static io.tidemark.engine.circuit.IntegerExpressions.constant;

import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows of all kinds against their definition, over (partition, order, value) rows. */
class WindowModelTest {

  private static final int WIDTH = 3;

  @Test
  void rankingFunctions() {
    for (long seed = 0; seed < 10; seed++) {
      List<WindowCall> all =
          List.of(
              call("window_row_number"),
              call("window_rank"),
              call("window_dense_rank"),
              call("window_percent_rank"),
              call("window_cume_dist"),
              call("window_ntile", constant(1 + (int) seed)));
      check(seed, all);
      for (WindowCall each : all) {
        check(seed, List.of(each));
      }
    }
  }

  @Test
  void neighbours() {
    for (int distance = -2; distance <= 3; distance++) {
      check(
          distance,
          List.of(
              call(
                  "window_lag_with_offset_and_default", column(2), constant(distance), column(0))));
      check(distance, List.of(call("window_lead_with_offset", column(2), constant(distance))));
    }
    check(5, List.of(call("window_lead_with_offset", column(2), column(0))));
  }

  /** One call each, so that no other call's marks hide a mark that is missing. */
  @Test
  void anyCallOverAnyFrame() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      check(seed, List.of(new RandomPlans(random, List.of()).windowCall(WIDTH)));
    }
  }

  @Test
  void severalCallsOverOneOrder() {
    for (long seed = 1000; seed < 1040; seed++) {
      Random random = new Random(seed);
      List<WindowCall> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(new RandomPlans(random, List.of()).windowCall(WIDTH));
      }
      check(seed, calls);
    }
  }

  private static void check(long seed, List<WindowCall> calls) {
    Random random = new Random(seed);
    Plan input = new Plan.Values(List.of(), RandomPlans.fields(WIDTH));
    Plan.Window window = new RandomPlans(random, List.of()).window(input, WIDTH, calls);
    IntegerExpressions expressions = new IntegerExpressions();
    new OperatorModel(
            arrangements ->
                new WindowCompiler(window, expressions)
                    .compile(
                        row -> expressions.mapper(window.partitionKeys()).map(row).bytes(),
                        arrangements.keyed("window")),
            List.of(WindowModelTest::row),
            inputs -> new BatchWindow(window).evaluate(inputs.getFirst()))
        .check(5, 25);
  }

  private static WindowCall call(String name, Expression... arguments) {
    return RandomPlans.windowCall(name, List.of(arguments), null, WindowFrame.DEFAULT);
  }

  private static Row row(Random random) {
    RowBuilder builder = new RowBuilder(WIDTH);
    builder.addInt(random.nextInt(2));
    for (int i = 1; i < WIDTH; i++) {
      if (random.nextInt(6) == 0) {
        builder.addNull();
      } else {
        builder.addInt(random.nextInt(8));
      }
    }
    return builder.build();
  }
}
