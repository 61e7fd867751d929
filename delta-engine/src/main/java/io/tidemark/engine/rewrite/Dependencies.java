package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What determines what in a plan's rows: functional dependencies between columns, and the sets of
 * columns that tell any two rows apart. Equal is SQL's equal, so that NULLs of a group key are the
 * same value.
 *
 * @param dependencies where two rows agree on the determinant, they agree on the dependents; an
 *     empty determinant means constants
 * @param keys sets of columns on which no two rows agree; the empty set: there is at most one row
 */
record Dependencies(int width, List<Dependency> dependencies, List<BitSet> keys) {

  /** Keys beyond are forgotten: a join's are the product of its sides'. */
  private static final int MAX_KEYS = 16;

  record Dependency(BitSet determinant, BitSet dependents) {}

  Dependencies {
    dependencies = List.copyOf(dependencies);
    keys = List.copyOf(keys);
  }

  /** Whether no two rows are equal. */
  boolean isUnique() {
    return !keys.isEmpty();
  }

  /** Whether the columns determine a key, so that they are one. */
  boolean hasKeyWithin(BitSet columns) {
    BitSet closure = closure(columns);
    return keys.stream().anyMatch(key -> contains(closure, key));
  }

  /** All columns that the given ones determine, themselves among them. */
  BitSet closure(BitSet columns) {
    BitSet closure = (BitSet) columns.clone();
    for (boolean grown = true; grown; ) {
      int before = closure.cardinality();
      for (Dependency dependency : dependencies) {
        if (contains(closure, dependency.determinant())) {
          closure.or(dependency.dependents());
        }
      }
      grown = closure.cardinality() > before;
    }
    return closure;
  }

  static Dependencies of(Plan plan) {
    int width = plan.fields().size();
    return switch (plan) {
      case Plan.Scan scan -> scan(scan);
      case Plan.Values values ->
          new Dependencies(
              width, List.of(), values.rows().size() <= 1 ? List.of(new BitSet()) : List.of());
      case Plan.Filter filter ->
          of(filter.input()).withEqualities(Conjunctions.split(filter.predicate()));
      case Plan.Project project -> of(project.input()).project(project.expressions());
      case Plan.Join join -> JoinDependencies.of(join);
      case Plan.MultiJoin join -> of(join.joins());
      case Plan.Aggregate aggregate -> aggregate(aggregate);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.OrderLabels labels -> throw labels.isTooEarly();
      case Plan.GroupingSets grouping -> groupingSets(grouping);
      case Plan.Distinct distinct -> {
        Dependencies input = of(distinct.input());
        yield input.isUnique() ? input : input.withKey(range(0, width)).reduced();
      }
      case Plan.TopK topK -> topK(topK);
      case Plan.Window window -> window(window);
      case Plan.SetOperation operation -> { // rows of the left input
        Dependencies left = of(operation.left());
        yield operation.all() || left.isUnique() ? left : left.withKey(range(0, width)).reduced();
      }
      case Plan.UnionAll _ -> new Dependencies(width, List.of(), List.of());
      case Plan.TableFunction function -> tableFunction(function);
      case Plan.Recursive recursive -> {
        Dependencies unknown = new Dependencies(width, List.of(), List.of());
        yield recursive.all() ? unknown : unknown.withKey(range(0, width));
      }
      case Plan.RecursiveReference _ -> new Dependencies(width, List.of(), List.of());
    };
  }

  private static Dependencies scan(Plan.Scan scan) {
    int width = scan.fields().size();
    BitSet key = new BitSet();
    for (int column : scan.source().primaryKey()) {
      int place = scan.columns().indexOf(column);
      if (place < 0) {
        return new Dependencies(width, List.of(), List.of());
      }
      key.set(place);
    }
    return scan.source().primaryKey().isEmpty()
        ? new Dependencies(width, List.of(), List.of())
        : new Dependencies(width, List.of(), List.of()).withKey(key);
  }

  /** A key of the input and what tells one input row's rows apart: their number or their value. */
  private static Dependencies tableFunction(Plan.TableFunction function) {
    Dependencies input = of(function.input());
    int width = function.fields().size();
    Dependencies beside = new Dependencies(width, input.dependencies, List.of());
    boolean apart =
        function.ordinality()
            || (function.calls().size() == 1
                && function.calls().getFirst().function() instanceof Expression.Call call
                && call.function().isBuiltIn()
                && call.function().name().equals("generate_series"));
    if (!apart) {
      return beside;
    }
    for (BitSet key : input.keys) {
      BitSet longer = (BitSet) key.clone();
      longer.set(width - 1);
      beside = beside.withKey(longer);
    }
    return beside.reduced();
  }

