package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.ServerSyntax.Template;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL/JSON: IS JSON, constructors, and from PostgreSQL 17 on JSON_EXISTS, JSON_QUERY, JSON_VALUE.
 */
final class JsonSyntax {

  private static final int OBJECT = 1;
  private static final int ARRAY = 2;
  private static final int PARSE = 5;
  private static final int SCALAR = 6;
  private static final int SERIALIZE = 7;

  private static final int JSON_BUILD_ARRAY = 3198;
  private static final int JSON_BUILD_OBJECT = 3200;
  private static final int JSONB_BUILD_ARRAY = 3271;
  private static final int JSONB_BUILD_OBJECT = 3273;

  /** In the order of JsonBehaviorType; DEFAULT follows. */
  private static final List<String> BEHAVIORS =
      List.of("NULL", "ERROR", "EMPTY", "TRUE", "FALSE", "UNKNOWN", "EMPTY ARRAY", "EMPTY OBJECT");

  private static final int DEFAULT = 8;

  private final ExpressionTranslator translator;
  private final Catalog catalog;

  JsonSyntax(ExpressionTranslator translator) {
    this.translator = translator;
    this.catalog = translator.catalog();
  }

  Expression translate(Node node) {
    return switch (node.tag()) {
      case "JSONISPREDICATE" -> predicate(node);
      case "JSONCONSTRUCTOREXPR" -> constructor(node);
      case "JSONEXPR" -> query(node);
      default -> throw Refusals.expression(node);
    };
  }

  private Expression predicate(Node node) {
    String item =
        switch (node.integer("item_type")) {
          case 0 -> " IS JSON VALUE";
          case 1 -> " IS JSON OBJECT";
          case 2 -> " IS JSON ARRAY";
          case 3 -> " IS JSON SCALAR";
          default -> throw Refusals.expression(node);
        };
    return new Template()
        .add("(")
        .add(translator.translate(node.node("expr")))
        .add(")" + item + (node.flag("unique_keys") ? " WITH UNIQUE KEYS" : ""))
        .of(PgType.of(PgType.BOOL));
  }

  private Expression constructor(Node node) {
    List<Expression> arguments = translator.translateAll(node, "args");
    Integer function = building(node);
    if (function != null && !arguments.isEmpty()) {
      return new Expression.Call(
          catalog.procedure(function).function(), arguments, returned(node), 0);
    }
    Template sql = new Template();
    switch (node.integer("type")) {
      case OBJECT -> {
        sql.add("JSON_OBJECT(");
        for (int i = 0; i < arguments.size(); i += 2) {
          sql.add(i == 0 ? "" : ", ").add(arguments.get(i)).add(" : ").add(arguments.get(i + 1));
        }
        sql.add(arguments.isEmpty() ? "" : node.flag("absent_on_null") ? " ABSENT ON NULL" : "");
        sql.add(!arguments.isEmpty() && node.flag("unique") ? " WITH UNIQUE KEYS" : "");
        sql.add(returning(node));
      }
      case ARRAY -> {
        sql.add("JSON_ARRAY(").addAll(arguments);
        sql.add(arguments.isEmpty() || node.flag("absent_on_null") ? "" : " NULL ON NULL");
        sql.add(returning(node));
      }
      case PARSE ->
          sql.add("JSON(").addAll(arguments).add(node.flag("unique") ? " WITH UNIQUE KEYS" : "");
      case SCALAR -> sql.add("JSON_SCALAR(").addAll(arguments);
      case SERIALIZE -> sql.add("JSON_SERIALIZE(").addAll(arguments).add(returning(node));
      default -> throw Refusals.expression(node);
    }
    return sql.add(")").of(returned(node));
  }

  /** The function that JSON_OBJECT or JSON_ARRAY is without clauses of its own; null for others. */
  private static @Nullable Integer building(Node node) {
    int result = node.node("returning").integer("typid");
    if (node.flag("absent_on_null")
        || node.flag("unique")
        || (result != PgType.JSON && result != PgType.JSONB)) {
      return null;
    }
    return switch (node.integer("type")) {
      case OBJECT -> result == PgType.JSON ? JSON_BUILD_OBJECT : JSONB_BUILD_OBJECT;
      case ARRAY -> result == PgType.JSON ? JSON_BUILD_ARRAY : JSONB_BUILD_ARRAY;
      default -> null;
    };
  }

