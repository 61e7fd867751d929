package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.SettingsFunctions;
import io.tidemark.engine.plan.Collation;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Meaning;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions with a syntax of their own: rows, fields, subscripts, domains, casts of arrays. They
 * become SQL around their operands, which PostgreSQL computes, with what it means where the engine
 * may compute it.
 */
final class ServerSyntax {

  static final int RECORD = 2249;

  private final ExpressionTranslator translator;
  private final Catalog catalog;

  ServerSyntax(ExpressionTranslator translator) {
    this.translator = translator;
    this.catalog = translator.catalog();
  }

  Expression translate(Node node) {
    return switch (node.tag()) {
      case "ROWEXPR" -> row(node);
      case "ROWCOMPAREEXPR" -> rowComparison(node);
      case "NULLTEST" ->
          new Template()
              .add(operand(node, "arg"))
              .add(node.integer("nulltesttype") == 1 ? " IS NOT NULL" : " IS NULL")
              .of(
                  PgType.of(PgType.BOOL),
                  new Meaning.FieldsAreNull(node.integer("nulltesttype") == 1));
      case "FIELDSELECT" -> field(node);
      case "SUBSCRIPTINGREF" -> subscript(node);
      case "ARRAYEXPR" -> {
        PgType type = translator.type(node, "array_typeid", "array_collid");
        Template array = new Template().add("CAST(ARRAY[");
        array.addAll(translator.translateAll(node, "elements"));
        yield array
            .add("] AS " + catalog.castName(type.oid(), -1) + ")")
            .of(type, new Meaning.ArrayOfArrays());
      }
      case "ARRAYCOERCEEXPR" -> arrayCast(node);
      case "COERCETODOMAIN" ->
          cast(node, operand(node, "arg"), -1, node.integer("resultcollid"), new Meaning.Unknown());
      case "CONVERTROWTYPEEXPR" -> cast(node, operand(node, "arg"), -1, 0, new Meaning.Unknown());
      case "JSONVALUEEXPR" -> translator.translate(node.node("formatted_expr"));
      case "JSONISPREDICATE", "JSONCONSTRUCTOREXPR", "JSONEXPR" ->
          new JsonSyntax(translator).translate(node);
      case "XMLEXPR" -> new XmlSyntax(translator).translate(node);
      default -> throw Refusals.expression(node);
    };
  }

  /** A call of a VARIADIC "any" function with an array for its last arguments. */
  Expression variadicCall(Function function, List<Expression> arguments, PgType type) {
    SettingsFunctions.check(function);
    Template call = new Template().add(quoted(function.schema()) + "." + quoted(function.name()));
    for (int i = 0; i < arguments.size(); i++) {
      call.add(i == 0 ? "(" : ", ").add(i == arguments.size() - 1 ? "VARIADIC " : "");
      call.add(arguments.get(i));
    }
    return call.add(")").of(type);
  }

  private Expression operand(Node node, String field) {
    return translator.translate(node.node(field));
  }

  private Expression arrayCast(Node node) {
    Expression array = operand(node, "arg");
    Meaning meaning = new Meaning.Unknown();
    int element = catalog.elementType(array.type().oid());
    if (element != 0) {
      PgType type = catalog.type(element, array.type().modifier(), array.type().collation());
      try {
        meaning =
            new Meaning.EachElement(
                translator
                    .testing(new Expression.Column(0, type))
                    .translate(node.node("elemexpr")));
      } catch (UnsupportedQueryException unknown) {
        // PostgreSQL casts the array as a whole
      }
    }
    return cast(node, array, node.integer("resulttypmod"), node.integer("resultcollid"), meaning);
  }

  private Expression cast(
      Node node, Expression operand, int modifier, int collation, Meaning meaning) {
    int type = node.integer("resulttype");
    return new Template()
        .add("CAST(")
        .add(operand)
        .add(" AS " + catalog.castName(type, modifier) + ")")
        .of(catalog.type(type, modifier, collation), meaning);
  }

  private Expression row(Node node) {
    int type = node.integer("row_typeid");
    Template row = new Template().add(type == RECORD ? "ROW(" : "CAST(ROW(");
    row.addAll(translator.translateAll(node, "args"));
    return row.add(type == RECORD ? ")" : ") AS " + catalog.castName(type, -1) + ")")
        .of(PgType.of(type), new Meaning.Row());
  }

