package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.Oracle;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows that set-returning functions give of all edge values, here and in PostgreSQL. */
class JsonRowsTest {

  private static final List<String> PATHS =
      List.of(
          "$[*]",
          "$.a",
          "$.*.type()",
          "$.**{1}.size()",
          "strict $[*].a",
          "$.a + 1",
          "$[*] ? (@ > $x)",
          "$[0 to 1]",
          "$.a / 0");

  @ParameterizedTest
  @ValueSource(ints = {18, 15})
  void rowsAreThoseOfPostgresql(int major) throws Exception {
    List<String> differences = new ArrayList<>();
    int calls = 0;
    try (Oracle oracle = new Oracle(major)) {
      for (String type : new String[] {"json", "jsonb"}) {
        for (String name : new String[] {"array_elements", "object_keys", "each"}) {
          int columns = name.equals("each") ? 2 : 1;
          for (String suffix :
              name.equals("object_keys") ? new String[] {""} : new String[] {"", "_text"}) {
            String function = type + "_" + name + suffix;
            int result =
                suffix.isEmpty() && columns == 1 && !name.equals("object_keys")
                    ? (type.equals("json") ? PgType.JSON : PgType.JSONB)
                    : PgType.TEXT;
            List<Expression> none = List.of();
            calls += compare(oracle, function, type, "", none, columns, result, differences);
          }
        }
      }
      for (String path : PATHS) {
        for (boolean silent : new boolean[] {false, true}) {
          List<String> written = new ArrayList<>();
          oracle.query(
              "SELECT '%s'::jsonpath".formatted(path), row -> written.add(row.getString(1)));
          List<Expression> more =
              List.of(
                  constant(PgType.JSONPATH, "\u0001" + written.getFirst()),
                  constant(PgType.JSONB, "\u0001{\"x\": 1}"),
                  constant(PgType.BOOL, silent ? "\u0001" : "\u0000"));
          String arguments = ", '%s', '{\"x\": 1}', %s".formatted(path, silent);
          calls +=
              compare(
                  oracle,
                  "jsonb_path_query",
                  "jsonb",
                  arguments,
                  more,
                  1,
                  PgType.JSONB,
                  differences);
        }
      }
    }
    assertEquals("", String.join("\n", differences));
    assertTrue(calls > 1_000, calls + " calls");
  }

  private static Expression constant(int type, String bytes) {
    return new Expression.Constant(bytes.getBytes(StandardCharsets.UTF_8), PgType.of(type));
  }

  private static int compare(
      Oracle oracle,
      String name,
      String type,
      String moreSql,
      List<Expression> more,
      int columns,
      int result,
      List<String> differences)
      throws Exception {
    oracle.execute(
        """
        CREATE OR REPLACE FUNCTION probe(v %1$s) RETURNS text LANGUAGE plpgsql AS $probe$
        BEGIN
          RETURN (SELECT string_agg(concat_ws(' ', %4$s), ', ' ORDER BY r.n)
            FROM %2$s(v%3$s) WITH ORDINALITY AS r(%5$sn));
        EXCEPTION WHEN OTHERS THEN RETURN 'error ' || SQLSTATE;
        END $probe$\
        """
            .formatted(
                type,
                name,
                moreSql,
                columns == 2 ? hex("a") + ", " + hex("b") : hex("a"),
                columns == 2 ? "a, b, " : "a, "));
    int oid = type.equals("json") ? PgType.JSON : PgType.JSONB;
    List<Expression> arguments = new ArrayList<>();
    arguments.add(new Expression.Column(0, PgType.of(oid)));
    arguments.addAll(more);
    Function function =
        new Function(
            1,
            "pg_catalog",
            name,
            name,
            arguments.stream().map(a -> a.type().oid()).toList(),
            true,
            'i');
    List<PgType> types =
        columns == 2
            ? List.of(PgType.of(PgType.TEXT), PgType.of(result))
            : List.of(PgType.of(result));
    TableMapper mapper =
        new ExpressionCompiler(new CollationRules(true))
            .table(
                List.of(
                    new TableCall(
                        new Expression.Call(function, arguments, types.getLast(), 0),
                        "",
                        types,
                        false)),
                false);
    List<byte[]> values = oracle.bytes("type " + type, oid);
    int[] calls = {0};
    oracle.query(
        "SELECT i, literal, probe(literal::%s) FROM edge WHERE key = 'type %s' ORDER BY i"
            .formatted(type, type),
        row -> {
          calls[0]++;
          String actual = rows(mapper, values.get(row.getInt(1)), columns);
          if (!String.valueOf(row.getString(3)).equals(actual)) {
            differences.add(
                "%s(%s%s): PostgreSQL %s, Tidemark %s"
                    .formatted(name, row.getString(2), moreSql, row.getString(3), actual));
          }
        });
    return calls[0];
  }

  private static String hex(String column) {
    return "coalesce(encode(convert_to(r.%s::text, 'UTF8'), 'hex'), 'NULL')".formatted(column);
  }

  private static String rows(TableMapper mapper, byte @Nullable [] value, int columns) {
    RowBuilder builder = new RowBuilder(1);
    Row argument = (value == null ? builder.addNull() : builder.add(value)).build();
    List<String> texts = new ArrayList<>();
    try {
      for (Row row : mapper.map(argument)) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
          cells.add(cell(row, i));
        }
        texts.add(String.join(" ", cells));
      }
    } catch (EvaluationException e) {
      return "error " + e.sqlState();
    }
    return texts.isEmpty() ? "null" : String.join(", ", texts);
  }

  /** The text's bytes: jsonb's without its version. */
  private static String cell(Row row, int column) {
    if (row.isNull(column)) {
      return "NULL";
    }
    String hex = HexFormat.of().formatHex(row.copy(column)).toLowerCase(Locale.ROOT);
    return hex.startsWith("01") ? hex.substring(2) : hex;
  }
}
