package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.ServerSyntax.Template;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** XMLTABLE and JSON_TABLE. */
final class TableSyntax {

  private static final int XML_TABLE = 0;

  private final ExpressionTranslator translator;
  private final Catalog catalog;

  TableSyntax(ExpressionTranslator translator) {
    this.translator = translator;
    this.catalog = translator.catalog();
  }

  Plan of(Node node, List<String> names) {
    List<PgType> types = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < node.integers("coltypes").size(); i++) {
      types.add(
          catalog.type(
              node.integers("coltypes").get(i),
              node.integers("coltypmods").get(i),
              node.integers("colcollations").get(i)));
      fields.add(new Field(names.get(i), types.getLast(), true));
    }
    Template sql = new Template();
    if (!node.has("functype") || node.integer("functype") == XML_TABLE) {
      xml(sql, node);
    } else {
      new JsonTableSyntax(translator, node).write(sql);
    }
    TableCall call = new TableCall(sql.of(PgType.of(ServerSyntax.RECORD)), "", types, true);
    return new Plan.TableFunction(
        FromItem.NOTHING.plan(), List.of(call), false, false, Optional.empty(), fields);
  }

  private void xml(Template sql, Node node) {
    sql.add("XMLTABLE(");
    List<Expression> uris = translator.translateAll(node, "ns_uris");
    if (!uris.isEmpty()) {
      List<@Nullable NodeValue> names = node.items("ns_names");
      sql.add("XMLNAMESPACES(");
      for (int i = 0; i < uris.size(); i++) {
        String name = names.get(i) instanceof NodeValue.Atom(String text) ? text : null;
        sql.add(i == 0 ? "" : ", ").add(name == null ? "DEFAULT " : "").add(uris.get(i));
        sql.add(name == null ? "" : " AS " + ServerSyntax.quoted(name));
      }
      sql.add("), ");
    }
    sql.add(translator.translate(node.node("rowexpr"))).add(" PASSING ");
    sql.add(translator.translate(node.node("docexpr"))).add(" COLUMNS ");
    List<String> names = node.names("colnames");
    List<Integer> notNull = numbers(node, "notnulls");
    int ordinality = node.integer("ordinalitycol");
    for (int i = 0; i < names.size(); i++) {
      sql.add((i == 0 ? "" : ", ") + ServerSyntax.quoted(names.get(i)));
      if (i == ordinality) {
        sql.add(" FOR ORDINALITY");
        continue;
      }
      sql.add(
          " "
              + catalog.castName(
                  node.integers("coltypes").get(i), node.integers("coltypmods").get(i)));
      addIfGiven(sql, " PATH ", node, "colexprs", i);
      addIfGiven(sql, " DEFAULT ", node, "coldefexprs", i);
      sql.add(notNull.contains(i) ? " NOT NULL" : "");
    }
    sql.add(")");
  }

  private void addIfGiven(Template sql, String word, Node node, String field, int index) {
    List<@Nullable NodeValue> values = node.items(field);
    if (index < values.size() && values.get(index) instanceof Node value) {
      sql.add(word).add(translator.translate(value));
    }
  }

  /** A set of numbers: {@code (b 1 2)}. */
  private static List<Integer> numbers(Node node, String field) {
    return node.isPresent(field) ? node.integers(field) : List.of();
  }
}
