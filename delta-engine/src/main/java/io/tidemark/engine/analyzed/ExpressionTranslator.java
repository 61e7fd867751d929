package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.analyzed.CatalogFacts.Procedure;
import io.tidemark.engine.function.SettingsFunctions;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of the query tree to expressions of the algebra. Every tag is named here or in {@link
 * Conditionals}; one that is not is refused, never guessed.
 */
final class ExpressionTranslator {

  /** {@code prosrc} of the STABLE functions that read the transaction's start. */
  private static final Set<String> CLOCK = Set.of("now", "statement_timestamp");

  /** In the order of PostgreSQL's BoolTestType. */
  private static final List<Expression.BooleanTest.Kind> BOOLEAN_TESTS =
      List.of(Expression.BooleanTest.Kind.values());

  private final Catalog catalog;
  private final Scope scope;

  /** The OID of the collation "C". */
  private static final int BYTEWISE = 950;

  /** Functions for which a deterministic collation says only that equal is equal bytes. */
  private static final Set<String> BYTES_EQUAL = Set.of("texteq", "textne", "bpchareq", "bpcharne");

  private final Constants constants;
  private final Conditionals conditionals;

  /** What CASE's and an array cast's placeholder stands for. */
  private final @Nullable Expression tested;

  /** Whose columns parameters stand for. */
  private final Sublinks.@Nullable Comparison comparison;

  ExpressionTranslator(Catalog catalog, Scope scope) {
    this(catalog, scope, null, null);
  }

  private ExpressionTranslator(
      Catalog catalog,
      Scope scope,
      @Nullable Expression tested,
      Sublinks.@Nullable Comparison comparison) {
    this.catalog = catalog;
    this.scope = scope;
    this.tested = tested;
    this.comparison = comparison;
    this.constants = new Constants(catalog);
    this.conditionals = new Conditionals(this);
  }

  /** The same over another row. */
  ExpressionTranslator in(Scope other) {
    return new ExpressionTranslator(catalog, other, tested, comparison);
  }

  /** The same with another value under test. */
  ExpressionTranslator testing(Expression value) {
    return new ExpressionTranslator(catalog, scope, value, comparison);
  }

  /** The same for a comparison with a subquery's rows. */
  ExpressionTranslator comparing(Sublinks.Comparison sides) {
    return new ExpressionTranslator(catalog, scope, tested, sides);
  }

  Catalog catalog() {
    return catalog;
  }

  Expression translate(Node node) {
    if (comparison != null && comparison.isOutside(node)) {
      return comparison.value(node);
    }
    return switch (node.tag()) {
      case "VAR" -> scope.variable(node, node.integer("varlevelsup"));
      case "SUBLINK" -> new Sublinks(scope, this).translate(node);
      case "PARAM" -> {
        if (comparison == null) {
          throw Refusals.expression(node);
        }
        yield comparison.column(node);
      }
      case "CONST" -> constants.translate(node);
      case "AGGREF" -> scope.aggregate(node, node.integer("agglevelsup"));
      case "WINDOWFUNC" -> scope.window(node, this);
      case "GROUPINGFUNC" -> scope.grouping(node, node.integer("agglevelsup"));
      case "FUNCEXPR" -> function(node);
      case "OPEXPR" -> operator(node);
      case "SCALARARRAYOPEXPR" -> arrayComparison(node);
      case "DISTINCTEXPR" -> {
        List<Expression> arguments = translateAll(node, "args");
        Function equality = function(node, "opfuncid");
        yield new Expression.IsDistinctFrom(
            equality, arguments.get(0), arguments.get(1), collation(node, equality));
      }
      case "NULLIFEXPR" -> {
        List<Expression> arguments = translateAll(node, "args");
        Function equality = function(node, "opfuncid");
        yield new Expression.NullIf(
            equality,
            arguments.get(0),
            arguments.get(1),
            type(node, "opresulttype", "opcollid"),
            collation(node, equality));
      }
      case "BOOLEXPR" -> connective(node);
      case "NULLTEST" -> nullTest(node);
      case "BOOLEANTEST" ->
          new Expression.BooleanTest(
              translate(node.node("arg")), BOOLEAN_TESTS.get(node.integer("booltesttype")));
      case "RELABELTYPE" ->
          relabel(
              translate(node.node("arg")),
              catalog.type(
                  node.integer("resulttype"),
                  node.integer("resulttypmod"),
                  node.integer("resultcollid")));
      case "COLLATEEXPR" -> {
        Expression operand = translate(node.node("arg"));
        yield relabel(
            operand,
            new PgType(operand.type().oid(), operand.type().modifier(), node.integer("collOid")));
      }
      case "COERCEVIAIO" ->
          new Expression.TextCast(
              translate(node.node("arg")), type(node, "resulttype", "resultcollid"));
      case "CASEEXPR", "COALESCEEXPR", "MINMAXEXPR", "ARRAYEXPR", "ARRAYCOERCEEXPR" ->
          conditionals.translate(node);
      case "ROWEXPR",
          "ROWCOMPAREEXPR",
          "FIELDSELECT",
          "SUBSCRIPTINGREF",
          "COERCETODOMAIN",
          "CONVERTROWTYPEEXPR",
          "JSONISPREDICATE",
          "JSONEXPR",
          "XMLEXPR" ->
          new ServerSyntax(this).translate(node);
      case "CASETESTEXPR" -> {
        if (tested == null) {
          throw Refusals.expression(node);
        }
        yield tested;
      }
      case "SQLVALUEFUNCTION" -> sqlValue(node);
      case "JSONCONSTRUCTOREXPR" -> jsonConstructor(node);
      case "JSONVALUEEXPR" ->
          translate(node.node(node.isPresent("formatted_expr") ? "formatted_expr" : "raw_expr"));
      default -> throw Refusals.expression(node);
    };
  }

