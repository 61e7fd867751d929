package io.tidemark.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    enter(select, context);
    T result = super.visit(select, context);
    scopes.pop();
    return result;
  }

  @Override
  public <S> T visit(SetOperationList select, S context) {
    enter(select, context);
    T result = super.visit(select, context);
    scopes.pop();
    return result;
  }

  @Override
  public <S> T visit(ParenthesedSelect select, S context) {
    enter(select, context);
    T result = super.visit(select, context);
    scopes.pop();
    return result;
  }

  @Override
  public <S> T visit(LateralSubSelect select, S context) {
    enter(select, context);
    T result = super.visit(select, context);
    scopes.pop();
    return result;
  }

  @Override
  public <S> T visit(Values values, S context) {
    enter(values, context);
    T result = super.visit(values, context);
    scopes.pop();
    return result;
  }

  @Override
  public <S> T visit(TableStatement statement, S context) {
    enter(statement, context);
    T result = super.visit(statement, context);
    scopes.pop();
    return result;
  }

  /** Opens a scope with the CTEs of {@code select}, and visits them, so that super does not. */
  private <S> void enter(Select select, S context) {
    Set<String> names = new HashSet<>();
    scopes.push(names);
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
