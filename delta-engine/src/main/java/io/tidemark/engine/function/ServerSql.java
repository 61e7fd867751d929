package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Writes an expression as SQL that means the same in any session: functions by their qualified
 * names over arguments of exactly their types, so that the overload is the analysed one, collations
 * spelled out. Columns of the row become the arguments {@code a.c1 …}, each once; everything above
 * them is written out, so that CASE and its kind keep their laziness. One object per statement.
 */
final class ServerSql {

  /** Types whose values are names of things in the catalog, which may change their meaning. */
  private static final Set<Integer> CATALOG_TYPES =
      Set.of(24, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191);

  /** anyelement and its kind, and "any". */
  private static final Set<Integer> POLYMORPHIC =
      Set.of(2276, 2277, 2283, 2776, 3500, 3831, 4537, 4538, 5077, 5078, 5079, 5080);

  private static final int RECORD = 2249;

  private final ServerExpressions server;
  private final FunctionLibrary library;
  private final List<Expression.Column> columns = new ArrayList<>();
  private final List<Expression.Constant> constants = new ArrayList<>();

  ServerSql(ServerExpressions server, FunctionLibrary library) {
    this.server = server;
    this.library = library;
  }

  /** The columns that became arguments, in the order of these. */
  List<Expression.Column> columns() {
    return columns;
  }

  List<Expression.Constant> constants() {
    return constants;
  }

  String print(Expression expression) {
    return switch (expression) {
      case Expression.Column column -> argument(column);
      case Expression.Constant constant -> constant(constant);
      case Expression.Call call -> call(call);
      case Expression.And and -> joined(and.operands(), " AND ");
      case Expression.Or or -> joined(or.operands(), " OR ");
      case Expression.Not not -> "(NOT " + print(not.operand()) + ")";
      case Expression.IsNull test ->
          "(" + print(test.operand()) + (test.negated() ? " IS NOT NULL)" : " IS NULL)");
      case Expression.BooleanTest test ->
          "(" + print(test.operand()) + " " + test.kind().name().replace('_', ' ') + ")";
      case Expression.IsDistinctFrom test -> distinct(test);
      case Expression.NullIf test ->
          "(CASE WHEN "
              + function(test.equality(), List.of(test.left(), test.right()), test.collation())
              + " THEN NULL ELSE "
              + print(test.left())
              + " END)";
      case Expression.Case cases -> choice(cases);
      case Expression.Coalesce coalesce -> "COALESCE" + joined(coalesce.operands(), ", ");
      case Expression.MinMax minMax -> minMax(minMax);
      case Expression.ArrayComparison comparison -> arrayComparison(comparison);
      case Expression.ArrayLiteral array -> {
        StringJoiner elements = new StringJoiner(", ", "ARRAY[", "]");
        array.elements().forEach(element -> elements.add(cast(element, array.elementType())));
        yield cast(elements.toString(), array.type());
      }
      case Expression.Relabel relabel -> relabel(relabel);
      case Expression.TextCast cast -> {
        checkTextCast(cast);
        yield cast(print(cast.operand()), cast.type());
      }
      case Expression.Sql sql -> template(sql);
      // More than one row raises the error of a scalar subquery, since it is one
      case Expression.SingleRow single ->
          "(SELECT "
              + print(single.value())
              + " FROM pg_catalog.generate_series(1, "
              + print(single.count())
              + "))";
      case Expression.Now _ -> throw ExpressionCompiler.clock();
      case Expression.Path _ -> throw path();
      case Expression.Parameter _, Expression.Subquery _ ->
          throw new IllegalStateException("a subquery is left after unnesting");
    };
  }

  private String argument(Expression.Column column) {
    if (!server.isTransportable(column.type().oid())) {
      throw untransportable(column.type());
    }
    int place = columns.indexOf(column);
    if (place < 0) {
      place = columns.size();
      columns.add(column);
    }
    return "a.c" + (place + 1);
  }

