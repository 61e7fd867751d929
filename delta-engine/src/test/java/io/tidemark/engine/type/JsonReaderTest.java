package io.tidemark.engine.type;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.engine.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads texts, JSON and not, as PostgreSQL's json_in and jsonb_in do: result or SQLSTATE. */
class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(ints = {18, 15})
  void takesAndRefusesWhatPostgresqlDoes(int major) throws Exception {
    List<String> differences = new ArrayList<>();
    int[] texts = {0};
    try (Oracle oracle = new Oracle(major)) {
      for (String type : new String[] {"json", "jsonb"}) {
        oracle.execute(
            """
            CREATE OR REPLACE FUNCTION probe(text) RETURNS text LANGUAGE plpgsql AS $probe$
            BEGIN RETURN $1::%s::text; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE;
            END $probe$\
            """
                .formatted(type));
        UnaryOperator<String> read = type.equals("json") ? this::json : this::jsonb;
        oracle.query(
            "SELECT literal, probe(literal) FROM edge WHERE key = 'argument jsonb_in 1'"
                + " AND literal IS NOT NULL",
            row -> {
              texts[0]++;
              String actual = read.apply(row.getString(1));
              if (!row.getString(2).equals(actual)) {
                differences.add(
                    "%s %s: PostgreSQL %s, Tidemark %s"
                        .formatted(type, row.getString(1), row.getString(2), actual));
              }
            });
      }
    }
    assertEquals("", String.join("\n", differences));
    assertEquals(true, texts[0] > 150, texts[0] + " texts");
  }

  private String json(String text) {
    try {
      JsonReader.check(text);
      return text;
    } catch (EvaluationException e) {
      return e.sqlState();
    }
  }

  private String jsonb(String text) {
    try {
      return Jsonb.of(JsonReader.read(text)).toString();
    } catch (EvaluationException e) {
      return e.sqlState();
    }
  }
}
