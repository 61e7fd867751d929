package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Call;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates in two stages: partial ones of parts of a group, and what the whole group's are made
 * of them. Values and types are those of the aggregate over the whole group; sums of floats, which
 * are rounded once, are not taken apart.
 */
final class PartialAggregates {

  private static final PgType INT8 = PgType.of(PgType.INT8);
  private static final PgType NUMERIC = PgType.of(PgType.NUMERIC);

  /** What does not change when a value that was taken is taken again. */
  private static final Set<String> IDEMPOTENT =
      Set.of("min", "max", "bool_and", "bool_or", "every", "bit_and", "bit_or");

  private static final Function COUNT = aggregate(2147, "count", 2276);
  private static final Function SUM_INT2 = aggregate(2109, "sum", PgType.INT2);
  private static final Function SUM_INT4 = aggregate(2108, "sum", PgType.INT4);
  private static final Function SUM_INT8 = aggregate(2107, "sum", PgType.INT8);
  private static final Function SUM_NUMERIC = aggregate(2114, "sum", PgType.NUMERIC);
  private static final Function TO_INT8 =
      new Function(1779, "pg_catalog", "int8", "numeric_int8", List.of(PgType.NUMERIC), true, 'i');
  private static final Function DIVIDE =
      new Function(
          1727,
          "pg_catalog",
          "numeric_div",
          "numeric_div",
          List.of(PgType.NUMERIC, PgType.NUMERIC),
          true,
          'i');

  private final int keys;
  private final Set<AggregateCall> partials = new LinkedHashSet<>();
  private final List<AggregateCall> calls = new ArrayList<>();

  /**
   * @param keys how many columns stand before the partial aggregates
   */
  PartialAggregates(int keys) {
    this.keys = keys;
  }

  /** The functions that are named here, for the test that holds them against the catalog. */
  static List<Function> named() {
    return List.of(COUNT, SUM_INT2, SUM_INT4, SUM_INT8, SUM_NUMERIC, TO_INT8, DIVIDE);
  }

  /** Takes an aggregate apart; false if that cannot be done. */
  boolean add(AggregateCall call) {
    if (call.distinct()
        || !call.directArguments().isEmpty()
        || !call.orderBy().isEmpty()
        || !call.function().isBuiltIn()) {
      return false;
    }
    String name = call.function().source();
    boolean isExact = call.arguments().size() == 1 && sum(call.arguments().getFirst()) != null;
    if (IDEMPOTENT.contains(name) || name.equals("count") || (name.equals("sum") && isExact)) {
      partials.add(call);
    } else if (name.equals("avg") && isExact) {
      partials.add(sumOf(call));
      partials.add(countOf(call));
    } else {
      return false;
    }
    calls.add(call);
    return true;
  }

  /** The partial aggregates over the rows. */
  List<AggregateCall> partials() {
    return List.copyOf(partials);
  }

  /**
   * The aggregates of groups of the parts.
   *
   * @param parts rows with the keys of a part and its partial aggregates from a column on
   * @param groupKeys over those rows
   * @param fields of the aggregation that was taken apart
   */
  Plan finished(Plan parts, int from, List<Expression> groupKeys, List<Field> fields) {
    List<Field> groupFields = new ArrayList<>(fields.subList(0, groupKeys.size()));
    List<AggregateCall> wholes = new ArrayList<>();
    for (AggregateCall partial : partials) {
      Column column = new Column(from + keys + wholes.size(), partial.type());
      AggregateCall whole = whole(partial, column);
      wholes.add(whole);
      groupFields.add(new Field("whole" + wholes.size(), whole.type(), true));
    }
    List<Expression> outputs = new ArrayList<>();
    for (Expression key : groupKeys) {
      outputs.add(new Column(outputs.size(), key.type()));
    }
    for (AggregateCall call : calls) {
      outputs.add(output(call, groupKeys.size()));
    }
    return new Plan.Project(
        new Plan.Aggregate(parts, groupKeys, wholes, groupFields), outputs, fields);
  }

  private static AggregateCall whole(AggregateCall partial, Column column) {
    if (IDEMPOTENT.contains(partial.function().source())) {
      return call(partial.function(), column, partial.type(), partial.collation());
    }
    boolean isInteger = column.type().oid() == PgType.INT8;
    return call(isInteger ? SUM_INT8 : SUM_NUMERIC, column, NUMERIC, 0);
  }

  private static AggregateCall call(
      Function function, Column argument, PgType type, int collation) {
    return new AggregateCall(
        function, List.of(), List.of(argument), false, List.of(), null, type, collation);
  }

  /** An aggregate from the sums and the rest over a group's parts. */
  private Expression output(AggregateCall call, int groupKeys) {
    return switch (call.function().source()) {
      case "count" ->
          new Expression.Coalesce(
              List.of(
                  new Call(TO_INT8, List.of(wholeOf(call, groupKeys, NUMERIC)), INT8, 0),
                  new Expression.Constant(ByteBuffer.allocate(Long.BYTES).array(), INT8)),
              INT8);
      case "sum" -> {
        Column sum = wholeOf(call, groupKeys, NUMERIC);
        yield call.type().oid() == PgType.INT8
            ? new Call(TO_INT8, List.of(sum), call.type(), 0)
            : sum;
      }
      case "avg" ->
          new Call(
              DIVIDE,
              List.of(
                  wholeOf(sumOf(call), groupKeys, NUMERIC),
                  wholeOf(countOf(call), groupKeys, NUMERIC)),
              call.type(),
              0);
      default -> wholeOf(call, groupKeys, call.type());
    };
  }

  private Column wholeOf(AggregateCall partial, int groupKeys, PgType type) {
    return new Column(groupKeys + partials().indexOf(partial), type);
  }

  private static AggregateCall sumOf(AggregateCall call) {
    Function sum = sum(call.arguments().getFirst());
    if (sum == null) {
      throw new IllegalArgumentException("no exact sum for " + call);
    }
    boolean isSmall = sum.equals(SUM_INT2) || sum.equals(SUM_INT4);
    return new AggregateCall(
        sum,
        List.of(),
        call.arguments(),
        false,
        List.of(),
        call.filter(),
        isSmall ? INT8 : NUMERIC,
        0);
  }

  private static AggregateCall countOf(AggregateCall call) {
    return new AggregateCall(
        COUNT, List.of(), call.arguments(), false, List.of(), call.filter(), INT8, 0);
  }

  /** The sum that is exact for an argument's type, or null. */
  private static @Nullable Function sum(Expression argument) {
    return switch (argument.type().oid()) {
      case PgType.INT2 -> SUM_INT2;
      case PgType.INT4 -> SUM_INT4;
      case PgType.INT8 -> SUM_INT8;
      case PgType.NUMERIC -> SUM_NUMERIC;
      default -> null;
    };
  }

  private static Function aggregate(int oid, String name, int argument) {
    return new Function(oid, "pg_catalog", name, name, List.of(argument), false, 'i');
  }
}
