package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.ServerSyntax.Template;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** XMLCONCAT to XMLSERIALIZE and IS DOCUMENT. */
final class XmlSyntax {

  private static final int XML = 142;
  private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4,6})_");

  private final ExpressionTranslator translator;

  XmlSyntax(ExpressionTranslator translator) {
    this.translator = translator;
  }

  Expression translate(Node node) {
    List<Expression> arguments = translator.translateAll(node, "args");
    Template sql = new Template();
    PgType type = PgType.of(XML);
    String option = node.integer("xmloption") == 0 ? "DOCUMENT " : "CONTENT ";
    switch (node.integer("op")) {
      case 0 -> sql.add("XMLCONCAT(").addAll(arguments).add(")");
      case 1 -> {
        sql.add("XMLELEMENT(NAME " + name(node.text("name")));
        if (node.isPresent("named_args")) {
          named(sql.add(", XMLATTRIBUTES("), node);
          sql.add(")");
        }
        sql.add(arguments.isEmpty() ? "" : ", ").addAll(arguments).add(")");
      }
      case 2 -> {
        named(sql.add("XMLFOREST("), node);
        sql.add(")");
      }
      case 3 -> {
        boolean preserves = arguments.get(1) instanceof Constant c && isTrue(c);
        sql.add("XMLPARSE(" + option).add(arguments.getFirst());
        sql.add(preserves ? " PRESERVE WHITESPACE)" : ")");
      }
      case 4 -> {
        sql.add("XMLPI(NAME " + name(node.text("name")));
        sql.add(arguments.isEmpty() ? "" : ", ").addAll(arguments).add(")");
      }
      case 5 -> root(sql, arguments);
      case 6 -> {
        int result = node.integer("type");
        type = translator.catalog().type(result, node.integer("typmod"), Catalog.DEFAULT_COLLATION);
        sql.add("XMLSERIALIZE(" + option).add(arguments.getFirst());
        sql.add(" AS " + translator.catalog().castName(result, node.integer("typmod")));
        sql.add(node.has("indent") && node.flag("indent") ? " INDENT)" : ")");
      }
      case 7 -> {
        type = PgType.of(PgType.BOOL);
        sql.add("(").add(arguments.getFirst()).add(") IS DOCUMENT");
      }
      default -> throw Refusals.expression(node);
    }
    return sql.of(type);
  }

  private static void root(Template sql, List<Expression> arguments) {
    sql.add("XMLROOT(").add(arguments.getFirst()).add(", VERSION ");
    if (arguments.get(1) instanceof Constant version && version.value() == null) {
      sql.add("NO VALUE");
    } else {
      sql.add(arguments.get(1));
    }
    byte[] standalone = arguments.get(2) instanceof Constant c ? c.value() : null;
    sql.add(
        switch (standalone == null ? 3 : ByteBuffer.wrap(standalone).getInt()) {
          case 0 -> ", STANDALONE YES)";
          case 1 -> ", STANDALONE NO)";
          case 2 -> ", STANDALONE NO VALUE)";
          default -> ")";
        });
  }

  private void named(Template sql, Node node) {
    List<Expression> values = translator.translateAll(node, "named_args");
    List<String> names = node.names("arg_names");
    for (int i = 0; i < values.size(); i++) {
      sql.add(i == 0 ? "" : ", ").add(values.get(i)).add(" AS " + name(names.get(i)));
    }
  }

  private static boolean isTrue(Constant constant) {
    byte[] value = constant.value();
    return value != null && value[0] != 0;
  }

  /** The tree has names as XML writes them, where _x0020_ stands for a blank. */
  private static String name(String xml) {
    return ServerSyntax.quoted(
        ESCAPED
            .matcher(xml)
            .replaceAll(match ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(match.group(1), 16)))));
  }
}