  private String returning(Node node) {
    Node returning = node.node("returning");
    return " RETURNING "
        + catalog.castName(returning.integer("typid"), returning.integer("typmod"));
  }

  private PgType returned(Node node) {
    Node returning = node.node("returning");
    int type = returning.integer("typid");
    boolean isText = type == PgType.TEXT || type == PgType.VARCHAR || type == PgType.BPCHAR;
    return catalog.type(type, returning.integer("typmod"), isText ? Catalog.DEFAULT_COLLATION : 0);
  }

  private Expression query(Node node) {
    String function =
        switch (node.integer("op")) {
          case 0 -> "JSON_EXISTS(";
          case 1 -> "JSON_QUERY(";
          case 2 -> "JSON_VALUE(";
          default -> throw Refusals.expression(node);
        };
    Template sql = new Template().add(function);
    sql.add(translator.translate(node.node("formatted_expr"))).add(", ");
    sql.add(translator.translate(node.node("path_spec")));
    passing(sql, node);
    boolean exists = node.integer("op") == 0;
    if (!exists) {
      sql.add(returning(node));
    }
    options(sql, node);
    return sql.add(")").of(exists ? PgType.of(PgType.BOOL) : returned(node));
  }

  void passing(Template sql, Node node) {
    List<String> names = node.isPresent("passing_names") ? node.names("passing_names") : List.of();
    List<Expression> values = translator.translateAll(node, "passing_values");
    for (int i = 0; i < values.size(); i++) {
      sql.add(i == 0 ? " PASSING " : ", ").add(values.get(i));
      sql.add(" AS " + ServerSyntax.quoted(names.get(i)));
    }
  }

  /** Wrapper, quotes, and what is to be given ON EMPTY and ON ERROR. */
  void options(Template sql, Node node) {
    int operation = node.integer("op");
    if (operation == 1) {
      sql.add(
          switch (node.integer("wrapper")) {
            case 2 -> " WITH CONDITIONAL WRAPPER";
            case 3 -> " WITH UNCONDITIONAL WRAPPER";
            default -> " WITHOUT WRAPPER";
          });
      sql.add(node.flag("omit_quotes") ? " OMIT QUOTES" : "");
    }
    if (operation != 0) {
      behavior(sql, node, "on_empty", " ON EMPTY");
    }
    behavior(sql, node, "on_error", " ON ERROR");
  }

  /** PostgreSQL wants to see a constant here, not a parameter. */
  private void addDefault(Template sql, Expression value) {
    if (!(value instanceof Expression.Constant constant)) {
      sql.add(value);
      return;
    }
    int type = constant.type().oid();
    byte[] bytes = constant.value();
    String literal =
        switch (type) {
          case PgType.TEXT, PgType.VARCHAR, PgType.BPCHAR ->
              bytes == null ? "NULL" : literal(new String(bytes, StandardCharsets.UTF_8));
          case PgType.INT4 ->
              bytes == null ? "NULL" : literal("" + ByteBuffer.wrap(bytes).getInt());
          case PgType.INT8 ->
              bytes == null ? "NULL" : literal("" + ByteBuffer.wrap(bytes).getLong());
          case PgType.NUMERIC ->
              bytes == null ? "NULL" : literal(PgNumeric.decode(bytes, 0).toString());
          case PgType.BOOL -> bytes == null ? "NULL" : literal("" + (bytes[0] != 0));
          default -> {
            if (bytes != null) {
              throw Refusals.construct(
                  "DEFAULT with a constant of type " + catalog.typeName(type) + " in SQL/JSON");
            }
            yield "NULL";
          }
        };
    sql.add(literal + "::" + catalog.castName(type, -1));
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private void behavior(Template sql, Node node, String field, String when) {
    Node behavior = node.nodeOrNull(field);
    if (behavior == null) {
      return;
    }
    int type = behavior.integer("btype");
    if (type == DEFAULT) {
      sql.add(" DEFAULT ");
      addDefault(sql, translator.translate(behavior.node("expr")));
      sql.add(when);
    } else if (type >= 0 && type < BEHAVIORS.size()) {
      sql.add(" " + BEHAVIORS.get(type) + when);
    } else {
      throw Refusals.expression(node);
    }
  }
}
