package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import java.util.BitSet;
import java.util.Collection;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which columns' NULLs keep a condition from being true. Of an expression it is known of some
 * columns that it is NULL, not true, or not false wherever one of them is NULL; a column of which
 * nothing is known is in none of the sets.
 */
final class NullRejection {

  private NullRejection() {}

  /** The columns of which any that is NULL keeps the condition from being true. */
  static BitSet notTrue(Expression condition) {
    return switch (condition) {
      case Expression.And and -> all(and.operands(), NullRejection::notTrue);
      case Expression.Or or -> common(or.operands(), NullRejection::notTrue);
      case Expression.Not not -> notFalse(not.operand());
      case Expression.IsNull test when test.negated() -> isNull(test.operand());
      case Expression.ArrayComparison comparison when comparison.any() -> {
        // Of an empty array it is false
        BitSet columns = comparison.function().strict() ? isNull(comparison.left()) : new BitSet();
        columns.or(isNull(comparison.array()));
        yield columns;
      }
      case Expression.BooleanTest test ->
          switch (test.kind()) {
            case IS_TRUE -> notTrue(test.operand());
            case IS_FALSE -> notFalse(test.operand());
            case IS_NOT_UNKNOWN -> isNull(test.operand());
            case IS_NOT_TRUE, IS_NOT_FALSE, IS_UNKNOWN -> new BitSet();
          };
      default -> isNull(condition);
    };
  }

  /** The columns of which any that is NULL keeps the condition from being false. */
  private static BitSet notFalse(Expression condition) {
    return switch (condition) {
      case Expression.And and -> common(and.operands(), NullRejection::notFalse);
      case Expression.Or or -> all(or.operands(), NullRejection::notFalse);
      case Expression.Not not -> notTrue(not.operand());
      case Expression.IsNull test when !test.negated() -> isNull(test.operand());
      default -> isNull(condition);
    };
  }

  /** The columns of which any that is NULL makes the expression NULL. */
  static BitSet isNull(Expression expression) {
    return switch (expression) {
      case Column column -> Columns.of(column);
      case Expression.Call call when call.function().strict() ->
          all(call.arguments(), NullRejection::isNull);
      case Expression.Not not -> isNull(not.operand());
      case Expression.Relabel relabel -> isNull(relabel.operand());
      case Expression.TextCast cast -> isNull(cast.operand());
      case Expression.NullIf test -> isNull(test.left());
      case Expression.Coalesce coalesce -> common(coalesce.operands(), NullRejection::isNull);
      case Expression.MinMax minMax -> common(minMax.operands(), NullRejection::isNull);
      case Expression.ArrayComparison comparison -> isNull(comparison.array());
      case Expression.Case cases ->
          common(
              Stream.concat(
                      cases.branches().stream().map(Expression.Case.When::result),
                      Stream.of(cases.otherwise()))
                  .filter(result -> !isAlwaysNull(result))
                  .toList(),
              NullRejection::isNull);
      // Nothing is known of the others, which is always safe to say
      default -> new BitSet();
    };
  }

  private static boolean isAlwaysNull(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> constant.value() == null;
      case Expression.Call call ->
          call.function().strict()
              && call.arguments().stream().anyMatch(NullRejection::isAlwaysNull);
      case Expression.Relabel relabel -> isAlwaysNull(relabel.operand());
      default -> false;
    };
  }

  private static BitSet all(
      Collection<Expression> expressions, Function<Expression, BitSet> columns) {
    return combined(
        expressions,
        columns,
        (left, right) -> {
          left.or(right);
          return left;
        });
  }

  private static BitSet common(
      Collection<Expression> expressions, Function<Expression, BitSet> columns) {
    return combined(
        expressions,
        columns,
        (left, right) -> {
          left.and(right);
          return left;
        });
  }

  private static BitSet combined(
      Collection<Expression> expressions,
      Function<Expression, BitSet> columns,
      BinaryOperator<BitSet> combination) {
    return expressions.stream().map(columns).reduce(combination).orElseGet(BitSet::new);
  }
}
