package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Subquery;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Subqueries in the condition of a LEFT or FULL join. One that reads one side becomes a column of
 * that side. Where one reads both, the matching pairs are computed as those of an inner join, and
 * the rows without a match as those that no pair has.
 */
final class OuterJoinSubqueries {

  /** Where the right side's columns stand while the left side's grow in number. */
  private static final int FAR = 1 << 24;

  private final Plan.Join join;
  private final UnaryOperator<Plan> unnest;
  private final SubqueryColumns left;
  private final SubqueryColumns right;
  private final int width;
  private final int rightWidth;

  OuterJoinSubqueries(Plan.Join join, UnaryOperator<Plan> unnest) {
    this.join = join;
    this.unnest = unnest;
    this.left = new SubqueryColumns(join.left(), unnest);
    this.right = new SubqueryColumns(join.right(), unnest);
    this.width = join.left().fields().size();
    this.rightWidth = join.right().fields().size();
  }

  Plan plan() {
    List<Expression> conditions = join.conditions().stream().map(SubqueryTruth::truth).toList();
    boolean apart = conditions.stream().allMatch(this::readsOneSideEach);
    return apart ? bySide(conditions) : byPairs();
  }

  /** Whether each of the subqueries, among others within one another, reads one side only. */
  private boolean readsOneSideEach(Expression condition) {
    if (condition instanceof Subquery) {
      BitSet columns = Columns.of(condition);
      return columns.length() <= width || columns.nextSetBit(0) >= width;
    }
    return condition.children().stream().allMatch(this::readsOneSideEach);
  }

  private Plan bySide(List<Expression> conditions) {
    List<Expression> placed = conditions.stream().map(this::placed).toList();
    Plan leftRows = left.plan();
    Plan rightRows = right.plan();
    int leftWidth = leftRows.fields().size();
    Plan joined =
        new Plan.Join(
            join.kind(),
            leftRows,
            rightRows,
            List.of(),
            Conjunctions.join(
                placed.stream()
                    .map(condition ->
                        Columns.move(
                            condition, column -> column < FAR ? column : column - FAR + leftWidth))
                    .toList()));
    List<Expression> outputs = new ArrayList<>(Unnested.columns(joined, 0, width));
    outputs.addAll(Unnested.columns(joined, leftWidth, leftWidth + rightWidth));
    return new Plan.Project(joined, outputs, join.fields());
  }

  private Expression placed(Expression condition) {
    if (condition instanceof Subquery subquery) {
      return Columns.of(subquery).length() <= width
          ? left.value(subquery)
          : Columns.shift(right.value(Columns.shift(subquery, -width)), FAR);
    }
    if (condition instanceof Column column) {
      return column.index() < width
          ? column
          : new Column(column.index() - width + FAR, column.type());
    }
    return Columns.replaceChildren(condition, this::placed);
  }

  private Plan byPairs() {
    Plan pairs = new Plan.Join(Kind.INNER, join.left(), join.right(), List.of(), Optional.empty());
    Expression condition = Conjunctions.join(join.conditions()).orElseThrow();
    Plan matches = unnest.apply(new Plan.Filter(pairs, condition));
    List<Plan> all = leftWithMatches(join.left(), matches, join.fields());
    if (join.kind() == Kind.FULL) {
      Plan rightAlone = without(join.right(), matches, width);
      List<Expression> behindNulls = new ArrayList<>();
      join.fields()
          .subList(0, width)
          .forEach(field -> behindNulls.add(Unnested.nothing(field.type())));
      behindNulls.addAll(Unnested.columns(rightAlone, 0, rightWidth));
      all.add(new Plan.Project(rightAlone, behindNulls, join.fields()));
    }
    return new Plan.UnionAll(all, join.fields());
  }

  /** A LATERAL join whose condition has subqueries, by its pairs. */
  static Plan lateral(Plan.DependentJoin join, UnaryOperator<Plan> unnest) {
    Plan pairs =
        new Plan.DependentJoin(
            Kind.INNER,
            join.left(),
            join.right(),
            join.depth(),
            join.arguments(),
            Optional.empty());
    Plan matches = unnest.apply(new Plan.Filter(pairs, join.condition().orElseThrow()));
    return join.kind() == Kind.INNER
        ? matches
        : new Plan.UnionAll(leftWithMatches(join.left(), matches, join.fields()), join.fields());
  }

  /** The matching pairs, and the left rows that are in none of them. */
  private static List<Plan> leftWithMatches(Plan left, Plan matches, List<Field> fields) {
    int width = left.fields().size();
    List<Plan> all = new ArrayList<>();
    all.add(new Plan.Project(matches, Unnested.columns(matches, 0, fields.size()), fields));
    Plan alone = without(left, matches, 0);
    List<Expression> besideNulls = new ArrayList<>(Unnested.columns(alone, 0, width));
    fields
        .subList(width, fields.size())
        .forEach(field -> besideNulls.add(Unnested.nothing(field.type())));
    all.add(new Plan.Project(alone, besideNulls, fields));
    return all;
  }

  /** The side's rows that are in none of the matches. Equal rows match alike. */
  private static Plan without(Plan side, Plan matches, int from) {
    int columns = side.fields().size();
    List<Expression> same = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      Field field = side.fields().get(i);
      same.add(
          new Expression.Not(
              new Expression.IsDistinctFrom(
                  EqualityFunctions.of(field.type()),
                  new Column(i, field.type()),
                  new Column(columns + from + i, field.type()),
                  field.type().collation())));
    }
    return new Plan.Join(Kind.ANTI, side, matches, List.of(), Conjunctions.join(same));
  }
}