  List<Expression> translateAll(Node node, String field) {
    // A plain loop: with a stream, each level of a deep expression takes ten frames of the stack
    List<Expression> expressions = new ArrayList<>();
    for (Node child : node.nodes(field)) {
      expressions.add(translate(child));
    }
    return expressions;
  }

  /** The type that two of a node's fields name. */
  PgType type(Node node, String type, String collation) {
    return catalog.type(node.integer(type), -1, node.integer(collation));
  }

  /**
   * The collation that a function is called with. Equality by a deterministic one is that of bytes,
   * and so by C, of which more is known than of users' own.
   */
  int collation(Node node, Function function) {
    int collation = node.integer("inputcollid");
    return BYTES_EQUAL.contains(function.source())
            && CollationRules.isUsersOwn(collation)
            && catalog.collation(collation).deterministic()
        ? BYTEWISE
        : collation;
  }

  /** Refuses a collation under which equal is not byte-equal, where there is no way with it. */
  void checkCollation(int collation) {
    if (collation != 0 && !catalog.collation(collation).deterministic()) {
      throw new UnsupportedQueryException(
          "The nondeterministic collation "
              + catalog.collation(collation).name()
              + " cannot be compared by deltas yet",
          "Add COLLATE with a deterministic collation");
    }
  }

  /** The operand as another type of the same bytes. */
  static Expression relabel(Expression operand, PgType type) {
    return switch (operand) {
      case Expression.Constant constant -> new Expression.Constant(constant.value(), type);
      case Expression.Relabel inner -> relabel(inner.operand(), type);
      default -> operand.type().equals(type) ? operand : new Expression.Relabel(operand, type);
    };
  }

  /** Refuses a function whose result is not determined by its arguments. */
  void refuseUnsteady(Function function) {
    if (function.volatility() == 'v') {
      throw new UnsupportedQueryException(
          function.name() + "() is VOLATILE: its result changes from call to call",
          "Take it out of the query");
    }
    if (function.volatility() == 's'
        && !function.isBuiltIn()
        && !SettingsFunctions.includes(function)) {
      throw new UnsupportedQueryException(
          function.schema()
              + "."
              + function.name()
              + "() is STABLE: it may read tables or settings",
          "Declare it IMMUTABLE if its result depends on its arguments only");
    }
  }

  private Expression function(Node node) {
    Procedure procedure = catalog.procedure(node.integer("funcid"));
    Function function = procedure.function();
    if (node.flag("funcretset")) {
      return scope.targetFunctions(function).column(node, this);
    }
    return call(node);
  }

  /** A field of what a set-returning function gives. */
  Expression fieldOfSet(Node call, int number) {
    Function function = catalog.procedure(call.integer("funcid")).function();
    return scope.targetFunctions(function).field(call, number, this);
  }

