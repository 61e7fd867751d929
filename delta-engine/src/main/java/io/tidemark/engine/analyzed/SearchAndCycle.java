package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.plan.Expression.Path;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The SEARCH and CYCLE clauses of a recursive query, which PostgreSQL's rewriter turns into further
 * columns when the query runs (rewriteSearchCycle.c); the analysed tree has the clauses as they
 * are. A row carries the rows that led to it; a row that is among its own ancestors is marked and
 * leads to none.
 *
 * <p>The recursion's columns: those of the query, the search sequence, the cycle mark and path as
 * far as there are such clauses, and behind them the depth of a breadth-first search, and whether
 * the row is marked. Sequence and path are bytes of our own: whatever PostgreSQL does with a record
 * is refused by their type.
 */
final class SearchAndCycle {

  private static final int RECORD = 2249;
  private static final int RECORD_ARRAY = 2287;
  private static final PgType BYTES = PgType.of(PgType.BYTEA);
  private static final PgType TRUTH = PgType.of(PgType.BOOL);
  private static final PgType DEPTH = PgType.of(PgType.INT8);
  private static final Constant NO_PATH = new Constant(null, BYTES);
  private static final Constant FALSE = new Constant(new byte[] {0}, TRUTH);
  private static final Function PLUS =
      new Function(
          463, "pg_catalog", "int8pl", "int8pl", List.of(PgType.INT8, PgType.INT8), true, 'i');

  /** Types of which different bytes are different values. */
  private static final Set<Integer> PLAIN =
      Set.of(PgType.BOOL, PgType.INT2, PgType.INT4, PgType.INT8, PgType.TEXT, PgType.VARCHAR);

  private final List<Field> columns;
  private final boolean all;
  private final @Nullable Node search;
  private final @Nullable Node cycle;
  private final ExpressionTranslator translator;

  /**
   * @param columns of the query itself
   * @param all whether it is a UNION ALL, whose sequence nothing can tell
   */
  private SearchAndCycle(
      Node table, List<Field> columns, boolean all, ExpressionTranslator translator) {
    this.columns = columns;
    this.all = all;
    this.search = table.nodeOrNull("search_clause");
    this.cycle = table.nodeOrNull("cycle_clause");
    this.translator = translator;
  }

  /** The clauses of a recursive query, null if it has none. */
  static @Nullable SearchAndCycle of(
      Node table, List<Field> columns, boolean all, ExpressionTranslator translator) {
    return table.nodeOrNull("search_clause") == null && table.nodeOrNull("cycle_clause") == null
        ? null
        : new SearchAndCycle(table, columns, all, translator);
  }

  /** The recursion's columns. */
  List<Field> fields() {
    List<Field> fields = new ArrayList<>(columns);
    if (search != null) {
      fields.add(new Field(search.text("search_seq_column"), BYTES, false));
    }
    if (cycle != null) {
      fields.add(new Field(cycle.text("cycle_mark_column"), mark("cycle_mark_value").type(), true));
      fields.add(new Field(cycle.text("cycle_path_column"), BYTES, false));
    }
    fields.add(new Field("depth", DEPTH, false));
    fields.add(new Field("marked", TRUTH, false));
    return fields;
  }

  /**
   * The recursion's rows as the query sees them.
   *
   * @param carrying whether with the two last columns, which no name reaches
   */
  Plan visible(Plan recursion, boolean carrying) {
    List<Expression> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    int width = recursion.fields().size();
    for (Field field : recursion.fields().subList(0, carrying ? width : width - 2)) {
      int place = fields.size();
      Expression column = new Column(place, field.type());
      boolean hidden = place == sequence() || (cycle != null && place == path());
      if (hidden) {
        PgType type = PgType.of(place == sequence() && isBreadthFirst() ? RECORD : RECORD_ARRAY);
        column = ExpressionTranslator.relabel(column, type);
        fields.add(new Field(field.name(), type, false));
      } else {
        fields.add(field);
      }
      expressions.add(column);
    }
    return new Plan.Project(recursion, expressions, fields);
  }

  /** The first rows, at the begin of their paths. */
  Plan base(Plan base) {
    List<Expression> row = row(base);
    if (search != null) {
      row.add(sequence(NO_PATH, number(0)));
    }
    if (cycle != null) {
      row.add(mark("cycle_mark_default"));
      row.add(append(NO_PATH, cycle, "cycle_col_list"));
    }
    row.add(number(0));
    row.add(FALSE);
    return new Plan.Project(base, row, fields());
  }

  /** The UNION with a recursive term that gives its ancestor's further columns behind its own. */
  Node carrying(Node union, String name) {
    int place = union.node("setOperations").node("rarg").integer("rtindex") - 1;
    List<@Nullable NodeValue> entries = new ArrayList<>(union.items("rtable"));
    Node entry = union.nodes("rtable").get(place);
    entries.set(place, with(entry, "subquery", carryingTerm(entry.node("subquery"), name)));
    return with(union, "rtable", new NodeValue.Items(entries));
  }

  private static Node with(Node node, String field, NodeValue value) {
    Map<String, @Nullable NodeValue> fields = new HashMap<>(node.fields());
    fields.put(field, value);
    return new Node(node.tag(), fields);
  }

