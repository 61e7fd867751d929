package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.join.JoinSide;
import io.tidemark.engine.operator.join.MultiJoin;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Comparison;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a join's sides are indexed by: the equalities whose sides have common keys; then one
 * expression of each side that is compared with the other's. A row that cannot match for what it is
 * itself, such as one that fails a condition on its own columns, has no key. What is left of the
 * condition, such as the equality of a date and a timestamp, is the residual.
 *
 * @param residual over the left row's columns followed by the right's
 */
record JoinKeys(JoinSide left, JoinSide right, Optional<Expression> residual) {

  /** No columns. */
  private static final BitSet NOWHERE = new BitSet();

  static JoinKeys of(Plan.Join join, Expressions expressions) {
    int width = join.left().fields().size();
    List<Expression> leftKeys = new ArrayList<>();
    List<Expression> rightKeys = new ArrayList<>();
    List<Expression> leftConditions = new ArrayList<>();
    List<Expression> rightConditions = new ArrayList<>();
    List<Expression> residual = new ArrayList<>();
    BitSet nullsEqual = new BitSet();
    List<Between> between = new ArrayList<>();
    for (Plan.Join.Equality equality : join.equalities()) {
      if (expressions.haveCommonKeys(equality.left().type(), equality.right().type())) {
        nullsEqual.set(leftKeys.size(), equality.nullsEqual());
        leftKeys.add(equality.left());
        rightKeys.add(equality.right());
      } else {
        residual.add(equality.condition(width));
      }
    }
    for (Expression condition : join.residual().map(Conjunctions::split).orElse(List.of())) {
      BitSet columns = Columns.of(condition);
      Optional<Between> compared = Between.of(condition, width, expressions);
      if (columns.length() <= width && neverFails(condition)) {
        leftConditions.add(condition);
      } else if (columns.nextSetBit(0) >= width && neverFails(condition)) {
        rightConditions.add(Columns.shift(condition, -width));
      } else if (compared.isPresent()) {
        between.add(compared.get());
      } else {
        residual.add(condition);
      }
    }
    Ordering left = Ordering.of(between.stream().map(Between::swapped).toList(), expressions);
    Ordering right = Ordering.of(between, expressions);
    for (Between condition : between) {
      boolean isCovered = left.covers(condition.condition()) && right.covers(condition.condition());
      if (!isCovered) {
        residual.add(condition.condition());
      }
    }
    return new JoinKeys(
        new JoinSide(
            key(leftKeys, nullsEqual, leftConditions, left.operands(), expressions),
            left.order(expressions)),
        new JoinSide(
            key(rightKeys, nullsEqual, rightConditions, right.operands(), expressions),
            right.order(expressions)),
        Conjunctions.join(residual));
  }

  /** Whether the values of all equalities have keys that can be compared. */
  static boolean areCommon(Plan.MultiJoin join, Expressions expressions) {
    return join.edges().stream()
        .flatMap(edge -> edge.equalities().stream())
        .allMatch(equality ->
            expressions.haveCommonKeys(equality.left().type(), equality.right().type()));
  }

  /** The keys of both ends of each edge. */
  static List<MultiJoin.Edge> edges(Plan.MultiJoin join, Expressions expressions) {
    List<MultiJoin.Edge> edges = new ArrayList<>();
    for (Plan.MultiJoin.Edge edge : join.edges()) {
      BitSet nullsEqual = new BitSet();
      for (Plan.Join.Equality equality : edge.equalities()) {
        nullsEqual.set(edge.equalities().indexOf(equality), equality.nullsEqual());
      }
      List<Expression> left = edge.equalities().stream().map(Plan.Join.Equality::left).toList();
      List<Expression> right = edge.equalities().stream().map(Plan.Join.Equality::right).toList();
      edges.add(
          new MultiJoin.Edge(
              edge.earlier(),
              edges.size() + 1,
              key(left, nullsEqual, expressions),
              key(right, nullsEqual, expressions)));
    }
    return edges;
  }

  /**
   * A comparison between the sides.
   *
   * @param condition over the pair's row
   * @param comparison its left over the left side's row, its right over the right side's
   */
  private record Between(Expression condition, Comparison comparison) {

