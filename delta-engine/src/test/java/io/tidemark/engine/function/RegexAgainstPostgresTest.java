package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.type.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random expressions over a few characters: what the library knows matches what PostgreSQL says.
 */
class RegexAgainstPostgresTest {

  private static final int EXPRESSIONS = 6_000;
  private static final int AT_ONCE = 500;

  /** What expressions are put together from; some of it only makes sense in some places. */
  private static final List<String> PARTS =
      List.of(
          "a",
          "b",
          "c",
          "B",
          "é",
          "-",
          "]",
          "}",
          ",",
          "1",
          " ",
          "\\.",
          "\\n",
          "\\\\",
          "\\-",
          ".",
          ".",
          "^",
          "$",
          "\\A",
          "\\Z",
          "(",
          "(",
          "(?:",
          ")",
          ")",
          "|",
          "|",
          "*",
          "+",
          "?",
          "*?",
          "{2}",
          "{1,}",
          "{0,2}",
          "{2,1}",
          "{0}",
          "{,2}",
          "{",
          "[ab]",
          "[^a]",
          "[a-c]",
          "[]a]",
          "[^]-]",
          "[a-]",
          "[-b]",
          "[+--]",
          "[a\\]b]",
          "[\\n ]",
          "[c-a]",
          "[b-é]",
          "[a-b-c]",
          "[[]",
          "[[a]",
          "[",
          "\\d",
          "\\D",
          "\\w",
          "\\W",
          "\\s",
          "[\\d-]",
          "[^\\w]",
          "[[:alpha:]]",
          "[^[:upper:]x]",
          "[[:lower:]1]",
          "[[:punct:]]",
          "[[:foo:]]",
          "\\1",
          "\\y",
          "\\m",
          "(?=",
          "(?i)",
          "***=",
          "\\é",
          "\\_");

  private static final List<String> TEXTS =
      List.of(
          "", "a", "b", "ab", "aab", "abc", "Bc", "cba", "é", "aéb", "-", "a-b", "]", "1", "a1 b",
          "a\nb", "\n", "a.b", "\\", "a,b}", "BB", "_", "{2}", "aaaa", "ccc bbb");

  @ParameterizedTest
  @ValueSource(ints = {18, 15})
  void matchesAreTheSame(int major) throws Exception {
    Random random = new Random(major);
    List<String> patterns = new ArrayList<>();
    while (patterns.size() < EXPRESSIONS) {
      StringBuilder pattern = new StringBuilder();
      for (int i = 1 + random.nextInt(7); i > 0; i--) {
        pattern.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      if (Regex.of(pattern.toString(), false) != null) {
        patterns.add(pattern.toString());
      }
    }
    List<String> differences = new ArrayList<>();
    try (Oracle oracle = new Oracle(major)) {
      oracle.execute(
          """
          CREATE FUNCTION matches(pattern text, texts text[]) RETURNS text LANGUAGE plpgsql AS $f$
          BEGIN
            RETURN (SELECT string_agg(
                CASE WHEN t ~ pattern THEN 't' ELSE 'f' END ||
                CASE WHEN t ~* pattern THEN 't' ELSE 'f' END, '' ORDER BY n)
              FROM unnest(texts) WITH ORDINALITY AS u(t, n));
          EXCEPTION WHEN OTHERS THEN
            RETURN SQLERRM;
          END $f$\
          """);
      for (int from = 0; from < patterns.size(); from += AT_ONCE) {
        List<String> some = patterns.subList(from, Math.min(from + AT_ONCE, patterns.size()));
        oracle.query(
            "SELECT p, matches(p, %s) FROM unnest(%s) p".formatted(array(TEXTS), array(some)),
            row -> {
              String actual = matches(row.getString(1));
              if (!actual.equals(row.getString(2))) {
                differences.add(
                    "%s: PostgreSQL %s, Tidemark %s"
                        .formatted(row.getString(1), row.getString(2), actual));
              }
            });
      }
    }
    assertEquals(List.of(), differences.stream().limit(20).toList());
  }

  private static String matches(String pattern) {
    Regex exact = Regex.of(pattern, false);
    Regex anyCase = Regex.of(pattern, true);
    assertNotNull(exact, pattern);
    assertNotNull(anyCase, pattern);
    return TEXTS.stream()
        .map(text -> (exact.isIn(text) ? "t" : "f") + (anyCase.isIn(text) ? "t" : "f"))
        .collect(Collectors.joining());
  }

  private static String array(List<String> texts) {
    return texts.stream()
        .map(text -> "'" + text.replace("'", "''") + "'")
        .collect(Collectors.joining(", ", "ARRAY[", "]"));
  }

  @Test
  void whatOnlyPostgresqlKnowsIsLeftToIt() {
    for (String pattern :
        List.of(
            "(a)\\1",
            "a(?=b)",
            "\\mword\\M",
            "(?i)a",
            "***=a.c",
            "[[.hyphen.]]",
            "[[=a=]]",
            "a**",
            "(a",
            "[b-a]",
            "a{3,2}",
            "\\u00e9",
            "(a{200}){200}")) {
      assertNull(Regex.of(pattern, false), pattern);
    }
  }

  @Test
  void noExpressionTakesMoreThanItsStatesTimesTheText() {
    Regex regex = Regex.of("^(a|a?)*(a*)*b$", false);
    assertNotNull(regex);
    assertTrue(regex.isIn("a".repeat(50_000) + "b"));
  }
}
