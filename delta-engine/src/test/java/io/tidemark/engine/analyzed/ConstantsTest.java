package io.tidemark.engine.analyzed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.engine.Plans;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Constants of the tree against what the server itself sends for them. */
class ConstantsTest {

  private static Plans plans;

  @BeforeAll
  static void start() throws Exception {
    plans = Plans.start("CREATE TYPE mood AS ENUM ('happy', 'sad')");
  }

  @AfterAll
  static void stop() throws Exception {
    plans.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "false",
        "1",
        "-2147483648",
        "9223372036854775807",
        "int2 '-7'",
        "oid '4294967295'",
        "float4 '-1.5'",
        "float8 '1e-300'",
        "float8 'NaN'",
        "0.0",
        "1.5",
        "-0.001",
        "1e-9",
        "100",
        "numeric '100.00'",
        "12345678901234567890.123456789",
        "numeric '1e200'",
        "numeric '-1e-300'",
        "numeric 'NaN'",
        "numeric 'Infinity'",
        "numeric '-Infinity'",
        "'text'",
        "''",
        "'ü€🙂'",
        "varchar 'v'",
        "bpchar 'abc '",
        "name 'nam'",
        "\"char\" 'x'",
        "bytea '\\x00ff'",
        "json '{\"a\": 1}'",
        "date '2024-02-29'",
        "date '-infinity'",
        "time '23:59:59.999999'",
        "timestamp '0044-03-15 BC'",
        "timestamptz '2024-02-29 12:00+05'",
        "interval '1 mon -2 days 03:04:05.6'",
        "uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
        "mood 'sad'",
        "'{}'::int[]",
        "'{1,NULL,-3}'::int[]",
        "'{{1,2},{3,4}}'::int[]",
        "'[5:6]={1,2}'::int8[]",
        "'{a,NULL,\"b c\",\"\"}'::text[]",
        "'{1.5,NULL,-20000.25}'::numeric[]",
        "'{t,f}'::bool[]",
        "'{1,2,3}'::int2[]",
        "'{2024-01-01,NULL}'::date[]",
        "'{1 day,NULL,2 mon}'::interval[]",
        "'{a,b}'::name[]",
        "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}'::uuid[]",
        "ARRAY['x', 'yy']",
        "ARRAY[1, NULL]",
        "NULL::int",
        "point '(1,2)'",
        "jsonb '{\"a\": [1.50, null, \"it''s \\\\ \"]}'",
        "jsonpath '$.a ? (@ > 1)'",
        "int4range '[1,5)'",
        "inet '10.0.0.1/8'",
        "bit '101'",
        "varbit '1'",
        "tsquery 'a & b'",
        "regconfig 'english'",
        "timetz '12:00+02'",
        "'{happy,sad}'::mood[]",
        "'{\"[1,2]\"}'::int4range[]",
        "money '12.34'",
        "pg_lsn '1/2'"
      })
  void areWhatTheServerSends(String literal) throws Exception {
    String query = "SELECT " + literal + " AS v";
    for (Connection connection : plans.connections()) {
      Plan plan = new QueryAnalyzer().analyze(connection, query, List.of("public")).plan();
      Plan.Project project = (Plan.Project) plan;
      Constant constant = (Constant) project.expressions().getFirst();
      assertEquals(
          sentByServer(connection, query),
          constant.value() == null ? "NULL" : HexFormat.of().formatHex(constant.value()),
          () -> literal);
    }
  }

  @Test
  void longTextsKeepTheirLength() throws Exception {
    areWhatTheServerSends("'" + "x".repeat(5_000) + "'");
    areWhatTheServerSends("'" + "x".repeat(252) + "'");
  }

  @Test
  void aTypeWithoutBinaryFormIsRefusedByName() {
    UnsupportedQueryException error =
        assertThrows(
            UnsupportedQueryException.class,
            () ->
                new QueryAnalyzer()
                    .analyze(
                        plans.newest(),
                        "SELECT 'postgres=arwdDxt/postgres'::aclitem AS a",
                        List.of("public")));
    assertEquals("A constant of type aclitem has no binary form", error.getMessage());
  }

  /** The first column of the first row, in hexadecimal. */
  private static String sentByServer(Connection connection, String query) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)", out);
    // Signature of 11 bytes, flags, extension length, column count, length
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).position(11 + 4 + 4 + 2);
    int length = bytes.getInt();
    if (length < 0) {
      return "NULL";
    }
    byte[] value = new byte[length];
    bytes.get(value);
    return HexFormat.of().formatHex(value);
  }
}