  private String constant(Expression.Constant constant) {
    if (constant.value() == null) {
      return cast("NULL", constant.type());
    }
    if (constant.value().length == 0) {
      return cast("''", constant.type()); // the driver takes a parameter without bytes for NULL
    }
    constants.add(constant);
    return server.isText(constant.type().oid())
        ? cast("(CAST(? AS pg_catalog.text[]))[1]", constant.type())
        : "?";
  }

  private String call(Expression.Call call) {
    return function(call.function(), call.arguments(), call.collation());
  }

  /**
   * An aggregate over rows that come as arrays, {@code a.c1} and on, one per column; DISTINCT and
   * ORDER BY are left to PostgreSQL.
   *
   * @param columns the call's arguments, then what else it is ordered by
   */
  String aggregate(AggregateCall call, List<Expression> columns) {
    Function function = call.function();
    StringJoiner arguments = new StringJoiner(", ");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      int declared = call.isOrderedSet() ? call.directArguments().size() + i : i;
      boolean gathers = server.isVariadic(function.oid()) && i == call.arguments().size() - 1;
      String typed = typed(function, declared, "v.c" + (i + 1), columns.get(i).type());
      texts.add(collated(typed, columns.get(i).type(), call.collation()));
      arguments.add((gathers ? "VARIADIC " : "") + texts.get(i));
    }
    StringJoiner order = new StringJoiner(", ", "ORDER BY ", "");
    for (SortKey key : call.orderBy()) {
      int column = columns.indexOf(key.expression());
      // DISTINCT takes only what is written like an argument
      String text =
          call.distinct()
              ? texts.get(column)
              : collated("v.c" + (column + 1), key.expression().type(), key.collation());
      order.add(
          text
              + (key.descending() ? " DESC" : "")
              + (key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"));
    }
    StringJoiner rows = new StringJoiner(", ", "(SELECT ", ") AS v");
    for (int i = 1; i <= columns.size(); i++) {
      rows.add("unnest(a.c" + i + ") AS c" + i);
    }
    StringBuilder text = new StringBuilder("(SELECT ");
    text.append(quoted(function.schema())).append('.').append(quoted(function.name()));
    if (call.isOrderedSet()) {
      StringJoiner direct = new StringJoiner(", ");
      for (int i = 0; i < call.directArguments().size(); i++) {
        direct.add(argument(function, i, call.directArguments().get(i), call.collation()));
      }
      text.append('(').append(direct).append(") WITHIN GROUP (").append(order).append(')');
    } else {
      text.append(call.distinct() ? "(DISTINCT " : "(").append(arguments);
      text.append(call.orderBy().isEmpty() ? "" : " " + order).append(')');
    }
    return text.append(" FROM ").append(rows).append(')').toString();
  }

  private void check(Function function) {
    if (!library.has(function)) {
      SettingsFunctions.check(function);
    }
  }

  private String function(Function function, List<Expression> arguments, int collation) {
    check(function);
    String name = quoted(function.schema()) + "." + quoted(function.name());
    StringJoiner list = new StringJoiner(", ", name + "(", ")");
    boolean variadic = server.isVariadic(function.oid());
    for (int i = 0; i < arguments.size(); i++) {
      boolean gathers = variadic && i == arguments.size() - 1;
      list.add((gathers ? "VARIADIC " : "") + argument(function, i, arguments.get(i), collation));
    }
    return list.toString();
  }

  private String argument(Function function, int index, Expression argument, int collation) {
    String typed = typed(function, index, print(argument), argument.type());
    return collated(typed, argument.type(), collation);
  }

  /** A value under the type that the function declares for it, so that no overload is in doubt. */
  private String typed(Function function, int index, String text, PgType own) {
    List<Integer> declared = function.argumentTypes();
    int type = index < declared.size() ? declared.get(index) : 0;
    if (type == 0 || POLYMORPHIC.contains(type)) {
      type = own.oid();
    }
    return cast(text, PgType.of(type));
  }

  private String collated(String text, PgType type, int collation) {
    return collation == 0 || type.collation() == 0
        ? text
        : "(" + text + " COLLATE " + server.collationName(collation) + ")";
  }

  private String distinct(Expression.IsDistinctFrom test) {
    // Not IS NULL, which looks into a composite value
    String left = "pg_catalog.num_nulls(" + print(test.left()) + ") = 1";
    String right = "pg_catalog.num_nulls(" + print(test.right()) + ") = 1";
    return "(CASE WHEN "
        + left
        + " THEN NOT ("
        + right
        + ") WHEN "
        + "pg_catalog.num_nulls("
        + print(test.right())
        + ") = 1 THEN true ELSE NOT "
        + function(test.equality(), List.of(test.left(), test.right()), test.collation())
        + " END)";
  }

  private String choice(Expression.Case cases) {
    StringBuilder text = new StringBuilder("(CASE");
    for (Expression.Case.When branch : cases.branches()) {
      text.append(" WHEN ").append(print(branch.condition()));
      text.append(" THEN ").append(print(branch.result()));
    }
    return text.append(" ELSE ").append(print(cases.otherwise())).append(" END)").toString();
  }

  private String minMax(Expression.MinMax minMax) {
    StringJoiner list = new StringJoiner(", ", minMax.greatest() ? "GREATEST(" : "LEAST(", ")");
    for (Expression operand : minMax.operands()) {
      list.add(collated(print(operand), operand.type(), minMax.collation()));
    }
    return list.toString();
  }

  private String arrayComparison(Expression.ArrayComparison comparison) {
    check(comparison.function());
    String left = cast(comparison.left(), comparison.left().type());
    return "("
        + collated(left, comparison.left().type(), comparison.collation())
        + " "
        + server.operator(comparison.function().oid())
        + (comparison.any() ? " ANY (" : " ALL (")
        + cast(comparison.array(), comparison.array().type())
        + "))";
  }

  private String relabel(Expression.Relabel relabel) {
    PgType from = relabel.operand().type();
    PgType to = relabel.type();
    if (from.oid() == PgType.BYTEA && to.oid() != PgType.BYTEA) {
      throw path(); // no bytea is anything else by its bytes: these are ours
    }
    String operand = print(relabel.operand());
    String text = from.oid() == to.oid() ? operand : cast(operand, to);
    return collated(text, to, to.collation());
  }

  /** A call as a FROM item, where parentheses would mean something else. */
  String item(Expression call) {
    return call instanceof Expression.Sql sql ? body(sql) : print(call);
  }

  private static UnsupportedQueryException path() {
    return new UnsupportedQueryException(
        "the path of CYCLE or the sequence of SEARCH is used in an expression",
        "Carry a path of your own, as an array or text, through the recursion.");
  }

  private String template(Expression.Sql sql) {
    return "(" + body(sql) + ")";
  }

  private String body(Expression.Sql sql) {
    StringBuilder text = new StringBuilder(sql.text().getFirst());
    for (int i = 0; i < sql.operands().size(); i++) {
      text.append(print(sql.operands().get(i))).append(sql.text().get(i + 1));
    }
    return text.toString();
  }

  private String cast(Expression expression, PgType type) {
    return cast(print(expression), type);
  }

  private String cast(String text, PgType type) {
    return type.oid() == RECORD
        ? text
        : "CAST(" + text + " AS " + server.typeName(type.oid()) + ")";
  }

  private String joined(List<Expression> expressions, String separator) {
    StringJoiner text = new StringJoiner(separator, "(", ")");
    for (Expression expression : expressions) {
      text.add(print(expression));
    }
    return text.toString();
  }

  private static void checkTextCast(Expression.TextCast cast) {
    if (CATALOG_TYPES.contains(cast.type().oid())
        || CATALOG_TYPES.contains(cast.operand().type().oid())) {
      throw new UnsupportedQueryException(
          "A cast between text and a type such as regclass looks into the catalog, which changes",
          "Store the name itself in a column.");
    }
  }

  private static UnsupportedQueryException untransportable(PgType type) {
    return new UnsupportedQueryException(
        "an expression over a value of the type with OID %s, which has no binary form"
            .formatted(Integer.toUnsignedString(type.oid())),
        "Cast it to another type in a generated column of the source.");
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