  /** The input's keys stay; a row's number within its partition is one more. */
  private static Dependencies window(Plan.Window window) {
    int width = window.fields().size();
    Dependencies input = of(window.input());
    Dependencies result = new Dependencies(width, input.dependencies, List.of());
    for (BitSet key : input.keys) {
      result = result.withKey(key);
    }
    BitSet partition = new BitSet();
    for (Expression key : window.partitionKeys()) {
      Optional<Integer> column = column(key);
      if (column.isEmpty()) {
        return result.reduced();
      }
      partition.set(column.get());
    }
    for (int call = 0; call < window.calls().size(); call++) {
      if (window.calls().get(call).isBuiltIn("window_row_number")) {
        BitSet key = (BitSet) partition.clone();
        key.set(input.width + call);
        result = result.withKey(key);
      }
    }
    return result.reduced();
  }

  private static Dependencies topK(Plan.TopK topK) {
    Dependencies input = of(topK.input());
    if (!topK.givesOne()) {
      return input;
    }
    BitSet partition = new BitSet();
    for (Expression key : topK.partitionKeys()) {
      Optional<Integer> column = column(key);
      if (column.isEmpty()) {
        return input;
      }
      partition.set(column.get());
    }
    return input.withKey(partition).reduced();
  }

  private static Dependencies aggregate(Plan.Aggregate aggregate) {
    int keys = aggregate.keys().size();
    Dependencies groups = of(aggregate.input()).project(aggregate.keys());
    return new Dependencies(aggregate.fields().size(), groups.dependencies, List.of())
        .withKey(range(0, keys))
        .reduced();
  }

  /**
   * The keys and the set tell rows apart. What holds between the keys of the input does not hold
   * where some of them are NULL for being of no set; a GROUPING() that differs from set to set
   * tells which set a row is of.
   */
  private static Dependencies groupingSets(Plan.GroupingSets grouping) {
    int keys = grouping.keys().size();
    int width = grouping.fields().size();
    BitSet key = range(0, keys);
    key.set(width - 1);
    List<Dependency> which = new ArrayList<>();
    for (int i = 0; i < grouping.groupings().size(); i++) {
      int index = i;
      long distinct =
          IntStream.range(0, grouping.sets().size())
              .map(set -> grouping.grouping(index, set))
              .distinct()
              .count();
      if (distinct == grouping.sets().size()) {
        which.add(new Dependency(one(keys + grouping.aggregates().size() + index), one(width - 1)));
      }
    }
    Dependencies sets = new Dependencies(width, which, List.of()).withKey(key);
    for (Dependency dependency : which) {
      BitSet other = range(0, keys);
      other.or(dependency.determinant());
      sets = sets.withKey(other);
    }
    return sets.reduced();
  }

  Dependencies withEqualities(List<Expression> conditions) {
    Dependencies result = this;
    for (Expression condition : conditions) {
      Optional<EqualityFunctions.Match> match = EqualityFunctions.match(condition);
      if (match.isPresent()) {
        result = result.withEquality(match.get().left(), match.get().right());
      }
    }
    return result.reduced();
  }

  /**
   * Rows in which two expressions are equal. A cast to a wider type keeps apart what is apart, so
   * that it determines its operand too.
   */
  Dependencies withEquality(Expression left, Expression right) {
    List<Dependency> more = new ArrayList<>(dependencies);
    determinant(right)
        .ifPresent(by -> column(left).ifPresent(to -> more.add(new Dependency(by, one(to)))));
    determinant(left)
        .ifPresent(by -> column(right).ifPresent(to -> more.add(new Dependency(by, one(to)))));
    return new Dependencies(width, more, keys);
  }

  /**
   * The columns that determine an expression up to equality: of an expression over a column that is
   * hard to say, since 1.0 equals 1.00 but its text does not.
   */
  private static Optional<BitSet> determinant(Expression expression) {
    if (Columns.of(expression).isEmpty()) {
      return Optional.of(new BitSet());
    }
    return isOfEqualStrings(expression)
        ? Optional.empty()
        : column(expression).map(Dependencies::one);
  }

  /** Whether a column is taken by another equality than its own, by which more is equal. */
  private static boolean isOfEqualStrings(Expression expression) {
    return expression instanceof Expression.Relabel relabel
        && (isOfEqualStrings(relabel.operand())
            || (CollationRules.isUsersOwn(relabel.operand().type().collation())
                && !isSameEquality(relabel.type(), relabel.operand().type())));
  }

  /** The column that an expression is, under casts that keep different values different. */
  static Optional<Integer> column(Expression expression) {
    return switch (expression) {
      case Column column -> Optional.of(column.index());
      case Expression.Relabel relabel
          when isSameEquality(relabel.operand().type(), relabel.type()) ->
          column(relabel.operand());
      case Expression.Call call
          when EqualityFunctions.casts().contains(call.function())
              && call.arguments().size() == 1 ->
          column(call.arguments().getFirst());
      default -> Optional.empty();
    };
  }

