package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Parameter;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.BitSet;
import java.util.Optional;

/**
 * A condition that ties a row to parameters by an equality: {@code outer = inner}, where the one is
 * over parameters alone and the other over columns alone.
 *
 * @param nullsEqual whether the equality is IS NOT DISTINCT FROM
 * @param exact whether the inner value is the very outer one
 */
record Correlated(
    Function equality,
    Expression outer,
    Expression inner,
    int collation,
    boolean nullsEqual,
    boolean exact) {

  /** The condition as such a tie to parameters of a depth, if it is one. */
  static Optional<Correlated> of(Expression condition, int depth) {
    return switch (condition) {
      case Expression.Call call ->
          EqualityFunctions.match(call)
              .flatMap(match ->
                  of(
                      match.equality(),
                      match.left(),
                      match.right(),
                      call.collation(),
                      false,
                      depth));
      case Expression.Not(Expression.IsDistinctFrom distinct)
          when EqualityFunctions.isSameType(distinct.equality(), distinct.collation()) ->
          of(
              distinct.equality(),
              distinct.left(),
              distinct.right(),
              distinct.collation(),
              true,
              depth);
      default -> Optional.empty();
    };
  }

  private static Optional<Correlated> of(
      Function equality,
      Expression left,
      Expression right,
      int collation,
      boolean nullsEqual,
      int depth) {
    if (isOuter(left, depth) && isInner(right, depth)) {
      return Optional.of(new Correlated(equality, left, right, collation, nullsEqual, false));
    }
    if (isOuter(right, depth) && isInner(left, depth)) {
      return Optional.of(new Correlated(equality, right, left, collation, nullsEqual, false));
    }
    return Optional.empty();
  }

  private static boolean isOuter(Expression expression, int depth) {
    return Columns.of(expression).isEmpty() && Parameters.reads(expression, depth);
  }

  private static boolean isInner(Expression expression, int depth) {
    return !Columns.of(expression).isEmpty() && !Parameters.reads(expression, depth);
  }

  /** The tie of a parameter to a column that holds its value, NULL being a value. */
  static Correlated exact(Parameter parameter, int column) {
    return new Correlated(
        EqualityFunctions.of(parameter.type()),
        parameter,
        new Column(column, parameter.type()),
        parameter.type().collation(),
        parameter.nullable(),
        true);
  }

  /** The same tie, where what was over columns is a column now. */
  Correlated at(int column) {
    return new Correlated(
        equality, outer, new Column(column, inner.type()), collation, nullsEqual, exact);
  }

  Expression condition() {
    return nullsEqual
        ? new Expression.Not(new Expression.IsDistinctFrom(equality, outer, inner, collation))
        : new Expression.Call(
            equality, java.util.List.of(outer, inner), PgType.of(PgType.BOOL), collation);
  }

  /** The tied parameter's value over columns, if that is known and not just a value equal to it. */
  Optional<Expression> valueOf(int parameter) {
    return switch (outer) {
      case Parameter it when it.index() == parameter && (exact || isSame(it.type())) ->
          Optional.of(inner);
      case Expression.Relabel(Parameter it, PgType _)
          when it.index() == parameter && isSame(it.type()) && isSame(inner.type()) ->
          Optional.of(new Expression.Relabel(inner, it.type()));
      default -> Optional.empty();
    };
  }

  /** Whether SQL's equal is the same bytes: not so for 1.0 and 1.00, or −0 and 0. */
  private static boolean isSame(PgType type) {
    return switch (type.oid()) {
      case PgType.BOOL,
          PgType.BYTEA,
          PgType.CHAR,
          PgType.NAME,
          PgType.INT2,
          PgType.INT4,
          PgType.INT8,
          PgType.OID,
          PgType.TEXT,
          PgType.VARCHAR,
          PgType.DATE,
          PgType.TIME,
          PgType.TIMESTAMP,
          PgType.TIMESTAMPTZ,
          PgType.UUID ->
          true;
      default -> false;
    };
  }

  /** The field of what is over columns. */
  Field field(Plan plan, String otherwise) {
    BitSet columns = Columns.of(inner);
    String name =
        inner instanceof Column column ? plan.fields().get(column.index()).name() : otherwise;
    boolean nullable =
        !(inner instanceof Column) || plan.fields().get(columns.nextSetBit(0)).nullable();
    return new Field(name, inner.type(), nullable);
  }
}
