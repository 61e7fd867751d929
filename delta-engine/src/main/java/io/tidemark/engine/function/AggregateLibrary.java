package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.type.PgType;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates that the engine keeps up. <em>Algebraic</em> ones have an accumulator that takes
 * retractions; <em>extreme</em> ones, min and max, are the ends of an order that the operator keeps
 * (any_value is an end too, of the order of bytes).
 */
public final class AggregateLibrary {

  /** The pseudo-type anyarray. */
  private static final int ANY_ARRAY = 2277;

  /** One family of aggregates: makes their accumulators, null for the calls of others. */
  private interface Family {
    @Nullable Supplier<Accumulator> accumulator(AggregateCall call);
  }

  private static final List<Family> FAMILIES =
      List.of(
          AggregateLibrary::sums,
          Deviation::accumulator,
          RegressionAccumulator::accumulator,
          BitAccumulator::accumulator);

  private AggregateLibrary() {}

  /** Whether the aggregate is an end of an order: min, max or any_value. */
  public static boolean isOrdered(AggregateCall call) {
    String name = call.function().source();
    return call.function().isBuiltIn()
        && call.arguments().size() == 1
        && (name.equals("min") || name.equals("max") || name.equals("any_value"));
  }

  /** Whether an ordered aggregate asks for the greatest value. */
  public static boolean isGreatest(AggregateCall call) {
    return call.function().source().equals("max");
  }

  /** Whether any argument will do, so that an ordered aggregate may order them as it likes. */
  public static boolean isAny(AggregateCall call) {
    return call.function().source().equals("any_value");
  }

  /**
   * Makes accumulators of an algebraic aggregate.
   *
   * @throws UnsupportedQueryException if the engine cannot keep it up yet
   */
  public static Supplier<Accumulator> accumulator(AggregateCall call) {
    if (SingleValueAccumulator.computes(call)) {
      return SingleValueAccumulator::new;
    }
    if (call.function().isBuiltIn()) {
      for (Family family : FAMILIES) {
        Supplier<Accumulator> accumulator = family.accumulator(call);
        if (accumulator != null) {
          return accumulator;
        }
      }
    }
    throw new UnsupportedQueryException(
        "the aggregate %s is not maintained yet".formatted(call.function().name()),
        "docs/sql-support.md lists the aggregates and the types of their arguments that are.");
  }

  /** Whether the aggregate is mode() WITHIN GROUP. */
  public static boolean isMode(AggregateCall call) {
    return call.function().isBuiltIn() && call.function().source().equals("mode");
  }

  /**
   * The function of an aggregate over its arguments in an order; null if the call is of another
   * kind.
   *
   * @throws UnsupportedQueryException if it has no function for the types of its arguments
   */
  public static @Nullable OrderedFunction ordered(AggregateCall call) {
    if (!call.function().isBuiltIn() || call.arguments().isEmpty()) {
      return null;
    }
    int type = call.arguments().getFirst().type().oid();
    String name = call.function().source();
    return switch (name) {
      case "string_agg" -> new StringAggregate();
      case "array_agg" ->
          new ArrayAggregate(type, call.function().argumentTypes().getFirst() == ANY_ARRAY);
      case "percentile_cont", "percentile_disc" -> new Percentile(call);
      case "xmlagg" -> new XmlAggregate();
      case "range_agg", "range_intersect_agg" ->
          new RangeAggregate(type, name.equals("range_intersect_agg"));
      case "json_agg", "json_agg_strict", "jsonb_agg", "jsonb_agg_strict" ->
          new JsonArrayAggregate(type, name.startsWith("jsonb"), name.endsWith("_strict"));
      case "json_object_agg",
          "json_object_agg_strict",
          "json_object_agg_unique",
          "json_object_agg_unique_strict",
          "jsonb_object_agg",
          "jsonb_object_agg_strict",
          "jsonb_object_agg_unique",
          "jsonb_object_agg_unique_strict" ->
          new JsonObjectAggregate(
              type,
              call.arguments().get(1).type().oid(),
              name.startsWith("jsonb"),
              name.endsWith("_strict"),
              name.contains("_unique"));
      default -> null;
    };
  }

  private static @Nullable Supplier<Accumulator> sums(AggregateCall call) {
    int type = call.arguments().isEmpty() ? 0 : call.arguments().getFirst().type().oid();
    return switch (call.function().source()) {
      case "count" -> CountAccumulator::new;
      case "sum" ->
          switch (type) {
            case PgType.INT2, PgType.INT4 -> () -> new IntegerSumAccumulator(type, false);
            case PgType.INT8, PgType.NUMERIC -> () -> new NumericSumAccumulator(type, false);
            case PgType.FLOAT4, PgType.FLOAT8 -> () -> new FloatSumAccumulator(type, false);
            case PgType.INTERVAL -> () -> new IntervalSumAccumulator(false);
            case PgType.MONEY -> MoneySumAccumulator::new;
            default -> null;
          };
      case "avg" ->
          switch (type) {
            case PgType.INT2, PgType.INT4 -> () -> new IntegerSumAccumulator(type, true);
            case PgType.INT8, PgType.NUMERIC -> () -> new NumericSumAccumulator(type, true);
            case PgType.FLOAT4, PgType.FLOAT8 -> () -> new FloatSumAccumulator(type, true);
            case PgType.INTERVAL -> () -> new IntervalSumAccumulator(true);
            default -> null;
          };
      case "bool_and", "every" -> () -> new BooleanAccumulator(true);
      case "bool_or" -> () -> new BooleanAccumulator(false);
      default -> null;
    };
  }
}
