package io.tidemark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryOutlineTest {

  /** Both ways to find relations must agree on these; the right column is what they find. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT 1|",
        "VALUES (1), (2)|",
        "TABLE t|t",
        "SELECT * FROM a|a",
        "SELECT * FROM S.A, \"S\".\"A b\" x|s.a \"S\".\"A b\"",
        "SELECT * FROM a JOIN b ON a.x = b.x LEFT JOIN (c CROSS JOIN d) ON true|a b c d",
        "SELECT * FROM ONLY a|a",
        "SELECT (SELECT max(x) FROM b) FROM a WHERE EXISTS (SELECT 1 FROM c)|a b c",
        "SELECT extract(year FROM ts), trim(both ' ' from x) FROM a|a",
        "SELECT a IS DISTINCT FROM b FROM t|t",
        "SELECT * FROM generate_series(1, 3) g, a|a",
        "SELECT * FROM (SELECT * FROM orders) orders|orders",
        "SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x) c|a b",
        "WITH x AS (SELECT * FROM a) SELECT * FROM x, b|a b",
        "WITH x AS MATERIALIZED (SELECT 1), y AS (SELECT * FROM x) SELECT * FROM y|",
        "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM r, s) SELECT * FROM r|s",
        "WITH x AS (SELECT 1) SELECT * FROM public.x|public.x",
        "SELECT * FROM a UNION ALL (SELECT * FROM b EXCEPT SELECT * FROM c)|a b c",
        "SELECT count(*) FILTER (WHERE x IN (SELECT y FROM b)) FROM a GROUP BY 1 HAVING 1 ="
            + " (SELECT 1 FROM c) ORDER BY (SELECT 1 FROM d)|a b c d",
        "SELECT 'FROM x', $$ FROM y $$, \"from\" FROM a -- FROM z|a",
        "SELECT * /* FROM /* nested */ b */ FROM a|a",
        "SELECT * FROM a JOIN b USING (id) WHERE x BETWEEN (SELECT 1 FROM c) AND 2|a b c",
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM b) THEN 1 END FROM a|a b",
        "SELECT sum(x) OVER (PARTITION BY y ORDER BY (SELECT 1 FROM b)) FROM a|a b"
      })
  void relationsAreFoundByParserAndByScanner(String query, String expected) {
    QueryOutline outline = QueryOutline.of(query);
    assertTrue(outline.mistakes().isEmpty(), outline.mistakes()::toString);
    assertTrue(outline.doubt().isEmpty(), () -> "not parsed: " + query);
    String wanted = expected == null ? "" : expected;
    assertEquals(sorted(wanted), names(outline.relations()), "parser");
    assertEquals(sorted(wanted), names(RelationScanner.scan(SqlLexer.tokens(query))), "scanner");
  }

  @Test
  void aNameThatACteHidesInOnePlaceIsARelationInAnother() {
    assertEquals("a", relations("WITH a AS (SELECT * FROM a) SELECT * FROM a"));
    assertEquals("a", relations("SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) x, a"));
    assertEquals("b", relations("WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM b"));
    assertEquals(
        "", relations("WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM a) TABLE b"));
  }

  /** Valid in PostgreSQL, unknown to the parser: a warning, and the relations all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT x FROM a JOIN b USING (x) GROUP BY DISTINCT x",
        "SELECT sum(x) OVER (w ROWS 1 PRECEDING) FROM a, b WINDOW w AS (ORDER BY y)",
        "SELECT 1 OPERATOR(pg_catalog.+) 2 FROM a, b",
        "SELECT x IS JSON FROM a CROSS JOIN b",
        "SELECT @ -5 FROM a, b"
      })
  void whatTheParserDoesNotKnowIsAWarningWithAGuess(String query) {
    QueryOutline outline = QueryOutline.of(query);
    assertTrue(outline.mistakes().isEmpty());
    assertEquals(ErrorCode.QUERY_NOT_UNDERSTOOD, outline.doubt().orElseThrow().code());
    assertEquals("a b", String.join(" ", names(outline.relations())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|NOT_A_QUERY|0",
        "-- nothing|NOT_A_QUERY|0",
        ";|NOT_A_QUERY|0",
        "SELEC 1|NOT_A_QUERY|0",
        "INSERT INTO t VALUES (1)|NOT_A_QUERY|0",
        "(DELETE FROM t)|NOT_A_QUERY|1",
        "EXPLAIN SELECT 1|NOT_A_QUERY|0",
        "SELECT 1; SELECT 2|SEVERAL_STATEMENTS|10",
        "SELECT 1 INTO t|NOT_A_QUERY|9",
        "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x|NOT_A_QUERY|11",
        "WITH x AS (SELECT 1) UPDATE t SET a = 1|NOT_A_QUERY|21",
        "SELECT $1|QUERY_PARAMETER|7",
        "SELECT (1|QUERY_UNBALANCED|7",
        "SELECT 1)|QUERY_UNBALANCED|8",
        "SELECT a[1) FROM t|QUERY_UNBALANCED|10",
        "SELECT 'abc|QUERY_UNBALANCED|7",
        "SELECT $a$ x $b$|QUERY_UNBALANCED|7",
        "SELECT E'a\\'|QUERY_UNBALANCED|8",
        "SELECT /* /* */ 1|QUERY_UNBALANCED|7",
        "SELECT \"abc|QUERY_UNBALANCED|7"
      })
  void whatIsNoQueryIsRefusedWithItsPlace(String query, ErrorCode code, int offset) {
    QueryOutline outline = QueryOutline.of(query == null ? "" : query);
    assertEquals(code, outline.mistakes().getFirst().code());
    assertEquals(offset, outline.mistakes().getFirst().offset());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(SELECT 1)",
        "select 1 as into",
        "SELECT t.into FROM t",
        "SELECT ';', \"update\" FROM t",
        "SELECT a$1 FROM t",
        "SELECT U&'d\\0061t', E'it\\'s', 'it''s', B'1', 1.5e3, .5 FROM t",
        "SELECT $${\"a\": 1}$$::jsonb"
      })
  void whatOnlyLooksOddIsAccepted(String query) {
    assertTrue(QueryOutline.of(query).mistakes().isEmpty());
  }

  @Test
  void severalMistakesAreAllFound() {
    assertEquals(
        Set.of(ErrorCode.NOT_A_QUERY, ErrorCode.QUERY_UNBALANCED, ErrorCode.QUERY_PARAMETER),
        QueryOutline.of("SELEC $1 FROM (a").mistakes().stream()
            .map(InvalidValueException::code)
            .collect(Collectors.toSet()));
  }

  @Test
  void theTextEndsWithItsLastToken() {
    assertEquals("SELECT 1", QueryOutline.of("SELECT 1 ; ; -- the end\n").text());
    assertEquals("-- why\nSELECT 1", QueryOutline.of("-- why\nSELECT 1 /* x */").text());
  }

  /** It gives up at the last place where it had a choice, here the comma; tabs count as one. */
  @Test
  void theDoubtPointsAtThePlaceFromWhichNothingWasUnderstood() {
    String query = "SELECT\n\t\ta,\n\t@ -5\nFROM t";
    assertEquals(query.indexOf(','), QueryOutline.of(query).doubt().orElseThrow().offset());
  }

  @Test
  void deepNestingAndLongQueriesAreSurvived() {
    String deep = "SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000) + " FROM a";
    assertEquals("a", relations(deep));
    String brackets = "SELECT " + "ARRAY[".repeat(3_000) + "1" + "]".repeat(3_000) + " FROM a";
    assertEquals("a", relations(brackets));
    assertEquals(
        ErrorCode.LIMIT_EXCEEDED,
        QueryOutline.of("SELECT '" + "x".repeat(QueryOutline.CHARS_MAX) + "'")
            .mistakes()
            .getFirst()
            .code());
  }

  private static String relations(String query) {
    return String.join(" ", names(QueryOutline.of(query).relations()));
  }

  private static TreeSet<String> names(Set<Relation> relations) {
    return relations.stream()
        .map(Relation::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static TreeSet<String> sorted(String names) {
    TreeSet<String> sorted = new TreeSet<>();
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+").matcher(names);
    while (matcher.find()) {
      sorted.add(matcher.group());
    }
    return sorted;
  }
}
