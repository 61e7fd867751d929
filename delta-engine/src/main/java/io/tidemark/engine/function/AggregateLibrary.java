package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.type.PgType;
import java.util.function.Supplier;

/**
 * The aggregates that the engine keeps up. <em>Algebraic</em> ones have an accumulator that takes
 * retractions; <em>ordered</em> ones, min and max, are the ends of an order that the operator
 * keeps.
 */
public final class AggregateLibrary {

  private AggregateLibrary() {}

  /** Whether the aggregate is min or max. */
  public static boolean isOrdered(AggregateCall call) {
    String name = call.function().source();
    return call.function().isBuiltIn()
        && call.arguments().size() == 1
        && (name.equals("min") || name.equals("max"));
  }

  /** Whether an ordered aggregate asks for the greatest value. */
  public static boolean isGreatest(AggregateCall call) {
    return call.function().source().equals("max");
  }

  /**
   * Makes accumulators of an algebraic aggregate.
   *
   * @throws UnsupportedQueryException if the engine cannot keep it up yet
   */
  public static Supplier<Accumulator> accumulator(AggregateCall call) {
    if (!call.function().isBuiltIn() || !call.orderBy().isEmpty()) {
      throw unsupported(call);
    }
    int type = call.arguments().isEmpty() ? 0 : call.arguments().getFirst().type().oid();
    return switch (call.function().source()) {
      case "count" -> CountAccumulator::new;
      case "sum" ->
          switch (type) {
            case PgType.INT2, PgType.INT4 -> () -> new IntegerSumAccumulator(type, false);
            case PgType.INT8 -> () -> new NumericSumAccumulator(type, false);
            case PgType.NUMERIC -> () -> new NumericSumAccumulator(type, false);
            case PgType.FLOAT4, PgType.FLOAT8 -> () -> new FloatSumAccumulator(type, false);
            default -> throw unsupported(call);
          };
      case "avg" ->
          switch (type) {
            case PgType.INT2, PgType.INT4 -> () -> new IntegerSumAccumulator(type, true);
            case PgType.INT8, PgType.NUMERIC -> () -> new NumericSumAccumulator(type, true);
            case PgType.FLOAT4, PgType.FLOAT8 -> () -> new FloatSumAccumulator(type, true);
            default -> throw unsupported(call);
          };
      case "bool_and", "every" -> () -> new BooleanAccumulator(true);
      case "bool_or" -> () -> new BooleanAccumulator(false);
      default -> throw unsupported(call);
    };
  }

  private static UnsupportedQueryException unsupported(AggregateCall call) {
    return new UnsupportedQueryException(
        "the aggregate %s%s is not maintained yet"
            .formatted(call.function().name(), call.orderBy().isEmpty() ? "" : " with ORDER BY"),
        "count, sum, avg, min, max, bool_and and bool_or are.");
  }
}
