package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A relation as a bag of rows, in the algebra that every query is brought into. Immutable; walked
 * by {@code switch} without a default branch, so that a new node does not compile until every
 * rewrite and printer has decided about it.
 */
public sealed interface Plan {

  /** The columns of the output, in order. */
  List<Field> fields();

  /**
   * All rows of a source.
   *
   * @param columns for each output field, the index of the column in the source's captured row
   */
  record Scan(SourceTable source, List<Integer> columns, List<Field> fields) implements Plan {
    public Scan {
      columns = List.copyOf(columns);
      fields = List.copyOf(fields);
      check(columns.size() == fields.size(), "a scan names each of its columns");
    }
  }

  /** The rows for which the predicate is true (not NULL). */
  record Filter(Plan input, Expression predicate) implements Plan {
    @Override
    public List<Field> fields() {
      return input.fields();
    }
  }

  /** Each row mapped to the values of the expressions. */
  record Project(Plan input, List<Expression> expressions, List<Field> fields) implements Plan {
    public Project {
      expressions = List.copyOf(expressions);
      fields = List.copyOf(fields);
      check(expressions.size() == fields.size(), "a projection names each of its expressions");
    }
  }

  /**
   * Rows of both sides by a condition. Two rows match where all equalities and the residual are
   * true, so that a NULL matches nothing; what becomes of matches and of rows without any is the
   * {@linkplain Join.Kind kind}'s.
   *
   * @param equalities may be empty: then every pair is looked at
   * @param residual over the left row's columns followed by the right's, whatever the kind's
   *     output; empty for none
   */
  record Join(
      Join.Kind kind,
      Plan left,
      Plan right,
      List<Equality> equalities,
      java.util.Optional<Expression> residual)
      implements Plan {

    /** What a join gives out. */
    public enum Kind {
      /** The matching pairs: the left row's columns, then the right row's. */
      INNER,
      /** The matching pairs, and each left row without a match once, beside NULLs. */
      LEFT,
      /** As LEFT, and each right row without a match behind NULLs. */
      FULL,
      /** The left rows that have a match, as often as they are there; the left columns only. */
      SEMI,
      /** The left rows that have no match, as often as they are there; the left columns only. */
      ANTI;

      /** Whether the output has the right side's columns. */
      public boolean givesRight() {
        return this == INNER || this == LEFT || this == FULL;
      }

      /** Whether left rows without a match are in the output. */
      public boolean keepsLeft() {
        return this == LEFT || this == FULL || this == ANTI;
      }
    }

    /**
     * {@code left = right}, each over its own side's row, by the given equality function.
     *
     * @param nullsEqual whether NULL equals NULL: {@code IS NOT DISTINCT FROM}
     */
    public record Equality(
        Function function, Expression left, Expression right, int collation, boolean nullsEqual) {

      /** An equality that a NULL on either side makes not true. */
      public Equality(Function function, Expression left, Expression right, int collation) {
        this(function, left, right, collation, false);
      }

      /** The same as a condition over the left row's columns followed by the right's. */
      public Expression condition(int leftWidth) {
        Expression shifted = Columns.shift(right, leftWidth);
        return nullsEqual
            ? new Expression.Not(new Expression.IsDistinctFrom(function, left, shifted, collation))
            : new Expression.Call(
                function, List.of(left, shifted), PgType.of(PgType.BOOL), collation);
      }
    }

    public Join {
      equalities = List.copyOf(equalities);
    }

    /**
     * {@code left RIGHT JOIN right}: a LEFT join of the swapped sides, its columns put in order.
     */
    @SuppressWarnings("ArgumentSelectionDefectChecker") // the sides are swapped
    public static Plan right(
        Plan left, Plan right, List<Equality> equalities, java.util.Optional<Expression> residual) {
      int leftWidth = left.fields().size();
      int rightWidth = right.fields().size();
      Join swapped =
          new Join(
              Join.Kind.LEFT,
              right,
              left,
              equalities.stream()
                  .map(equal ->
                      new Equality(
                          equal.function(),
                          equal.right(),
                          equal.left(),
                          equal.collation(),
                          equal.nullsEqual()))
                  .toList(),
              residual.map(condition ->
                  Columns.move(
                      condition,
                      column -> column < leftWidth ? column + rightWidth : column - leftWidth)));
      List<Field> fields =
          new ArrayList<>(swapped.fields().subList(rightWidth, rightWidth + leftWidth));
      fields.addAll(swapped.fields().subList(0, rightWidth));
      List<Expression> columns = new ArrayList<>();
      for (Field field : fields) {
        int place = columns.size();
        columns.add(
            new Expression.Column(
                place < leftWidth ? place + rightWidth : place - leftWidth, field.type()));
      }
      return new Project(swapped, columns, fields);
    }

    /** What must be true of a matching pair, each over its row as the residual is. */
    public List<Expression> conditions() {
      List<Expression> conditions = new ArrayList<>();
      for (Equality equality : equalities) {
        conditions.add(equality.condition(left.fields().size()));
      }
      residual.ifPresent(condition -> conditions.addAll(Conjunctions.split(condition)));
      return conditions;
    }

    /** The same sides and condition under another kind. */
    public Join as(Join.Kind other) {
      return new Join(other, left, right, equalities, residual);
    }

    /** The columns that the residual is over: the left side's, then the right side's. */
    public List<Field> pairFields() {
      List<Field> fields = new ArrayList<>(left.fields());
      fields.addAll(right.fields());
      return List.copyOf(fields);
    }

    @Override
    public List<Field> fields() {
      return switch (kind) {
        case INNER -> pairFields();
        case LEFT, FULL -> {
          List<Field> fields = new ArrayList<>();
          for (Field field : left.fields()) {
            fields.add(kind == Join.Kind.FULL ? nullable(field) : field);
          }
          right.fields().forEach(field -> fields.add(nullable(field)));
          yield List.copyOf(fields);
        }
        case SEMI, ANTI -> left.fields();
      };
    }

    private static Field nullable(Field field) {
      return new Field(field.name(), field.type(), true);
    }
  }