    static Optional<Between> of(Expression condition, int width, Expressions expressions) {
      return Comparison.of(condition)
          .flatMap(comparison -> sided(comparison, width))
          .filter(comparison ->
              expressions.haveCommonKeys(comparison.left().type(), comparison.right().type()))
          .filter(comparison ->
              order(comparison.left(), comparison.collation(), expressions) != null
                  && order(comparison.right(), comparison.collation(), expressions) != null)
          .map(comparison -> new Between(condition, comparison));
    }

    private static Optional<Comparison> sided(Comparison comparison, int width) {
      BitSet left = Columns.of(comparison.left());
      BitSet right = Columns.of(comparison.right());
      if (left.isEmpty() || right.isEmpty()) {
        return Optional.empty();
      }
      if (left.nextSetBit(0) >= width && right.length() <= width) {
        return sided(comparison.swapped(), width);
      }
      if (left.length() > width || right.nextSetBit(0) < width) {
        return Optional.empty();
      }
      return Optional.of(
          new Comparison(
              comparison.operator(),
              comparison.left(),
              Columns.shift(comparison.right(), -width),
              comparison.collation()));
    }

    Between swapped() {
      return new Between(condition, comparison.swapped());
    }
  }

  /**
   * By what the rows of one side are ordered.
   *
   * @param lower the comparison whose left side, of the other side's row, is at most the value
   * @param upper likewise, at least the value
   * @param overlaps whether the two speak of different values, which are the ends of an interval
   * @param operands what must not be NULL in a row of this side that has a match
   */
  private record Ordering(
      @Nullable Between lower,
      @Nullable Between upper,
      boolean overlaps,
      List<Expression> operands) {

    /** The ordering that bounds most: on both ends if there is one. */
    static Ordering of(List<Between> conditions, Expressions expressions) {
      Map<Expression, List<Between>> byValue = new LinkedHashMap<>();
      for (Between condition : conditions) {
        byValue
            .computeIfAbsent(condition.comparison().right(), ignored -> new ArrayList<>())
            .add(condition);
      }
      List<Expression> operands = List.copyOf(byValue.keySet());
      Ordering best = new Ordering(null, null, false, operands);
      for (List<Between> sameValue : byValue.values()) {
        Between lower = first(sameValue, true);
        Between upper = first(sameValue, false);
        if (lower != null && upper != null) {
          return new Ordering(lower, upper, false, operands);
        }
        if (best.lower == null && best.upper == null) {
          best = new Ordering(lower, upper, false, operands);
        }
      }
      return best.upper == null && best.lower == null
          ? best
          : interval(conditions, operands, expressions).orElse(best);
    }

    /** The ends of this side's intervals, which the same value is compared with if there is one. */
    private static Optional<Ordering> interval(
        List<Between> conditions, List<Expression> operands, Expressions expressions) {
      Ordering any = null;
      for (Between end : conditions) {
        for (Between start : conditions) {
          if (end.comparison().operator().isUpward()
              && !start.comparison().operator().isUpward()
              && start.comparison().collation() == end.comparison().collation()
              && expressions.haveCommonKeys(
                  start.comparison().right().type(), end.comparison().right().type())) {
            Ordering found = new Ordering(end, start, true, operands);
            if (start.comparison().left().equals(end.comparison().left())) {
              return Optional.of(found);
            }
            any = any == null ? found : any;
          }
        }
      }
      return Optional.ofNullable(any);
    }

    private static @Nullable Between first(List<Between> conditions, boolean isLower) {
      return conditions.stream()
          .filter(condition -> condition.comparison().operator().isUpward() == isLower)
          .findFirst()
          .orElse(null);
    }

    /** Whether a row that is found fulfils a condition without a test. */
    boolean covers(Expression condition) {
      return !overlaps
          && ((lower != null && lower.condition().equals(condition))
              || (upper != null && upper.condition().equals(condition)));
    }

    JoinSide.@Nullable Order order(Expressions expressions) {
      if (overlaps && lower != null && upper != null) {
        return overlap(lower.comparison(), upper.comparison(), expressions);
      }
      Between any = lower != null ? lower : upper;
      return any == null
          ? null
          : new JoinSide.Range(
              value(any.comparison().right(), any.comparison(), expressions),
              bound(lower, expressions),
              bound(upper, expressions));
    }

    private static JoinSide.Overlap overlap(
        Comparison end, Comparison start, Expressions expressions) {
      return new JoinSide.Overlap(
          value(start.right(), start, expressions),
          value(end.right(), end, expressions),
          value(end.left(), end, expressions),
          start.left().equals(end.left()) ? null : value(start.left(), start, expressions));
    }

    private static JoinSide.@Nullable Bound bound(
        @Nullable Between condition, Expressions expressions) {
      if (condition == null) {
        return null;
      }
      Comparison comparison = condition.comparison();
      return new JoinSide.Bound(
          value(comparison.left(), comparison, expressions), comparison.operator().isInclusive());
    }

    private static KeyFunction value(
        Expression expression, Comparison comparison, Expressions expressions) {
      return Objects.requireNonNull(
          JoinKeys.order(expression, comparison.collation(), expressions),
          "only what has an order is compared");
    }
  }

