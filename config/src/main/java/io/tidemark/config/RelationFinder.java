package io.tidemark.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectVisitor;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.TableStatement;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.util.TablesNamesFinder;

/**
 * Collects the relations of a parsed query. JSqlParser's own finder walks the tree but forgets
 * relations that share their name with any CTE or subquery alias; here a CTE's name hides a
 * relation only where SQL says so: in later CTEs of the same WITH, in its query, and, if RECURSIVE,
 * in itself and the ones before.
 */
final class RelationFinder<T> extends TablesNamesFinder<T> {

  private final Set<Relation> relations = new LinkedHashSet<>();
  private final Deque<Set<String>> scopes = new ArrayDeque<>();

  /** The statement's tree is taken apart on the way and is of no use afterwards. */
  static Set<Relation> find(Statement statement) {
    RelationFinder<Void> finder = new RelationFinder<>();
    finder.getTables(statement);
    return finder.relations;
  }

  /** The statement as a whole: super would visit its CTEs before their scope is open. */
  @Override
  public <S> T visit(Select select, S context) {
    return select.accept((SelectVisitor<T>) this, context);
  }

  @Override
  public <S> T visit(Table table, S context) {
    String name = Identifiers.name(table.getName());
    Optional<String> schema = Optional.ofNullable(table.getSchemaName()).map(Identifiers::name);
    if (schema.isPresent() || scopes.stream().noneMatch(scope -> scope.contains(name))) {
      relations.add(new Relation(schema, name));
    }
    return nothing();
  }

  @Override
  public <S> T visit(PlainSelect select, S context) {
    return within(select, context, () -> super.visit(select, context));
  }

  @Override
  public <S> T visit(SetOperationList select, S context) {
    return within(select, context, () -> super.visit(select, context));
  }

  @Override
  public <S> T visit(ParenthesedSelect select, S context) {
    return within(select, context, () -> super.visit(select, context));
  }

  @Override
  public <S> T visit(LateralSubSelect select, S context) {
    return within(select, context, () -> super.visit(select, context));
  }

  @Override
  public <S> T visit(Values values, S context) {
    return within(values, context, () -> super.visit(values, context));
  }

  @Override
  public <S> T visit(TableStatement statement, S context) {
    return within(statement, context, () -> super.visit(statement, context));
  }

  /** A visit in a scope of its own. */
  private <S> T within(Select select, S context, Supplier<T> visit) {
    Set<String> names = new HashSet<>();
    scopes.push(names);
    visitSteps(select, names, context);
    T result = visit.get();
    scopes.pop();
    return result;
  }

  /** Visits the CTEs of {@code select}, so that super does not, and adds their names. */
  private <S> void visitSteps(Select select, Set<String> names, S context) {
    List<WithItem<?>> steps = select.getWithItemsList();
    if (steps == null) {
      return;
    }
    select.setWithItemsList(null);
    if (steps.stream().anyMatch(WithItem::isRecursive)) {
      steps.forEach(step -> names.add(Identifiers.name(step.getAliasName())));
    }
    for (WithItem<?> step : steps) {
      super.visit(step, context);
      names.add(Identifiers.name(step.getAliasName()));
    }
  }

  @SuppressWarnings({
    "NullAway",
    "TypeParameterUnusedInFormals"
  }) // visitors of JSqlParser answer null
  private T nothing() {
    return null;
  }
}
