package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.Oracle;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.RowBuilder;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates, times and intervals are written as PostgreSQL writes them, in several zones. */
class TimeTextsTest {

  private static final List<String> KEYS =
      List.of(
          "type date",
          "type time",
          "type timetz",
          "type timestamp",
          "type timestamptz",
          "type interval",
          "argument timestamptz_to_char 1",
          "argument timestamptz_zone 2",
          "argument timestamp_zone 2");

  @ParameterizedTest
  @CsvSource({"18, Europe/Prague", "18, America/St_Johns", "15, Australia/Lord_Howe", "15, UTC"})
  void everyEdgeValueHasTheTextThatPostgresqlGives(int major, String zone) throws Exception {
    try (Oracle oracle = new Oracle(major)) {
      oracle.execute("SET TimeZone TO '" + zone + "'");
      SessionSettings settings =
          new SessionSettings(ZoneId.of(zone), Zones.trusting(ZoneId.of(zone)), null, true);
      int[] compared = {0};
      for (String key : KEYS) {
        int type = type(key);
        List<String> expected = new ArrayList<>();
        oracle.query(
            "SELECT literal::%s::text FROM edge WHERE key = '%s' ORDER BY i"
                .formatted(oracle.typeName(type), key),
            row -> expected.add(row.getString(1)));
        RowMapper mapper =
            new ExpressionCompiler(
                    new CollationRules(true, true), FunctionLibrary.of(major, settings))
                .mapper(
                    List.of(
                        new Expression.TextCast(
                            new Expression.Column(0, PgType.of(type)), PgType.of(PgType.TEXT))));
        List<byte[]> values = oracle.bytes(key, type);
        for (int i = 0; i < values.size() - 1; i++) { // the last one is NULL
          RowBuilder row = new RowBuilder(1);
          row.add(values.get(i));
          assertEquals(expected.get(i), new String(mapper.map(row.build()).copy(0)), key);
          compared[0]++;
        }
      }
      assertTrue(compared[0] > 100, compared[0] + " texts");
    }
  }

  private static int type(String key) {
    return switch (key) {
      case "type date" -> PgType.DATE;
      case "type time" -> PgType.TIME;
      case "type timetz" -> PgType.TIMETZ;
      case "type timestamp", "argument timestamp_zone 2" -> PgType.TIMESTAMP;
      case "type interval" -> PgType.INTERVAL;
      default -> PgType.TIMESTAMPTZ;
    };
  }
}