  private Node carryingTerm(Node subquery, String name) {
    if (subquery.isPresent("distinctClause")
        || subquery.isPresent("groupClause")
        || subquery.nodeOrNull("setOperations") != null
        || subquery.isPresent("limitCount")) {
      throw Refusals.construct("SEARCH or CYCLE of a recursive term that is not a plain SELECT");
    }
    List<Node> rangeTable = subquery.nodes("rtable");
    int self = -1;
    for (int i = 0; i < rangeTable.size() && self < 0; i++) {
      Node entry = rangeTable.get(i);
      if (entry.has("ctename")
          && name.equals(entry.name("ctename"))
          && entry.flag("self_reference")) {
        self = i + 1;
      }
    }
    if (self < 0) {
      throw new NodeFormatException("The recursive term of " + name + " does not name it");
    }
    List<@Nullable NodeValue> targets = new ArrayList<>(subquery.items("targetList"));
    for (int column = columns.size(); column < fields().size(); column++) {
      targets.add(target(self, column + 1, fields().get(column).name()));
    }
    return with(subquery, "targetList", new NodeValue.Items(targets));
  }

  private static Node target(int entry, int attribute, String name) {
    Map<String, @Nullable NodeValue> variable = new HashMap<>();
    variable.put("varno", new NodeValue.Atom(Integer.toString(entry)));
    variable.put("varattno", new NodeValue.Atom(Integer.toString(attribute)));
    variable.put("varlevelsup", new NodeValue.Atom("0"));
    Map<String, @Nullable NodeValue> target = new HashMap<>();
    target.put("expr", new Node("VAR", variable));
    target.put("resname", new NodeValue.Atom(name));
    target.put("ressortgroupref", new NodeValue.Atom("0"));
    target.put("resjunk", new NodeValue.Atom("false"));
    return new Node("TARGETENTRY", target);
  }

  /** The rows of a round: none of a marked row, and each with its path. */
  Plan step(Plan carrying) {
    int last = fields().size() - 1;
    Plan leading = new Plan.Filter(carrying, new Expression.Not(new Column(last, TRUTH)));
    List<Expression> row = row(carrying);
    Expression depth =
        new Expression.Call(PLUS, List.of(new Column(last - 1, DEPTH), number(1)), DEPTH, 0);
    if (search != null) {
      row.add(sequence(ours(carrying, sequence()), depth));
    }
    Expression marked = FALSE;
    if (cycle != null) {
      Expression path = ours(carrying, path());
      marked = new Path(Path.Kind.CONTAINS, operands(path, cycle, "cycle_col_list"));
      Constant value = mark("cycle_mark_value");
      row.add(
          new Expression.Case(
              List.of(new Expression.Case.When(marked, value)),
              mark("cycle_mark_default"),
              value.type()));
      row.add(append(path, cycle, "cycle_col_list"));
    }
    row.add(isBreadthFirst() && !all ? depth : number(0));
    row.add(marked);
    return new Plan.Project(leading, row, fields());
  }

  private static Expression ours(Plan carrying, int place) {
    return ExpressionTranslator.relabel(
        new Column(place, carrying.fields().get(place).type()), BYTES);
  }

  private List<Expression> row(Plan plan) {
    List<Expression> row = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      row.add(new Column(i, plan.fields().get(i).type()));
    }
    return row;
  }

  /** What tells rows of a UNION apart; of a UNION ALL nothing is to be told. */
  private Expression sequence(Expression path, Expression depth) {
    Node clause = java.util.Objects.requireNonNull(search);
    if (all) {
      return new Constant(new byte[0], BYTES);
    }
    if (!isBreadthFirst()) {
      return append(path, clause, "search_col_list");
    }
    List<Expression> operands = new ArrayList<>(operands(NO_PATH, clause, "search_col_list"));
    operands.add(depth);
    return new Path(Path.Kind.APPEND, operands);
  }

  private Expression append(Expression path, Node clause, String list) {
    return new Path(Path.Kind.APPEND, operands(path, clause, list));
  }

  private List<Expression> operands(Expression path, Node clause, String list) {
    List<Expression> operands = new ArrayList<>();
    operands.add(path);
    List<String> names = columns.stream().map(Field::name).toList();
    for (String name : clause.names(list)) {
      int place = names.indexOf(name);
      operands.add(new Column(place, columns.get(place).type()));
    }
    return operands;
  }

  private Constant mark(String field) {
    Node clause = java.util.Objects.requireNonNull(cycle);
    Constant value = constant(clause, "cycle_mark_value");
    Constant otherwise = constant(clause, "cycle_mark_default");
    if (Arrays.equals(value.value(), otherwise.value())) {
      throw Refusals.construct("CYCLE with a mark that is its own default");
    }
    return field.equals("cycle_mark_value") ? value : otherwise;
  }

  private Constant constant(Node clause, String field) {
    if (translator.translate(clause.node(field)) instanceof Constant constant
        && constant.value() != null
        && PLAIN.contains(constant.type().oid())) {
      translator.checkCollation(constant.type().collation());
      return constant;
    }
    throw Refusals.construct("CYCLE with another mark than two constants", "Use true and false");
  }

  private boolean isBreadthFirst() {
    return search != null && search.flag("search_breadth_first");
  }

  private int sequence() {
    return search == null ? -1 : columns.size();
  }

  private int path() {
    return columns.size() + (search == null ? 1 : 2);
  }

  private static Constant number(long value) {
    return new Constant(java.nio.ByteBuffer.allocate(Long.BYTES).putLong(value).array(), DEPTH);
  }
}
