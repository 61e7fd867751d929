package io.tidemark.engine.circuit;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Comparison;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A join by comparisons that only PostgreSQL can do, as one by labels. Those of both sides must be
 * of one dictionary: {@code labels(L × NULL ∪ NULL × R)}, which is then taken apart again.
 */
final class LabelledJoin {

  private static final PgType BOOLEAN = PgType.of(PgType.BOOL);
  private static final PgType BYTES = PgType.of(PgType.BYTEA);

  /** Of types whose values a collation may make equal. */
  private static final Set<String> EQUALITIES =
      Set.of("texteq", "bpchareq", "array_eq", "record_eq", "range_eq", "multirange_eq");

  /** An equality of two values of one type, whichever that is: keys or labels say what is equal. */
  static final Function EQUAL =
      new Function(
          67, "pg_catalog", "texteq", "texteq", List.of(PgType.TEXT, PgType.TEXT), true, 'i');

  private final Plan.Join join;
  private final Expressions expressions;
  private final List<Between> between = new ArrayList<>();
  private final List<Expression> rest = new ArrayList<>();

  /** Each value once, of the left side and of the right, with the type that it is compared as. */
  private final List<Value> values = new ArrayList<>();

  /** Those of the values that are no columns. */
  private final List<Value> computed = new ArrayList<>();

  private LabelledJoin(Plan.Join join, Expressions expressions) {
    this.join = join;
    this.expressions = expressions;
  }

  /**
   * A comparison between the sides.
   *
   * @param operator {@code eq}, {@code lt} and its kind
   * @param nullsEqual whether it is IS NOT DISTINCT FROM
   */
  private record Between(Value left, Value right, String operator, boolean nullsEqual) {}

  /** A value over its side's row. */
  private record Value(boolean ofLeft, Expression expression, PgType type) {}

  static Plan of(Plan.Join join, Expressions expressions) {
    LabelledJoin labelled = new LabelledJoin(join, expressions);
    for (Expression condition : join.residual().map(Conjunctions::split).orElse(List.of())) {
      labelled
          .between(condition)
          .ifPresentOrElse(labelled.between::add, () -> labelled.rest.add(condition));
    }
    return labelled.between.isEmpty() ? join : labelled.plan();
  }

  private Optional<Between> between(Expression condition) {
    return switch (condition) {
      case Expression.Call call when isEquality(call.function(), call.arguments()) ->
          between(call.arguments(), call.collation(), "eq", false);
      case Expression.Call call ->
          Comparison.of(call).flatMap(comparison -> ordered(call, comparison));
      case Expression.Not(Expression.IsDistinctFrom distinct)
          when isEquality(distinct.equality(), distinct.children()) ->
          between(distinct.children(), distinct.collation(), "eq", true);
      default -> Optional.empty();
    };
  }

  private static boolean isEquality(Function function, List<Expression> arguments) {
    return function.isBuiltIn() && arguments.size() == 2 && EQUALITIES.contains(function.source());
  }

  /**
   * Of a join that has no key, for which labels are an index; else PostgreSQL compares the pairs.
   */
  private Optional<Between> ordered(Expression.Call call, Comparison comparison) {
    if (!join.equalities().isEmpty()) {
      return Optional.empty();
    }
    String operator =
        switch (comparison.operator()) {
          case LESS -> "lt";
          case LESS_OR_EQUAL -> "le";
          case GREATER_OR_EQUAL -> "ge";
          case GREATER -> "gt";
        };
    return between(call.arguments(), call.collation(), operator, false);
  }

  private Optional<Between> between(
      List<Expression> sides, int collation, String operator, boolean nullsEqual) {
    PgType type = new PgType(sides.get(0).type().oid(), -1, collation);
    if (sides.get(1).type().oid() != type.oid()
        || (operator.equals("eq") && expressions.hasKey(type))
        || expressions.valueOrder(type) == null) {
      return Optional.empty();
    }
    return value(sides.get(0), type)
        .flatMap(one ->
            value(sides.get(1), type)
                .filter(other -> other.ofLeft() != one.ofLeft())
                .map(other -> new Between(one, other, operator, nullsEqual)));
  }

  private Optional<Value> value(Expression expression, PgType type) {
    int width = join.left().fields().size();
    BitSet columns = Columns.of(expression);
    if (columns.isEmpty() || (columns.nextSetBit(0) < width && columns.length() > width)) {
      return Optional.empty();
    }
    boolean ofLeft = columns.length() <= width;
    return Optional.of(
        new Value(ofLeft, ofLeft ? expression : Columns.shift(expression, -width), type));
  }