  /** The kind is called rctype up to PostgreSQL 17, with the same numbers. */
  private Expression rowComparison(Node node) {
    int kind = node.integer(node.has("cmptype") ? "cmptype" : "rctype");
    String operator =
        switch (kind) {
          case 1 -> "<";
          case 2 -> "<=";
          case 4 -> ">=";
          case 5 -> ">";
          default -> throw Refusals.expression(node);
        };
    List<Integer> collations = node.integers("inputcollids");
    Template comparison = new Template().add("ROW(");
    addCollated(comparison, translator.translateAll(node, "largs"), collations);
    comparison.add(") OPERATOR(pg_catalog." + operator + ") ROW(");
    addCollated(comparison, translator.translateAll(node, "rargs"), collations);
    return comparison
        .add(")")
        .of(PgType.of(PgType.BOOL), new Meaning.RowComparison(operator, collations));
  }

  private void addCollated(Template into, List<Expression> values, List<Integer> collations) {
    for (int i = 0; i < values.size(); i++) {
      into.add(i == 0 ? "" : ", ").add(values.get(i));
      if (collations.get(i) != 0) {
        into.add(" COLLATE " + collationName(collations.get(i)));
      }
    }
  }

  private String collationName(int oid) {
    Collation collation = catalog.collation(oid);
    return quoted(collation.schema()) + "." + quoted(collation.name());
  }

  private Expression field(Node node) {
    Node of = node.node("arg");
    if (of.is("FUNCEXPR") && of.flag("funcretset")) {
      return translator.fieldOfSet(of, node.integer("fieldnum"));
    }
    Expression composite = translator.translate(of);
    int number = node.integer("fieldnum");
    String name =
        composite.type().oid() != RECORD
            ? catalog.fieldName(composite.type().oid(), number)
            : of.is("FUNCEXPR") ? catalog.outputName(of.integer("funcid"), number) : null;
    if (name == null) {
      throw Refusals.construct("A field of an anonymous row");
    }
    return new Template()
        .add("(")
        .add(composite)
        .add(")." + quoted(name))
        .of(
            catalog.type(
                node.integer("resulttype"),
                node.integer("resulttypmod"),
                node.integer("resultcollid")),
            composite.type().oid() == RECORD
                ? new Meaning.Unknown()
                : new Meaning.Field(catalog.fieldPlace(composite.type().oid(), number)));
  }

  private Expression subscript(Node node) {
    if (node.nodeOrNull("refassgnexpr") != null) {
      throw Refusals.expression(node);
    }
    Template subscripted = new Template().add("(").add(operand(node, "refexpr")).add(")");
    List<@Nullable NodeValue> upper = node.items("refupperindexpr");
    List<@Nullable NodeValue> lower =
        node.isPresent("reflowerindexpr") ? node.items("reflowerindexpr") : List.of();
    List<Meaning.Subscript> written = new ArrayList<>();
    for (int i = 0; i < upper.size(); i++) {
      written.add(
          new Meaning.Subscript(
              !lower.isEmpty() && lower.get(i) instanceof Node, upper.get(i) instanceof Node));
      subscripted.add("[");
      if (!lower.isEmpty()) {
        addIfGiven(subscripted, lower.get(i));
        subscripted.add(":");
      }
      addIfGiven(subscripted, upper.get(i));
      subscripted.add("]");
    }
    return subscripted.of(
        catalog.type(
            node.integer("refrestype"), node.integer("reftypmod"), node.integer("refcollid")),
        new Meaning.Subscripts(!lower.isEmpty(), written));
  }

  private void addIfGiven(Template into, @Nullable NodeValue bound) {
    if (bound instanceof Node node) {
      into.add(translator.translate(node));
    }
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** SQL that is put together from text and operands. */
  static final class Template {
    private final List<String> text = new ArrayList<>();
    private final List<Expression> operands = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();

    Template add(String sql) {
      current.append(sql);
      return this;
    }

    Template add(Expression operand) {
      text.add(current.toString());
      current.setLength(0);
      operands.add(operand);
      return this;
    }

    /** Operands with commas between them. */
    Template addAll(List<Expression> list) {
      for (int i = 0; i < list.size(); i++) {
        add(i == 0 ? "" : ", ").add(list.get(i));
      }
      return this;
    }

    Expression.Sql of(PgType type) {
      return of(type, new Meaning.Unknown());
    }

    Expression.Sql of(PgType type, Meaning meaning) {
      List<String> all = new ArrayList<>(text);
      all.add(current.toString());
      return new Expression.Sql(all, operands, type, meaning);
    }
  }
}
