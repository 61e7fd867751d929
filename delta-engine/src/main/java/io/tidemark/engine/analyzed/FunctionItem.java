package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.CatalogFacts.Procedure;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions in FROM: one, or several side by side, with or without ordinality. */
final class FunctionItem {

  private static final Plan NOTHING = FromItem.NOTHING.plan();

  private final ExpressionTranslator translator;
  private final Catalog catalog;

  /**
   * @param place what the functions' arguments may read
   */
  FunctionItem(Scope place, Catalog catalog) {
    this.translator = new ExpressionTranslator(catalog, place);
    this.catalog = catalog;
  }

  Plan of(Node entry) {
    List<Node> functions = entry.nodes("functions");
    boolean ordinality = entry.flag("funcordinality");
    Node only = functions.getFirst().node("funcexpr");
    if (functions.size() == 1 && !ordinality && isValue(only)) {
      Expression value = translator.translate(only);
      return Projections.of(NOTHING, List.of(value), List.of(names(entry).getFirst()));
    }
    List<TableCall> calls = functions.stream().map(this::call).toList();
    List<String> names = names(entry);
    List<Field> fields = new ArrayList<>();
    for (TableCall call : calls) {
      call.columns().forEach(type -> fields.add(new Field(names.get(fields.size()), type, true)));
    }
    if (ordinality) {
      fields.add(new Field(names.get(fields.size()), PgType.of(PgType.INT8), false));
    }
    return new Plan.TableFunction(NOTHING, calls, ordinality, false, Optional.empty(), fields);
  }

  private static List<String> names(Node entry) {
    return entry.node("eref").names("colnames");
  }

  /** Whether it is a plain value in the place of a function: one row of one column. */
  private boolean isValue(Node expression) {
    return !expression.is("FUNCEXPR")
        || (!expression.flag("funcretset")
            && !catalog.isComposite(expression.integer("funcresulttype")));
  }

  private TableCall call(Node item) {
    Node expression = item.node("funcexpr");
    if (!expression.is("FUNCEXPR")) {
      throw Refusals.construct("A value among several functions in FROM");
    }
    Procedure procedure = catalog.procedure(expression.integer("funcid"));
    translator.refuseUnsteady(procedure.function());
    Expression call = translator.call(expression);
    if (!item.isPresent("funccolnames")) {
      return new TableCall(call, "", columns(expression, catalog), false);
    }
    List<String> names = item.names("funccolnames");
    List<PgType> types = new ArrayList<>();
    List<String> definitions = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int type = item.integers("funccoltypes").get(i);
      int modifier = item.integers("funccoltypmods").get(i);
      types.add(catalog.type(type, modifier, item.integers("funccolcollations").get(i)));
      definitions.add(ServerSyntax.quoted(names.get(i)) + " " + catalog.castName(type, modifier));
    }
    return new TableCall(call, String.join(", ", definitions), types, false);
  }

  /** The columns of what a call gives: those of its composite type, or one. */
  static List<PgType> columns(Node call, Catalog catalog) {
    int type = call.integer("funcresulttype");
    List<PgType> columns =
        type == ServerSyntax.RECORD
            ? catalog.outputTypes(call.integer("funcid"))
            : catalog.fieldTypes(type);
    return columns.isEmpty()
        ? List.of(catalog.type(type, -1, call.integer("funccollid")))
        : columns;
  }
}