  /** An expression's values in their order; null if that is not known. */
  private static @Nullable KeyFunction order(
      Expression expression, int collation, Expressions expressions) {
    try {
      return expressions.order(List.of(new SortKey(expression, false, false, collation)));
    } catch (UnsupportedQueryException e) {
      return null; // the comparison itself does not need the encoding
    }
  }

  /**
   * The key of one side's rows; none where a value is NULL, that equals nothing, or a condition is
   * not true.
   */
  private static KeyFunction key(
      List<Expression> columns,
      BitSet nullsEqual,
      List<Expression> conditions,
      List<Expression> operands,
      Expressions expressions) {
    KeyFunction key = key(columns, nullsEqual, expressions);
    if (conditions.isEmpty() && operands.isEmpty()) {
      return key;
    }
    RowPredicate condition =
        Conjunctions.join(conditions)
            .map(joined -> RowFunctions.predicate(joined, expressions))
            .orElse(row -> true);
    RowMapper operandValues = RowFunctions.mapper(operands, expressions);
    return row ->
        condition.test(row) && !hasNull(operandValues.map(row), NOWHERE) ? key.keyOf(row) : null;
  }

  private static KeyFunction key(
      List<Expression> columns, BitSet nullsEqual, Expressions expressions) {
    if (columns.isEmpty()) {
      byte[] everything = {};
      return row -> everything;
    }
    RowMapper mapper = RowFunctions.mapper(columns, expressions);
    KeyFunction key = expressions.key(columns.stream().map(Expression::type).toList());
    return new KeyFunction() {
      @Override
      public byte @Nullable [] keyOf(Row row) {
        Row values = mapper.map(row);
        return hasNull(values, nullsEqual) ? null : key.keyOf(values);
      }

      @Override
      public void prepare(ZSet rows) {
        mapper.prepare(rows);
      }
    };
  }

  private static boolean hasNull(Row values, BitSet allowed) {
    for (int i = 0; i < values.columnCount(); i++) {
      if (values.isNull(i) && !allowed.get(i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether evaluating a condition on one side's row cannot raise an error that PostgreSQL, which
   * may look at it for pairs only, would not raise.
   */
  private static boolean neverFails(Expression condition) {
    boolean itself =
        switch (condition) {
          case Expression.Column _,
              Expression.Constant _,
              Expression.Relabel _,
              Expression.And _,
              Expression.Or _,
              Expression.Not _,
              Expression.IsNull _,
              Expression.BooleanTest _ ->
              true;
          case Expression.Call call -> Comparison.of(call).isPresent() || isEquality(call);
          default -> false;
        };
    return itself && condition.children().stream().allMatch(JoinKeys::neverFails);
  }

  /** {@code =} or {@code <>} of two values of built-in types, as their functions are named. */
  private static boolean isEquality(Expression.Call call) {
    String source = call.function().source();
    return call.function().isBuiltIn()
        && call.arguments().size() == 2
        && (source.endsWith("eq") || source.endsWith("ne"));
  }
}