  /** Whether what is equal as the one type is so as the other: not by a collation of users' own. */
  private static boolean isSameEquality(PgType from, PgType to) {
    return (from.oid() == to.oid() || (isText(from) && isText(to)))
        && (from.collation() == to.collation() || !CollationRules.isUsersOwn(to.collation()));
  }

  /** Types whose equality is that of their characters, as text's is. */
  private static boolean isText(PgType type) {
    return type.oid() == PgType.VARCHAR || type.oid() == PgType.TEXT;
  }

  Dependencies withKey(BitSet key) {
    List<Dependency> more = new ArrayList<>(dependencies);
    more.add(new Dependency(key, range(0, width)));
    List<BitSet> all = new ArrayList<>(keys);
    all.add(key);
    return new Dependencies(width, more, all);
  }

  /** What is known of rows that consist of expressions over these. */
  private Dependencies project(List<Expression> expressions) {
    List<Dependency> projected = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      if (Columns.of(expressions.get(i)).isEmpty()) {
        projected.add(new Dependency(new BitSet(), one(i)));
      }
    }
    for (Dependency dependency : dependencies) {
      outputs(dependency.determinant(), expressions)
          .ifPresent(determinant ->
              projected.add(
                  new Dependency(determinant, determined(dependency.determinant(), expressions))));
    }
    List<BitSet> kept = new ArrayList<>();
    for (BitSet key : keys) {
      outputs(key, expressions).ifPresent(kept::add);
    }
    List<Dependency> own = new ArrayList<>(projected);
    // The same column twice, or equal columns
    for (int i = 0; i < expressions.size(); i++) {
      Optional<Integer> column = column(expressions.get(i));
      if (column.isPresent()) {
        own.add(new Dependency(one(i), determined(one(column.get()), expressions)));
      }
    }
    return new Dependencies(expressions.size(), own, limited(kept)).reduced();
  }

  /** Output columns that together determine the given columns, if there are any. */
  private Optional<BitSet> outputs(BitSet columns, List<Expression> expressions) {
    BitSet outputs = new BitSet();
    for (int wanted : columns.stream().toArray()) {
      int found = output(wanted, expressions);
      if (found < 0) {
        return Optional.empty();
      }
      outputs.set(found);
    }
    return Optional.of(outputs);
  }

  private int output(int wanted, List<Expression> expressions) {
    int equivalent = -1;
    for (int i = 0; i < expressions.size(); i++) {
      Optional<Integer> column = column(expressions.get(i));
      if (column.isPresent() && column.get() == wanted) {
        return i;
      }
      if (column.isPresent() && equivalent < 0 && closure(one(column.get())).get(wanted)) {
        equivalent = i;
      }
    }
    return equivalent;
  }

  /** The output columns whose inputs the given columns determine. */
  private BitSet determined(BitSet columns, List<Expression> expressions) {
    BitSet closure = closure(columns);
    BitSet outputs = new BitSet();
    for (int i = 0; i < expressions.size(); i++) {
      Optional<Integer> column = column(expressions.get(i));
      if (column.isPresent() && closure.get(column.get())) {
        outputs.set(i);
      }
    }
    return outputs;
  }

  /** Keys without the columns that their other columns determine, small ones first. */
  Dependencies reduced() {
    List<BitSet> smaller = new ArrayList<>();
    for (BitSet key : keys) {
      BitSet reduced = (BitSet) key.clone();
      // From the right: columns that the user wrote first stay
      for (int column = reduced.length() - 1; column >= 0; column--) {
        if (reduced.get(column)) {
          reduced.clear(column);
          if (!closure(reduced).get(column)) {
            reduced.set(column);
          }
        }
      }
      if (!smaller.contains(reduced)) {
        smaller.add(reduced);
      }
    }
    return new Dependencies(width, dependencies, limited(smaller));
  }

  static List<BitSet> limited(List<BitSet> keys) {
    return keys.stream()
        .distinct()
        .sorted(Comparator.comparingInt(BitSet::cardinality).thenComparingInt(BitSet::length))
        .limit(MAX_KEYS)
        .toList();
  }

  private static BitSet one(int column) {
    return range(column, column + 1);
  }

  private static BitSet range(int from, int to) {
    BitSet range = new BitSet();
    range.set(from, to);
    return range;
  }

  static BitSet shift(BitSet columns, int by) {
    BitSet shifted = new BitSet();
    columns.stream().forEach(column -> shifted.set(column + by));
    return shifted;
  }

  private static boolean contains(BitSet set, BitSet part) {
    BitSet rest = (BitSet) part.clone();
    rest.andNot(set);
    return rest.isEmpty();
  }
}
