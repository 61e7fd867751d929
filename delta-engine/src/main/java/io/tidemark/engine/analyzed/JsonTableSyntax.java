package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.ServerSyntax.Template;
import io.tidemark.engine.plan.Expression.Constant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON_TABLE. Its columns are those of its own path and of paths within; a plan says which belong
 * to which.
 */
final class JsonTableSyntax {

  private static final int EXISTS = 0;
  private static final int QUERY = 1;
  private static final int JSON_FORMAT = 1;
  private static final int ERROR = 1;

  private final ExpressionTranslator translator;
  private final Node table;
  private final JsonSyntax json;

  JsonTableSyntax(ExpressionTranslator translator, Node table) {
    this.translator = translator;
    this.table = table;
    this.json = new JsonSyntax(translator);
  }

  void write(Template sql) {
    Node document = table.node("docexpr");
    Node plan = table.node("plan");
    sql.add("JSON_TABLE(").add(translator.translate(document.node("formatted_expr"))).add(", ");
    path(sql, plan.node("path"));
    json.passing(sql, document);
    columns(sql, plan);
    Node onError = document.nodeOrNull("on_error");
    if (onError != null && onError.integer("btype") == ERROR) {
      sql.add(" ERROR ON ERROR");
    }
    sql.add(")");
  }

  private void path(Template sql, Node path) {
    sql.add(literal(path.node("value")) + " AS " + ServerSyntax.quoted(path.text("name")));
  }

  /** A path must be written as a string: a version of one byte precedes its text on the wire. */
  private String literal(Node constant) {
    if (!(translator.translate(constant) instanceof Constant path) || path.value() == null) {
      throw Refusals.construct("JSON_TABLE with a path that is not a constant");
    }
    byte[] wire = path.value();
    String text = new String(wire, 1, wire.length - 1, StandardCharsets.UTF_8);
    return JsonSyntax.literal(text);
  }

  private void columns(Template sql, Node scan) {
    sql.add(" COLUMNS (");
    boolean first = true;
    int last = scan.integer("colMax");
    for (int i = Math.max(0, scan.integer("colMin")); i <= last; i++) {
      sql.add(first ? "" : ", ");
      column(sql, i);
      first = false;
    }
    nested(sql, scan.nodeOrNull("child"), first);
    sql.add(")");
  }

  private void nested(Template sql, @Nullable Node plan, boolean first) {
    if (plan == null) {
      return;
    }
    if (plan.has("lplan")) {
      nested(sql, plan.node("lplan"), first);
      nested(sql, plan.node("rplan"), false);
      return;
    }
    sql.add((first ? "" : ", ") + "NESTED PATH ");
    path(sql, plan.node("path"));
    columns(sql, plan);
  }

  private void column(Template sql, int index) {
    List<@Nullable NodeValue> values = table.items("colvalexprs");
    sql.add(ServerSyntax.quoted(table.names("colnames").get(index)));
    if (!(values.get(index) instanceof Node value)) {
      sql.add(" FOR ORDINALITY");
      return;
    }
    sql.add(
        " "
            + translator
                .catalog()
                .castName(
                    table.integers("coltypes").get(index),
                    table.integers("coltypmods").get(index)));
    int operation = value.integer("op");
    if (operation == EXISTS) {
      sql.add(" EXISTS");
    } else if (operation == QUERY && value.node("format").integer("format_type") == JSON_FORMAT) {
      sql.add(" FORMAT JSON");
    }
    sql.add(" PATH " + literal(value.node("path_spec")));
    json.options(sql, value);
  }
}