  private Plan plan() {
    values.addAll(
        between.stream().flatMap(it -> Stream.of(it.left(), it.right())).distinct().toList());
    List<Field> fields = new ArrayList<>();
    join.pairFields().forEach(it -> fields.add(new Field(it.name(), it.type(), true)));
    List<Plan.OrderLabels.Label> labels = new ArrayList<>();
    for (Value value : values) {
      OptionalInt column = column(value);
      labels.add(new Plan.OrderLabels.Label(column.orElse(fields.size()), value.type()));
      if (column.isEmpty()) {
        computed.add(value);
        fields.add(new Field("compared" + fields.size(), value.type(), true));
      }
    }
    fields.add(new Field("left", BOOLEAN, false));
    Plan both =
        new Plan.OrderLabels(
            new Plan.UnionAll(
                List.of(tagged(true, fields), tagged(false, fields)), List.copyOf(fields)),
            labels);
    Plan left = side(both, true, 0, join.left().fields());
    Plan right = side(both, false, join.left().fields().size(), join.right().fields());
    return joined(left, right);
  }

  /** Where the value stands in the row of both sides' columns, if it is one of these. */
  private OptionalInt column(Value value) {
    Expression plain = value.expression();
    while (plain instanceof Expression.Relabel relabel) {
      plain = relabel.operand();
    }
    int start = value.ofLeft() ? 0 : join.left().fields().size();
    return plain instanceof Column column
        ? OptionalInt.of(start + column.index())
        : OptionalInt.empty();
  }

  /** One side's rows in the place of both sides' columns, with what is compared of them. */
  private Plan tagged(boolean ofLeft, List<Field> fields) {
    Plan side = ofLeft ? join.left() : join.right();
    int start = ofLeft ? 0 : join.left().fields().size();
    List<Expression> columns = new ArrayList<>();
    int width = join.pairFields().size();
    for (int i = 0; i < width; i++) {
      boolean isOwn = i >= start && i < start + side.fields().size();
      PgType type = fields.get(i).type();
      columns.add(isOwn ? new Column(i - start, type) : new Constant(null, type));
    }
    for (Value value : computed) {
      columns.add(value.ofLeft() == ofLeft ? value.expression() : new Constant(null, value.type()));
    }
    columns.add(new Constant(new byte[] {(byte) (ofLeft ? 1 : 0)}, BOOLEAN));
    return new Plan.Project(side, columns, fields);
  }

  /** One side's rows again, their labels behind them. */
  private Plan side(Plan both, boolean ofLeft, int start, List<Field> own) {
    int tagged = join.pairFields().size() + computed.size();
    Expression tag = new Column(tagged, BOOLEAN);
    List<Expression> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>(own);
    for (int i = 0; i < own.size(); i++) {
      columns.add(new Column(start + i, own.get(i).type()));
    }
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).ofLeft() == ofLeft) {
        columns.add(new Column(tagged + 1 + i, BYTES));
        fields.add(new Field("label" + i, BYTES, true));
      }
    }
    return new Plan.Project(
        new Plan.Filter(both, ofLeft ? tag : new Expression.Not(tag)), columns, fields);
  }

  private Plan joined(Plan left, Plan right) {
    int width = join.left().fields().size();
    int leftWidth = left.fields().size();
    List<Plan.Join.Equality> equalities = new ArrayList<>(join.equalities());
    List<Expression> residual = new ArrayList<>();
    rest.forEach(condition ->
        residual.add(
            Columns.move(
                condition, column -> column < width ? column : column - width + leftWidth)));
    for (Between it : between) {
      Expression one = label(it.left());
      Expression other = label(it.right());
      if (it.operator().equals("eq")) {
        boolean inOrder = it.left().ofLeft();
        equalities.add(
            new Plan.Join.Equality(
                function("eq"), inOrder ? one : other, inOrder ? other : one, 0, it.nullsEqual()));
      } else {
        residual.add(
            new Expression.Call(
                function(it.operator()),
                List.of(
                    it.left().ofLeft() ? one : Columns.shift(one, leftWidth),
                    it.right().ofLeft() ? other : Columns.shift(other, leftWidth)),
                BOOLEAN,
                0));
      }
    }
    Plan.Join labelled =
        new Plan.Join(join.kind(), left, right, equalities, Conjunctions.join(residual));
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < join.fields().size(); i++) {
      columns.add(new Column(i < width ? i : i - width + leftWidth, join.fields().get(i).type()));
    }
    return new Plan.Project(labelled, columns, join.fields());
  }

  /** A value's label over its side's row. */
  private Expression label(Value value) {
    int before = 0;
    for (Value other : values.subList(0, values.indexOf(value))) {
      before += other.ofLeft() == value.ofLeft() ? 1 : 0;
    }
    Plan side = value.ofLeft() ? join.left() : join.right();
    return new Column(side.fields().size() + before, BYTES);
  }

  /** A comparison of bytes; their OIDs are in the order of {@code eq lt le gt ge}. */
  private static Function function(String operator) {
    int oid = 1948 + List.of("eq", "lt", "le", "gt", "ge").indexOf(operator);
    String name = "bytea" + operator;
    return new Function(
        oid, "pg_catalog", name, name, List.of(PgType.BYTEA, PgType.BYTEA), true, 'i');
  }
}
