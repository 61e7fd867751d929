package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.CatalogFacts.Attribute;
import io.tidemark.engine.analyzed.CatalogFacts.Relation;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Nullability;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * FROM and WHERE: tables, views, subqueries, common table expressions, VALUES, and joins of them.
 * What an item reads of those before it (LATERAL) makes the join a dependent one. Further kinds of
 * range-table entries have their place here.
 */
final class FromClause {

  private static final int RELATION = 0;
  private static final int SUBQUERY = 1;
  private static final int FUNCTION = 3;
  private static final int TABLE_FUNCTION = 4;
  private static final int VALUES = 5;
  private static final int COMMON_TABLE = 6;

  private static final int INNER = 0;
  private static final int LEFT = 1;
  private static final int FULL = 2;
  private static final int RIGHT = 3;

  private final QueryTranslator query;
  private final @Nullable Correlation enclosing;
  private final Catalog catalog;

  FromClause(QueryTranslator query, @Nullable Correlation enclosing) {
    this.query = query;
    this.enclosing = enclosing;
    this.catalog = query.catalog();
  }

  /** The rows that FROM and WHERE leave. */
  FromItem translate(Node joinTree) {
    return list(joinTree, enclosing);
  }

  /**
   * @param outside what lateral items may read beside the items before them
   */
  private FromItem list(Node joinTree, @Nullable Correlation outside) {
    FromItem all = null;
    for (Node item : joinTree.nodes("fromlist")) {
      if (all == null) {
        all = item(item, outside);
      } else {
        Correlation border = new Correlation(Scope.of(query, all, outside), 0);
        all = all.cross(item(item, border), border);
      }
    }
    return where(all == null ? FromItem.NOTHING : all, joinTree.nodeOrNull("quals"), outside);
  }

  private FromItem where(FromItem item, @Nullable Node condition, @Nullable Correlation outside) {
    if (condition == null) {
      return item;
    }
    Expression predicate =
        new ExpressionTranslator(catalog, Scope.of(query, item, outside)).translate(condition);
    return item.withPlan(Conjunctions.filter(item.plan(), Conjunctions.split(predicate)));
  }

  private FromItem item(Node item, @Nullable Correlation outside) {
    return switch (item.tag()) {
      case "RANGETBLREF" -> entry(item.integer("rtindex"), outside);
      case "JOINEXPR" -> join(item, outside);
      case "FROMEXPR" -> list(item, outside);
      default -> throw Refusals.expression(item);
    };
  }

  private FromItem join(Node join, @Nullable Correlation outside) {
    FromItem left = item(join.node("larg"), outside);
    Correlation border = new Correlation(Scope.of(query, left, outside), 0);
    FromItem right = item(join.node("rarg"), border);
    Node condition = join.nodeOrNull("quals");
    int type = join.integer("jointype");
    if (type == INNER) {
      return where(left.cross(right, border), condition, outside);
    }
    FromItem pairs = left.beside(right);
    Optional<Expression> on =
        Optional.ofNullable(condition)
            .map(new ExpressionTranslator(catalog, Scope.of(query, pairs, outside))::translate);
    return pairs.withPlan(
        switch (type) {
          case LEFT ->
              border.arguments().isEmpty()
                  ? new Plan.Join(Kind.LEFT, left.plan(), right.plan(), List.of(), on)
                  : new Plan.DependentJoin(
                      Kind.LEFT, left.plan(), right.plan(), border.depth(), border.arguments(), on);
          // PostgreSQL refuses LATERAL references from the right of these
          case FULL -> new Plan.Join(Kind.FULL, left.plan(), right.plan(), List.of(), on);
          case RIGHT -> Plan.Join.right(left.plan(), right.plan(), List.of(), on);
          default -> throw Refusals.construct("This kind of join");
        });
  }

