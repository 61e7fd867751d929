package io.tidemark.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses the relations of a query that JSqlParser does not understand, by the places where a
 * relation's name can stand: after FROM, JOIN, TABLE, and commas of a FROM list. It has no grammar,
 * so it survives any construct inside of expressions; the price is that names of CTEs hide a
 * relation of the same name in the whole query.
 */
final class RelationScanner {

  private static final Set<String> AFTER_FROM =
      Set.of(
          "WHERE",
          "GROUP",
          "HAVING",
          "WINDOW",
          "ORDER",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "FOR",
          "UNION",
          "INTERSECT",
          "EXCEPT");
  private static final Set<String> QUERY_STARTS = Set.of("SELECT", "WITH", "VALUES", "TABLE");

  /** One pair of parentheses, or the whole. Mutable, for one scan by one thread. */
  private static final class Level {
    /** FROM begins a list here, and is not a part of {@code extract(… FROM …)}. */
    boolean isQuery;

    boolean inFrom;
    boolean expectsRelation;
  }

  private final List<Token> tokens;
  private final Set<Relation> relations = new LinkedHashSet<>();
  private final Deque<Level> levels = new ArrayDeque<>();

  private RelationScanner(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Set<Relation> scan(List<Token> tokens) {
    RelationScanner scanner = new RelationScanner(tokens);
    scanner.scan();
    Set<String> steps = scanner.stepNames();
    scanner.relations.removeIf(r -> r.schema().isEmpty() && steps.contains(r.name()));
    return scanner.relations;
  }

  private void scan() {
    Level level = new Level();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol('(')) {
        levels.push(level);
        level = open(level, i);
      } else if (token.isSymbol(')')) {
        level = levels.isEmpty() ? level : levels.pop();
      } else if (token.isSymbol(',')) {
        level.expectsRelation = level.inFrom;
      } else if (token.is("FROM")) {
        level.inFrom = level.isQuery && !(i > 0 && tokens.get(i - 1).is("DISTINCT"));
        level.expectsRelation = level.inFrom;
      } else if (token.is("JOIN")) {
        level.expectsRelation = level.inFrom;
      } else if (token.isAny(QUERY_STARTS) && !level.expectsRelation) {
        level.isQuery = true;
        level.inFrom = false;
        level.expectsRelation = token.is("TABLE");
      } else if (token.isAny(AFTER_FROM)) {
        level.inFrom = false;
        level.expectsRelation = false;
      } else if (level.expectsRelation && !token.is("ONLY") && !token.is("LATERAL")) {
        level.expectsRelation = false;
        if (token.isIdentifier()) {
          i = relation(i);
        }
      }
    }
  }

  private Level open(Level outer, int paren) {
    Level inner = new Level();
    inner.inFrom = outer.expectsRelation; // FROM (a JOIN b …): the subquery's SELECT resets it
    inner.expectsRelation = outer.expectsRelation && !isQueryStart(paren + 1);
    outer.expectsRelation = false;
    return inner;
  }

  /** Adds the relation that begins at token {@code first}; answers its last token. */
  private int relation(int first) {
    int last = first;
    while (last + 2 < tokens.size()
        && tokens.get(last + 1).isSymbol('.')
        && tokens.get(last + 2).isIdentifier()) {
      last += 2;
    }
    boolean isFunction = last + 1 < tokens.size() && tokens.get(last + 1).isSymbol('(');
    if (!isFunction) {
      Optional<String> schema =
          last == first ? Optional.empty() : Optional.of(Identifiers.name(tokens.get(last - 2)));
      relations.add(new Relation(schema, Identifiers.name(tokens.get(last))));
    }
    return last;
  }

  /** Names of CTEs: {@code name [(columns)] AS [[NOT] MATERIALIZED] (query)}. */
  private Set<String> stepNames() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).isIdentifier()) {
        continue;
      }
      int next = i + 1;
      if (next < tokens.size() && tokens.get(next).isSymbol('(')) {
        while (next < tokens.size() && !tokens.get(next).isSymbol(')')) {
          next++;
        }
        next++;
      }
      if (next >= tokens.size() || !tokens.get(next).is("AS")) {
        continue;
      }
      next++;
      while (next < tokens.size()
          && (tokens.get(next).is("NOT") || tokens.get(next).is("MATERIALIZED"))) {
        next++;
      }
      if (next < tokens.size() && tokens.get(next).isSymbol('(') && isQueryStart(next + 1)) {
        names.add(Identifiers.name(tokens.get(i)));
      }
    }
    return names;
  }

  private boolean isQueryStart(int index) {
    return index < tokens.size() && tokens.get(index).isAny(QUERY_STARTS);
  }
}
