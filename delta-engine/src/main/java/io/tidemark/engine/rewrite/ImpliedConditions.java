package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Comparison;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Conditions on one side of a join that follow from what is true of its matching pairs, so that the
 * side's rows which fail them need not be kept:
 *
 * <ul>
 *   <li>a comparison with constants of a column that is equal to a column of the side;
 *   <li>of a disjunction each of whose parts says something about the side alone, the disjunction
 *       of that.
 * </ul>
 *
 * @param from the side's first column in the pair's row
 * @param to behind its last one
 */
record ImpliedConditions(int from, int to) {

  /**
   * @param conditions all that is true of a matching pair, over its row
   */
  List<Expression> of(List<Expression> conditions) {
    List<Expression> implied = new ArrayList<>();
    for (Expression condition : conditions) {
      if (condition instanceof Expression.Or or) {
        // As that rewrite would leave it, so that it is known again
        ofDisjunction(or).ifPresent(all -> implied.addAll(FactorDisjunctions.factored(all)));
      }
      EqualityFunctions.match(condition)
          .ifPresent(match -> {
            if (match.left() instanceof Column left && match.right() instanceof Column right) {
              ofEquality(left, right, conditions, implied);
              ofEquality(right, left, conditions, implied);
            }
          });
    }
    implied.removeAll(conditions);
    return implied;
  }

  private boolean isOfSide(Expression condition) {
    BitSet columns = Columns.of(condition);
    return !columns.isEmpty() && columns.nextSetBit(0) >= from && columns.length() <= to;
  }

  private Optional<Expression> ofDisjunction(Expression.Or or) {
    List<Expression> parts = new ArrayList<>();
    for (Expression operand : or.operands()) {
      Optional<Expression> part =
          Conjunctions.join(Conjunctions.split(operand).stream().filter(this::isOfSide).toList());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return isOfSide(or) ? Optional.empty() : Optional.of(new Expression.Or(parts));
  }

  /** What is said of the one column, said of the other, which is of this side. */
  private void ofEquality(
      Column known, Column wanted, List<Expression> conditions, List<Expression> into) {
    if (wanted.index() < from
        || wanted.index() >= to
        || (known.index() >= from && known.index() < to)
        || known.type().oid() != wanted.type().oid()
        || known.type().collation() != wanted.type().collation()) {
      return;
    }
    for (Expression condition : conditions) {
      if (comparesOnly(condition, known.index())) {
        into.add(Columns.replace(condition, ignored -> wanted));
      }
    }
  }

  /**
   * Whether the condition only compares the column with constants: then it holds of any equal
   * value, while a function may tell apart what is equal, such as 1.0 and 1.00.
   */
  private static boolean comparesOnly(Expression condition, int column) {
    return switch (condition) {
      case Expression.And and ->
          and.operands().stream().allMatch(operand -> comparesOnly(operand, column));
      case Expression.Or or ->
          or.operands().stream().allMatch(operand -> comparesOnly(operand, column));
      case Expression.ArrayComparison comparison ->
          EqualityFunctions.isSameType(comparison.function())
              && isColumn(comparison.left(), column)
              && Columns.of(comparison.array()).isEmpty();
      case Expression.Call call
          when EqualityFunctions.isSameType(call.function()) || Comparison.of(call).isPresent() -> {
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        yield (isColumn(left, column) && Columns.of(right).isEmpty())
            || (isColumn(right, column) && Columns.of(left).isEmpty());
      }
      default -> false; // anything else may look into the value
    };
  }

  private static boolean isColumn(Expression expression, int column) {
    return expression instanceof Column same && same.index() == column;
  }
}