  private FromItem entry(int index, @Nullable Correlation outside) {
    Node entry = query.rangeTable().get(index - 1);
    if (entry.isPresent("securityQuals")) {
      throw Refusals.construct("A table with row-level security");
    }
    Scope place = Scope.of(query, FromItem.NOTHING, outside);
    return switch (entry.integer("rtekind")) {
      case RELATION -> relation(index, entry);
      case SUBQUERY ->
          placed(index, query.nested(entry.node("subquery"), new Correlation(place, 1)), entry);
      case VALUES -> placed(index, values(entry, place), entry);
      case COMMON_TABLE -> placed(index, query.commonTable(entry, place), entry);
      case FUNCTION -> placed(index, new FunctionItem(place, catalog).of(entry), entry);
      case TABLE_FUNCTION ->
          placed(
              index,
              new TableSyntax(new ExpressionTranslator(catalog, place))
                  .of(entry.node("tablefunc"), entry.node("eref").names("colnames")),
              entry);
      default -> throw Refusals.construct("This kind of FROM item");
    };
  }

  /** A plan whose columns are numbered from 1 on, under the names that the entry gives them. */
  private static FromItem placed(int index, Plan plan, Node entry) {
    int width = plan.fields().size();
    List<String> names = entry.node("eref").names("colnames");
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Field field = plan.fields().get(i);
      fields.add(
          new Field(
              i < names.size() ? names.get(i) : field.name(), field.type(), field.nullable()));
    }
    return new FromItem(
        Projections.rename(plan, fields),
        Map.of(index, new FromItem.Placed(0, IntStream.rangeClosed(1, width).boxed().toList())));
  }

  private FromItem relation(int index, Node entry) {
    if (entry.nodeOrNull("tablesample") != null) {
      throw Refusals.construct("TABLESAMPLE");
    }
    Relation relation = catalog.relation(entry.integer("relid"));
    if (relation.kind() == 'v') {
      return placed(index, query.view(catalog.viewQuery(relation.table().oid())), entry);
    }
    Sources.check(relation, entry.flag("inh"));
    List<Integer> attributes = relation.columns().stream().map(Attribute::number).toList();
    return new FromItem(scan(relation), Map.of(index, new FromItem.Placed(0, attributes)));
  }

  /** A scan of the captured columns, with the generated ones computed from them. */
  private Plan scan(Relation relation) {
    List<Attribute> captured =
        relation.columns().stream().filter(column -> column.captured() >= 0).toList();
    Plan scan =
        new Plan.Scan(
            relation.table(),
            captured.stream().map(Attribute::captured).toList(),
            relation.table().columns());
    if (captured.size() == relation.columns().size()) {
      return scan;
    }
    // A generation expression's variables are those of entry 1
    List<Integer> attributes = captured.stream().map(Attribute::number).toList();
    FromItem self = new FromItem(scan, Map.of(1, new FromItem.Placed(0, attributes)));
    ExpressionTranslator translator =
        new ExpressionTranslator(catalog, Scope.of(query, self, null));
    List<Expression> expressions = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Attribute column : relation.columns()) {
      expressions.add(
          column.generation() == null
              ? new Expression.Column(column.captured(), column.type())
              : translator.translate(NodeReader.readNode(column.generation())));
      fields.add(new Field(column.name(), column.type(), column.nullable()));
    }
    return new Plan.Project(scan, expressions, fields);
  }

  private Plan values(Node entry, Scope place) {
    ExpressionTranslator translator = new ExpressionTranslator(catalog, place);
    List<List<Expression>> rows = new ArrayList<>();
    for (NodeValue list : entry.items("values_lists")) {
      if (!(list instanceof NodeValue.Items(List<@Nullable NodeValue> items))) {
        throw new NodeFormatException("A VALUES list of the analysed query is no list");
      }
      List<Expression> row = new ArrayList<>();
      for (NodeValue item : items) {
        if (!(item instanceof Node node)) {
          throw new NodeFormatException("A value of the analysed query is no node");
        }
        row.add(translator.translate(node));
      }
      rows.add(row);
    }
    List<Integer> types = entry.integers("coltypes");
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      int column = i;
      fields.add(
          new Field(
              "column" + (i + 1),
              catalog.type(
                  types.get(i),
                  entry.integers("coltypmods").get(i),
                  entry.integers("colcollations").get(i)),
              rows.stream().anyMatch(row -> Nullability.of(row.get(column), List.of()))));
    }
    return new Plan.Values(rows, fields);
  }
}