  /** A call of a function, be it a set-returning one. */
  Expression call(Node node) {
    Procedure procedure = catalog.procedure(node.integer("funcid"));
    Function function = procedure.function();
    if (function.isBuiltIn() && CLOCK.contains(function.source())) {
      return new Expression.Now();
    }
    List<Expression> arguments = Arguments.of(node, procedure, this);
    refuseUnsteady(function);
    if (node.flag("funcvariadic") && procedure.takesAnything()) {
      return new ServerSyntax(this)
          .variadicCall(function, arguments, type(node, "funcresulttype", "funccollid"));
    }
    return new Expression.Call(
        function, arguments, type(node, "funcresulttype", "funccollid"), collation(node, function));
  }

  /** JSON_ARRAYAGG and JSON_OBJECTAGG come with the aggregate that computes them. */
  private Expression jsonConstructor(Node node) {
    Node function = node.nodeOrNull("func");
    if (function == null || !function.is("AGGREF")) {
      return new ServerSyntax(this).translate(node);
    }
    Expression value = translate(function);
    Node coercion = node.nodeOrNull("coercion");
    return coercion == null ? value : testing(value).translate(coercion);
  }

  private Expression operator(Node node) {
    if (node.flag("opretset")) {
      throw Refusals.construct("A set-returning operator");
    }
    Function function = function(node, "opfuncid");
    return new Expression.Call(
        function,
        translateAll(node, "args"),
        type(node, "opresulttype", "opcollid"),
        collation(node, function));
  }

  private Function function(Node node, String field) {
    Function function = catalog.procedure(node.integer(field)).function();
    refuseUnsteady(function);
    return function;
  }

  private Expression arrayComparison(Node node) {
    List<Expression> arguments = translateAll(node, "args");
    Function function = function(node, "opfuncid");
    return new Expression.ArrayComparison(
        function,
        node.flag("useOr"),
        arguments.get(0),
        arguments.get(1),
        collation(node, function));
  }

  private Expression connective(Node node) {
    List<Expression> operands = translateAll(node, "args");
    return switch (node.text("boolop")) {
      case "not" -> new Expression.Not(operands.getFirst());
      case "and" -> {
        List<Expression> flat = new ArrayList<>();
        operands.forEach(operand -> flat.addAll(Conjunctions.split(operand)));
        yield Conjunctions.join(flat.stream().distinct().toList()).orElseThrow();
      }
      case "or" -> {
        List<Expression> flat = new ArrayList<>();
        for (Expression operand : operands) {
          flat.addAll(operand instanceof Expression.Or or ? or.operands() : List.of(operand));
        }
        yield new Expression.Or(flat);
      }
      default -> throw Refusals.expression(node);
    };
  }

  private Expression nullTest(Node node) {
    if (node.flag("argisrow")) {
      return new ServerSyntax(this).translate(node);
    }
    return new Expression.IsNull(translate(node.node("arg")), node.integer("nulltesttype") == 1);
  }

  /**
   * CURRENT_DATE to LOCALTIMESTAMP are operations 0 to 8, of which the even ones but the first have
   * a precision; then come the roles and the catalog.
   */
  private Expression sqlValue(Node node) {
    Expression now = new Expression.Now();
    PgType type = catalog.type(node.integer("type"), -1, 0);
    return switch (node.integer("op")) {
      case 0 -> clock(1178, "date", "timestamptz_date", type, now);
      case 3 -> now;
      case 4 -> clock(1967, "timestamptz", "timestamptz_scale", type, now, precision(node));
      case 5 -> clock(2019, "time", "timestamptz_time", type, now);
      case 7 -> clock(2027, "timestamp", "timestamptz_timestamp", type, now);
      case 8 ->
          clock(
              1961,
              "timestamp",
              "timestamp_scale",
              type,
              clock(2027, "timestamp", "timestamptz_timestamp", type, now),
              precision(node));
      case 1, 2 -> throw Refusals.construct("CURRENT_TIME", "Compare with CURRENT_TIMESTAMP");
      case 6 -> throw Refusals.construct("LOCALTIME with a precision", "Leave the precision out");
      default ->
          throw new UnsupportedQueryException(
              "CURRENT_USER and its kind depend on who asks", "Take it out of the query");
    };
  }

  private static Expression precision(Node node) {
    byte[] digits = {0, 0, 0, (byte) node.integer("typmod")};
    return new Expression.Constant(digits, PgType.of(PgType.INT4));
  }

  private static Expression clock(
      int oid, String name, String source, PgType type, Expression... arguments) {
    List<Integer> types = Arrays.stream(arguments).map(argument -> argument.type().oid()).toList();
    Function function = new Function(oid, "pg_catalog", name, source, types, true, 's');
    return new Expression.Call(function, List.of(arguments), type, 0);
  }
}
