package io.tidemark.config;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a query without a server: whether it is one SELECT, and which relations it
 * names. PostgreSQL decides what a query means; where JSqlParser cannot parse it, the outline says
 * that it does not know, which is no error.
 *
 * @param refusal why it is certainly not a definition's query
 * @param known whether the relations are known
 */
public record QueryOutline(Optional<String> refusal, boolean known, Set<Relation> relations) {

  static final String HINT = "A definition is one SELECT, WITH … SELECT or VALUES, without ';'.";

  /** A relation as the query names it. */
  public record Relation(Optional<String> schema, String name) {}

  public QueryOutline {
    relations = Set.copyOf(relations);
  }

  public static QueryOutline of(String query) {
    String text = query.strip();
    if (text.isEmpty()) {
      return refuse("the query is empty");
    }
    if (text.length() > StreamTableDefinition.QUERY_CHARS_MAX) {
      return refuse(
          "the query has more than " + StreamTableDefinition.QUERY_CHARS_MAX + " characters");
    }
    Statement statement;
    try {
      statement = CCJSqlParserUtil.parse(text);
    } catch (JSQLParserException unparsed) {
      String first = text.replaceFirst("(?s)^[\\s(]+", "").replaceFirst("(?s)[^A-Za-z].*$", "");
      return switch (first.toUpperCase(java.util.Locale.ROOT)) {
        case "SELECT", "WITH", "VALUES", "TABLE" ->
            new QueryOutline(Optional.empty(), false, Set.of());
        default -> refuse("the query does not begin with SELECT, WITH or VALUES");
      };
    }
    if (!(statement instanceof Select)) {
      return refuse("the query is not a SELECT but " + kind(statement));
    }
    Set<Relation> relations = new LinkedHashSet<>();
    try {
      for (String name : new TablesNamesFinder<Void>().getTables(statement)) {
        relations.add(relation(name));
      }
    } catch (RuntimeException notWalked) {
      return new QueryOutline(Optional.empty(), false, Set.of());
    }
    return new QueryOutline(Optional.empty(), true, relations);
  }

  private static QueryOutline refuse(String reason) {
    return new QueryOutline(Optional.of(reason), false, Set.of());
  }

  private static String kind(Statement statement) {
    return statement
        .getClass()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1 $2")
        .toUpperCase(java.util.Locale.ROOT);
  }

  private static Relation relation(String text) {
    @Nullable String schema = null;
    String name = text;
    int dot = text.lastIndexOf('.');
    if (dot > 0 && (!text.endsWith("\"") || text.charAt(dot - 1) == '"')) {
      schema = text.substring(text.lastIndexOf('.', dot - 1) + 1, dot);
      name = text.substring(dot + 1);
    }
    return new Relation(Optional.ofNullable(schema).map(QueryOutline::fold), fold(name));
  }

  private static String fold(String part) {
    return part.startsWith("\"") && part.endsWith("\"") && part.length() > 1
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part.toLowerCase(java.util.Locale.ROOT);
  }
}
