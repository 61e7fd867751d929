package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.Oracle;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Casts from text to the types of {@link TextInputs}, {@link NetworkInput} and {@link
 * MacaddrInput}, here and in PostgreSQL: the same bytes, or the same SQLSTATE.
 */
class InputFunctionsTest {

  /** Types, and texts that are read as each of them. */
  private static final List<List<String>> INPUTS =
      List.of(
          List.of(
              "inet cidr",
              "10.0.0.1|10.0.0.1/8|10/8|10./8|10.0.0.1.|10.1/16|10.1/24|10.1.2.3.4|256.0.0.1|010.001.0.1|1.2.3|1.2.3.4/33|1.2.3.4/|1.2.3.4/032|"
                  + "1.2.3.4/4294967304|1.2.3.4/4294967295|1.2.3.4/4294967288| 1.2.3.4|1.2.3.4 |/8||.1.2.3|0x0A|0x0a000001|0x0a0|0x0a00000102|0x0a/8|0x|0Xag|192.168|172.16|224.1|224|225|224.0|239.1.2|239.1.2.3|240|241.1|192|127.1|128|10|"
                  + "128.0.0.1|1.2.3.4/8x|é|1.2.3.4é|1..2.3|1.2.3.0/24|0.0.0.0/0|::|::1|::/0|1::|1:2:3:4:5:6:7:8|1:2:3:4:5:6:7:8:|1:2:3:4:5:6:7:8:/64|1:2:3:4:5:6:7|1::2::3|:1::2|:::|12345::|"
                  + "::ffff:1.2.3.4|::1.2.3.4/120|::1.2|::1..2|::.5|::1.2.3.|::1.2.3.4.5|::01.2.3.4|::256.1.1.1|::1.2.3.4/|::1/129|::1/0128|::1/64|fe80::/10|FE80::ABCD|1:2:3:4:5:6:1.2.3.4|"
                  + "1:2:3:4:5:6:7:1.2.3.4|::g|::1%eth0|1:2:3:4:5:6:7::|::2:3:4:5:6:7:8|1::2:3:4:5:6:7:8|::1 | ::1|2001:db8::/32|::1.2/64|1:|:|1:/64|::/|::é|::10.0.0.0/104|1.2.3.4:5|::1.2./96"),
          List.of(
              "macaddr macaddr8",
              "08:00:2b:01:02:03|08-00-2b-01-02-03|08002b:010203|08002b-010203|0800.2b01.0203|0800-2b01-0203|08002b010203|8:0:2B:1:2:3|08:00:2b:01:02|08:00:2b:01:02:03:04|"
                  + "08:00:2b:01:02:03 |08:00:2b:01:02:03  |08:00:2b:ff:fe:01:02:03 |08:00:2b:ff:fe:01:02:03  |08002b010203 |08002b010203  | 08:00:2b:01:02:03|08: 00:2b:01:02:03|08 :00:2b:01:02:03|100:00:2b:01:02:03|-1:00:2b:01:02:03|+1:00:2b:01:02:03|0x8:0:0:0:0:0|08:00:2b:01:02:03x|"
                  + "08:00-2b:01:02:03||xyz|08:00:2b:01:02:0g|08:00:2b:ff:fe:01:02:03|08002bfffe010203|0800.2bff.fe01.0203|08002b:fffe010203|08:00:2b:ff:fe:01:02:03:04|08:00:2b:ff:fe:01:02|"
                  + "08002b0102 03|ffffffff1:0:0:0:0:0|fffffffffffffffff1:0:0:0:0:0|08:00:2b:01:02:03 x|08:00:2b:01:02:03\u00a0|0x:0:0:0:0:0|0:0:0:0:0:|-:0:0:0:0:0|é8:00:2b:01:02:03|08:00:2b:01:02:03:|"
                  + "08002b0102030|00:00:00:00:00:0x1|08\t:00:2b:01:02:03"),
          List.of(
              "bit varbit",
              "|0|1|10110|b101|B101|x1F|Xf0a|xg|2|b2| 1|1 |é|B|x|01é|X0G1|11111111000000001"),
          List.of(
              "pg_lsn",
              "0/0|16/B374D848|FFFFFFFF/FFFFFFFF|123456789/0|0/123456789|/1|1/|1/2/3| 1/2|1/2 |g/1|0x1/1|1|-1/1|é/1|0000000a/0000000B"),
          List.of(
              "bytea",
              "|abc|\\x|\\x00fF|\\x0 0|\\x00 ff|\\x0|\\xg0|\\X00|a\\\\b|a\\b|\\000|\\377|\\400|\\12|é|\\x00\nff|\\|\\\\x41|\\x00é"),
          List.of(
              "float8 float4",
              "0|-0|1|1.5| 1.5\t|+1e3|1e|.5|5.|.|e5|1e400|-1e400|1e-400|4.9e-324|2.4e-324|2.5e-324|1.7976931348623157e308|1.7976931348623159e308|3.4028235e38|3.4028236e38|1e39|1e-45|7e-46|"
                  + "1e-46|0e500|0.000e-999|inf|-Infinity|+INF|infinit|nan|NaN(x1)|nan(|+nan|0x1A|0x1.8p3|-0xap-1|0x.8|0xg|0x|1_000|1 2||  |1d|1f|1e5f|0.1|123456789.123456789|16777217|1e23|9007199254740993|"
                  + "0x1p-1080|0x0p-2000|0x1p1024|8.98846567431158e307|1e+|1e-5|é|\u00a01"));

  @ParameterizedTest
  @ValueSource(ints = {18, 16, 15})
  void textIsReadAsPostgresqlReadsIt(int major) throws Exception {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    try (Oracle oracle = new Oracle(major)) {
      for (List<String> inputs : INPUTS) {
        for (String type : inputs.getFirst().split(" ")) {
          for (String text : inputs.getLast().split("\\|", -1)) {
            compare(oracle, type, text, differences);
            compared++;
          }
        }
      }
    }
    assertEquals("", String.join("\n", differences));
    assertTrue(compared > 400, compared + " texts");
  }

  private static void compare(Oracle oracle, String type, String text, List<String> differences)
      throws Exception {
    int[] oid = new int[1];
    oracle.query("SELECT 'pg_catalog." + type + "'::regtype::oid", row -> oid[0] = row.getInt(1));
    oracle.execute(
        """
        CREATE OR REPLACE FUNCTION input(t text) RETURNS text LANGUAGE plpgsql AS $f$
        BEGIN
          RETURN encode(%s(t::%s), 'hex');
        EXCEPTION WHEN OTHERS THEN
          RETURN 'error ' || SQLSTATE;
        END $f$\
        """
            .formatted(oracle.sendFunction(oid[0]), oracle.typeName(oid[0])));
    String actual = read(oid[0], text);
    oracle.query(
        "SELECT input('%s')".formatted(text),
        row -> {
          if (!row.getString(1).equals(actual)) {
            differences.add(
                "'%s'::%s: PostgreSQL %s, Tidemark %s"
                    .formatted(text, type, row.getString(1), actual));
          }
        });
  }

  private static String read(int oid, String text) {
    Expression column = new Expression.Column(0, PgType.of(PgType.TEXT));
    RowMapper mapper =
        new ExpressionCompiler(new CollationRules(true, true))
            .mapper(List.of(new Expression.TextCast(column, PgType.of(oid))));
    try {
      return HexFormat.of().formatHex(mapper.map(new RowBuilder(1).addText(text).build()).copy(0));
    } catch (EvaluationException e) {
      return "error " + e.sqlState();
    }
  }
}
