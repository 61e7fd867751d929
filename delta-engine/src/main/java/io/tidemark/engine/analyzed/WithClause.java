package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The WITH clause of one query level. A common table expression is translated once, however often
 * it is named, unless it reads the row of a query outside; MATERIALIZED says nothing about its
 * rows.
 */
final class WithClause {

  private static final int NEVER = 2; // CTEMaterializeNever

  private final QueryTranslator query;
  private final Node level;
  private final Catalog catalog;
  private final Map<String, Plan> translated = new HashMap<>();
  private final Map<String, Plan> selves = new HashMap<>(); // of those being translated

  WithClause(QueryTranslator query, Node level, Catalog catalog) {
    this.query = query;
    this.level = level;
    this.catalog = catalog;
  }

  /**
   * The plan of the common table expression that a range-table entry names; where that stands in
   * its own recursive term, the rows that its last round gave.
   *
   * @param place what can be read where it is named
   */
  Plan plan(Node entry, Scope place) {
    String name = entry.text("ctename");
    boolean self = entry.flag("self_reference");
    Plan plan = self ? selves.get(name) : translated.get(name);
    if (plan != null) {
      return plan;
    }
    for (Node table : level.nodes("cteList")) {
      if (!self && table.text("ctename").equals(name)) {
        Correlation border = new Correlation(place, 1 - entry.integer("ctelevelsup"));
        Plan made =
            table.flag("cterecursive")
                ? recursive(name, table, border, new ExpressionTranslator(catalog, place))
                : query.nested(table.node("ctequery"), border);
        if (!border.isCrossed()) {
          made = isShared(table) && isWorthSharing(made) ? catalog.share(made) : made;
          translated.put(name, made);
        }
        return made;
      }
    }
    throw new NodeFormatException("The analysed query has no WITH " + name);
  }

  /** PostgreSQL's rule: what is named once, or NOT MATERIALIZED, is part of what names it. */
  private static boolean isShared(Node table) {
    return table.integer("cterefcount") > 1 && table.integer("ctematerialized") != NEVER;
  }

  /** Of a table that is only filtered and projected, what is to be shared is the scan. */
  private static boolean isWorthSharing(Plan plan) {
    return switch (plan) {
      case Plan.Scan _, Plan.Values _, Plan.RecursiveReference _ -> false;
      case Plan.Filter _, Plan.Project _ -> isWorthSharing(plan.inputs().getFirst());
      default -> true;
    };
  }

  private Plan recursive(
      String name, Node table, Correlation border, ExpressionTranslator translator) {
    List<Field> fields = fields(table);
    Node union = table.node("ctequery");
    boolean all = union.node("setOperations").flag("all");
    SearchAndCycle clauses = SearchAndCycle.of(table, fields, all, translator);
    int id = catalog.nextRecursion();
    try {
      if (clauses == null) {
        selves.put(name, new Plan.RecursiveReference(id, fields));
        SetOperations.Union sides = query.union(union, border);
        return new Plan.Recursive(sides.left(), sides.right(), all, id, fields);
      }
      List<Field> carried = clauses.fields();
      selves.put(name, clauses.visible(new Plan.RecursiveReference(id, carried), true));
      SetOperations.Union sides = query.union(clauses.carrying(union, name), border);
      Plan base = clauses.base(sides.left());
      Plan step = clauses.step(sides.right());
      return clauses.visible(new Plan.Recursive(base, step, all, id, carried), false);
    } finally {
      selves.remove(name);
    }
  }

  /** A round may bring NULLs where the rounds before had none. */
  private List<Field> fields(Node table) {
    List<String> names = table.names("ctecolnames");
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(
          new Field(
              names.get(i),
              catalog.type(
                  table.integers("ctecoltypes").get(i),
                  table.integers("ctecoltypmods").get(i),
                  table.integers("ctecolcollations").get(i)),
              true));
    }
    return fields;
  }
}
