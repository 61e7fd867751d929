package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What aggregates are over no rows at all. */
final class EmptyAggregates {

  /** Built-in aggregates that are NULL over nothing. */
  private static final Set<String> NULL =
      Set.of(
          "sum",
          "avg",
          "min",
          "max",
          "bool_and",
          "bool_or",
          "every",
          "bit_and",
          "bit_or",
          "bit_xor",
          "string_agg",
          "array_agg",
          "json_agg",
          "jsonb_agg",
          "json_object_agg",
          "jsonb_object_agg",
          "any_value",
          "stddev",
          "stddev_pop",
          "stddev_samp",
          "variance",
          "var_pop",
          "var_samp",
          "corr",
          "covar_pop",
          "covar_samp",
          "regr_avgx",
          "regr_avgy",
          "regr_intercept",
          "regr_r2",
          "regr_slope",
          "regr_sxx",
          "regr_sxy",
          "regr_syy",
          "percentile_cont",
          "percentile_disc",
          "mode",
          "range_agg",
          "range_intersect_agg",
          "xmlagg",
          "single_value");

  private static final Set<String> ZERO = Set.of("count", "regr_count");

  private EmptyAggregates() {}

  /**
   * The aggregates' values, also over nothing, of columns that hold them or NULL where nothing was
   * aggregated; empty if what they are over nothing is not known.
   *
   * @param from where the first column stands
   */
  static Optional<List<Expression>> values(List<AggregateCall> calls, int from) {
    List<Expression> values = new ArrayList<>();
    for (AggregateCall call : calls) {
      String name = call.function().source();
      Expression column = new Column(from + values.size(), call.type());
      if (!call.function().isBuiltIn() && !name.equals("single_value")) {
        return Optional.empty();
      }
      if (ZERO.contains(name)) {
        Expression zero = new Expression.Constant(new byte[Long.BYTES], PgType.of(PgType.INT8));
        values.add(new Expression.Coalesce(List.of(column, zero), call.type()));
      } else if (NULL.contains(name)) {
        values.add(column);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /**
   * One row per row of a domain, the domain's columns and then the aggregates of those input rows
   * that belong to it. Each domain row comes as an input row, too, that every aggregate filters
   * out.
   *
   * @param rows the input's columns, then the domain's
   * @param aggregate without keys, over the input's columns and the domain's parameters
   * @param parameters whose values the domain's columns are
   */
  static Plan padded(
      Plan rows, Plan domain, Plan.Aggregate aggregate, int depth, BitSet parameters) {
    int keys = domain.fields().size();
    int width = rows.fields().size() - keys;
    List<Field> fields = new ArrayList<>();
    List<Expression> padding = new ArrayList<>();
    for (int i = 0; i < rows.fields().size(); i++) {
      Field field = rows.fields().get(i);
      fields.add(new Field(field.name(), field.type(), i < width || field.nullable()));
      padding.add(
          i < width
              ? Unnested.nothing(field.type())
              : new Column(i - width, domain.fields().get(i - width).type()));
    }
    fields.add(new Field("there", Unnested.TRUE.type(), false));
    padding.add(Unnested.FALSE);
    List<Expression> present = new ArrayList<>(Unnested.columns(rows, 0, rows.fields().size()));
    present.add(Unnested.TRUE);
    Plan all =
        new Plan.UnionAll(
            List.of(
                new Plan.Project(rows, present, fields), new Plan.Project(domain, padding, fields)),
            fields);
    Expression there = new Column(width + keys, Unnested.TRUE.type());
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.aggregates()) {
      AggregateCall over =
          call.mapExpressions(value ->
              Parameters.replace(
                  value,
                  depth,
                  index ->
                      new Column(
                          width + parameters.get(0, index).cardinality(),
                          domain.fields().get(parameters.get(0, index).cardinality()).type())));
      calls.add(
          new AggregateCall(
              over.function(),
              over.directArguments(),
              over.arguments(),
              over.distinct(),
              over.orderBy(),
              over.filter() == null ? there : new Expression.And(List.of(there, over.filter())),
              over.type(),
              over.collation()));
    }
    List<Field> grouped = new ArrayList<>(domain.fields());
    grouped.addAll(aggregate.fields());
    return new Plan.Aggregate(all, Unnested.columns(all, width, width + keys), calls, grouped);
  }
}