  /**
   * A join whose right side is computed for each left row: it reads {@link Expression.Parameter}s
   * of this depth, which stand for the arguments. Exists between analysis and the unnesting
   * rewrite.
   *
   * @param kind INNER or LEFT: of LATERAL; subqueries in expressions are {@link
   *     Expression.Subquery}
   * @param arguments over the left row
   * @param condition over the left row's columns followed by the right's; empty for none
   */
  record DependentJoin(
      Join.Kind kind,
      Plan left,
      Plan right,
      int depth,
      List<Expression> arguments,
      java.util.Optional<Expression> condition)
      implements Plan {
    public DependentJoin {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Field> fields() {
      return new Join(kind, left, right, List.of(), condition).fields();
    }

    /** What whoever meets one after unnesting throws. */
    public IllegalStateException isLeft() {
      return new IllegalStateException("a dependent join is left after unnesting");
    }
  }

  /**
   * One row per group of equal keys: the keys, then the aggregates. Without keys there is exactly
   * one row, also for an empty input.
   */
  record Aggregate(
      Plan input, List<Expression> keys, List<AggregateCall> aggregates, List<Field> fields)
      implements Plan {
    public Aggregate {
      keys = List.copyOf(keys);
      aggregates = List.copyOf(aggregates);
      fields = List.copyOf(fields);
      check(
          fields.size() == keys.size() + aggregates.size(),
          "an aggregation gives its keys and its aggregates");
    }
  }

  /**
   * GROUPING SETS, ROLLUP and CUBE: for each set one row per group of rows with equal keys of that
   * set, and of a set without keys exactly one row, also for an empty input. Output: the keys, of
   * which those that are not of the row's set are NULL; the aggregates; one integer per GROUPING();
   * last, the number of the set, which tells equal rows of two sets apart.
   *
   * @param sets indexes of keys; a set may occur twice, and then so do its rows
   * @param groupings the arguments of each GROUPING(), as indexes of keys
   */
  record GroupingSets(
      Plan input,
      List<Expression> keys,
      List<List<Integer>> sets,
      List<AggregateCall> aggregates,
      List<List<Integer>> groupings,
      List<Field> fields)
      implements Plan {
    public GroupingSets {
      keys = List.copyOf(keys);
      sets = sets.stream().map(List::copyOf).toList();
      aggregates = List.copyOf(aggregates);
      groupings = groupings.stream().map(List::copyOf).toList();
      fields = List.copyOf(fields);
      check(!sets.isEmpty(), "there is a set to group by");
      check(
          fields.size() == keys.size() + aggregates.size() + groupings.size() + 1,
          "grouping sets give keys, aggregates, GROUPING()s and the set's number");
    }

    /**
     * What a GROUPING() is for the rows of a set: a bit per argument, 1 if it is not grouped by.
     */
    public int grouping(int grouping, int set) {
      int bits = 0;
      for (int key : groupings.get(grouping)) {
        bits = bits << 1 | (sets.get(set).contains(key) ? 0 : 1);
      }
      return bits;
    }

    /** Whether the rows of every set have the key's own value. */
    public boolean isInEverySet(int key) {
      return sets.stream().allMatch(set -> set.contains(key));
    }
  }

  /** Each distinct row once, by its columns' default equality. */
  record Distinct(Plan input) implements Plan {
    @Override
    public List<Field> fields() {
      return input.fields();
    }
  }

  /**
   * Of each partition of rows with equal keys, those at the positions {@code [offset, offset +
   * limit)} of an order: LIMIT, FETCH FIRST, DISTINCT ON. Rows that the sort keys hold equal stand
   * in any order, the same one until the input changes.
   *
   * @param partitionKeys empty for one partition of everything
   * @param limit null for none
   * @param withTies whether the peers of the last row belong to it
   */
  record TopK(
      Plan input,
      List<Expression> partitionKeys,
      List<SortKey> sortKeys,
      long offset,
      @Nullable Long limit,
      boolean withTies)
      implements Plan {
    public TopK {
      partitionKeys = List.copyOf(partitionKeys);
      sortKeys = List.copyOf(sortKeys);
      check(offset >= 0 && (limit == null || limit >= 0), "offset and limit are not negative");
    }

    /** Whether at most one row of a partition is given out. */
    public boolean givesOne() {
      return limit != null && (limit == 0 || (limit == 1 && !withTies));
    }

    @Override
    public List<Field> fields() {
      return input.fields();
    }
  }

  /**
   * Inner joins of three and more inputs along a tree of equalities, of which no intermediate
   * result is kept. Output: the inputs' columns, side by side.
   *
   * @param edges the one at {@code i} joins input {@code i + 1} with an earlier one
   */
  record MultiJoin(List<Plan> inputs, List<Edge> edges) implements Plan {

    /**
     * How an input is joined.
     *
     * @param earlier an input before it
     * @param equalities over a row of the earlier input on the left, of this one on the right
     */
    public record Edge(int earlier, List<Join.Equality> equalities) {
      public Edge {
        equalities = List.copyOf(equalities);
      }
    }

    public MultiJoin {
      inputs = List.copyOf(inputs);
      edges = List.copyOf(edges);
      check(edges.size() == inputs.size() - 1, "each input but the first is joined with one");
    }

    /** The same as joins of two inputs each. */
    public Plan joins() {
      Plan joined = inputs.getFirst();
      List<Integer> starts = new ArrayList<>(List.of(0));
      for (int i = 1; i < inputs.size(); i++) {
        Edge edge = edges.get(i - 1);
        int start = starts.get(edge.earlier());
        starts.add(joined.fields().size());
        joined =
            new Join(
                Join.Kind.INNER,
                joined,
                inputs.get(i),
                edge.equalities().stream().map(equality -> shifted(equality, start)).toList(),
                java.util.Optional.empty());
      }
      return joined;
    }

    private static Join.Equality shifted(Join.Equality equality, int by) {
      return new Join.Equality(
          equality.function(),
          Columns.shift(equality.left(), by),
          equality.right(),
          equality.collation(),
          equality.nullsEqual());
    }

    /** What a rewrite that meets one throws. */
    public IllegalStateException isTooEarly() {
      return new IllegalStateException("joins are put together behind the other rewrites");
    }

    @Override
    public List<Field> fields() {
      return inputs.stream().flatMap(input -> input.fields().stream()).toList();
    }
  }

  /**
   * Each row beside labels of some of its columns: bytes that are ordered as the column's values
   * are, which only PostgreSQL knows, and equal exactly where those are. Labels of columns of one
   * type can be compared with each other, those of two such nodes cannot. Output: the input's
   * columns, then the labels. Put in when a circuit is compiled, behind all rewrites.
   */
  record OrderLabels(Plan input, List<Label> labels) implements Plan {

    private static final PgType TYPE = PgType.of(PgType.BYTEA);

    /**
     * What is labelled.
     *
     * @param column of the input
     * @param type by whose default order, with its collation
     */
    public record Label(int column, PgType type) {}

    public OrderLabels {
      labels = List.copyOf(labels);
    }

    /** A label's column in the output. */
    public Expression.Column column(int label) {
      return new Expression.Column(input.fields().size() + label, TYPE);
    }

    /** What a rewrite that meets one throws. */
    public IllegalStateException isTooEarly() {
      return new IllegalStateException("labels are put in behind the rewrites");
    }

    @Override
    public List<Field> fields() {
      List<Field> fields = new ArrayList<>(input.fields());
      for (Label label : labels) {
        Field labelled = input.fields().get(label.column());
        fields.add(new Field("label of " + labelled.name(), TYPE, labelled.nullable()));
      }
      return List.copyOf(fields);
    }
  }

  /**
   * Each row with what window functions see of the rows around it, in the order of its partition.
   * Output: the input's columns, then the calls. Rows that the sort keys hold equal stand in any
   * order, the same one for all calls.
   *
   * @param partitionKeys empty for one partition of everything
   * @param callFields one per call
   */
  record Window(
      Plan input,
      List<Expression> partitionKeys,
      List<SortKey> sortKeys,
      List<WindowCall> calls,
      List<Field> callFields)
      implements Plan {
    public Window {
      partitionKeys = List.copyOf(partitionKeys);
      sortKeys = List.copyOf(sortKeys);
      calls = List.copyOf(calls);
      callFields = List.copyOf(callFields);
      check(calls.size() == callFields.size(), "a window names each of its calls");
    }

    @Override
    public List<Field> fields() {
      List<Field> fields = new ArrayList<>(input.fields());
      fields.addAll(callFields);
      return List.copyOf(fields);
    }
  }

  /**
   * INTERSECT or EXCEPT by the columns' default equality; inputs have the same types. The rows
   * given out are rows of the left input.
   *
   * @param all whether copies are counted: the smaller number, or the difference; else each row
   *     once
   */
  record SetOperation(SetOperator kind, boolean all, Plan left, Plan right, List<Field> fields)
      implements Plan {

    /** What is given out. */
    public enum SetOperator {
      /** What both inputs have. */
      INTERSECT,
      /** What the left input has and the right one has not. */
      EXCEPT
    }

    public SetOperation {
      fields = List.copyOf(fields);
      check(
          left.fields().size() == fields.size() && right.fields().size() == fields.size(),
          "a set operation's inputs have the same width");
    }
  }

  /** The rows of all inputs, duplicates kept; inputs have the same types. */
  record UnionAll(List<Plan> inputs, List<Field> fields) implements Plan {
    public UnionAll {
      inputs = List.copyOf(inputs);
      fields = List.copyOf(fields);
      for (Plan input : inputs) {
        check(input.fields().size() == fields.size(), "a union's inputs have the same width");
      }
    }
  }

  /** Constant rows: VALUES, or the single empty row of a SELECT without FROM. */
  record Values(List<List<Expression>> rows, List<Field> fields) implements Plan {
    public Values {
      rows = rows.stream().map(List::copyOf).toList();
      fields = List.copyOf(fields);
    }
  }

  /**
   * Each row of the input beside each row that functions give for it: those of several functions
   * side by side, the shorter ones filled up with NULLs (ROWS FROM). Output: the input's columns,
   * the functions', the ordinality.
   *
   * @param calls over the input's row
   * @param ordinality whether the functions' rows are numbered from 1 on, in the last column
   * @param outer whether a row for which nothing is given stands once, beside NULLs
   * @param condition of an outer one, over the output row: what it is not true of is not given
   */
  record TableFunction(
      Plan input,
      List<TableCall> calls,
      boolean ordinality,
      boolean outer,
      java.util.Optional<Expression> condition,
      List<Field> fields)
      implements Plan {
    public TableFunction {
      calls = List.copyOf(calls);
      fields = List.copyOf(fields);
      int columns = calls.stream().mapToInt(call -> call.columns().size()).sum();
      check(
          fields.size() == input.fields().size() + columns + (ordinality ? 1 : 0),
          "a table function gives its input's columns and its own");
      check(outer || condition.isEmpty(), "only an outer table function has a condition");
    }

    /** The columns that the functions give, the ordinality among them. */
    public List<Field> given() {
      return fields.subList(input.fields().size(), fields.size());
    }

    /** The same calls beside the rows of another input, of which they may be made otherwise. */
    public TableFunction over(Plan other, List<TableCall> otherCalls) {
      List<Field> all = new ArrayList<>(other.fields());
      all.addAll(given());
      return new TableFunction(other, otherCalls, ordinality, outer, condition, all);
    }
  }

  /**
   * What a recursive WITH query gives: the rows of the base, then again and again those of the step
   * over what the round before has given, until a round gives nothing. The output's columns are the
   * step's and the base's, by position.
   *
   * @param all whether rows are kept whenever they come (UNION ALL); else a round gives only rows
   *     that no round before has given, each once (UNION)
   * @param id by which the step's {@link RecursiveReference} names it, unique within a query
   */
  record Recursive(Plan base, Plan step, boolean all, int id, List<Field> fields) implements Plan {
    public Recursive {
      fields = List.copyOf(fields);
      check(
          base.fields().size() == fields.size() && step.fields().size() == fields.size(),
          "a recursion's base and step have its width");
    }
  }

  /**
   * Within the step of a recursion: the rows that its last round has given. With a negative id, and
   * until the rewrites are done: the rows of a common table expression that is named more than
   * once.
   */
  record RecursiveReference(int id, List<Field> fields) implements Plan {
    public RecursiveReference {
      fields = List.copyOf(fields);
    }

    /** What stands for a shared plan until the rewrites are done. */
    public static RecursiveReference shared(int index, List<Field> fields) {
      return new RecursiveReference(-1 - index, fields);
    }

    public boolean isShared() {
      return id < 0;
    }

    /** Which of the shared plans it stands for. */
    public int sharedIndex() {
      return -1 - id;
    }
  }

  /** The inputs, left to right. */
  default List<Plan> inputs() {
    return PlanParts.inputs(this);
  }

  /** The same node over other inputs; as many as {@link #inputs()} gives. */
  default Plan withInputs(List<Plan> with) {
    return PlanParts.withInputs(this, with);
  }

  /** The node's own expressions, each over the row that it is evaluated for. */
  default List<Expression> expressions() {
    return PlanParts.expressions(this);
  }

  /** The same node with each input replaced by what the function makes of it. */
  default Plan mapInputs(UnaryOperator<Plan> function) {
    List<Plan> inputs = inputs();
    return inputs.isEmpty() ? this : withInputs(inputs.stream().map(function).toList());
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalArgumentException(invariant);
    }
  }
}
