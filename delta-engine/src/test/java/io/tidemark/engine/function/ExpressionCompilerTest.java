package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.ArrayComparison;
import io.tidemark.engine.plan.Expression.ArrayLiteral;
import io.tidemark.engine.plan.Expression.BooleanTest;
import io.tidemark.engine.plan.Expression.Call;
import io.tidemark.engine.plan.Expression.Case;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.Oracle;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of expression, against the same one in SQL. */
class ExpressionCompilerTest {

  private static final PgType BOOL = PgType.of(PgType.BOOL);
  private static final PgType INT4 = PgType.of(PgType.INT4);
  private static final PgType FLOAT8 = PgType.of(PgType.FLOAT8);
  private static final PgType TEXT = new PgType(PgType.TEXT, -1, 100);
  private static final PgType INT4_ARRAY = PgType.of(1007);
  private static final Expression P = new Column(0, BOOL);
  private static final Expression Q = new Column(1, BOOL);
  private static final Expression X = new Column(2, INT4);
  private static final Expression Y = new Column(3, INT4);
  private static final Function EQ = strict(65, "int4eq");
  private static final Function NE = strict(144, "int4ne");
  private static final Function LT = strict(66, "int4lt");
  private static final Function DIV = strict(154, "int4div");

  private static Oracle oracle;

  @BeforeAll
  static void start() throws Exception {
    oracle = new Oracle(18);
  }

  @AfterAll
  static void stop() throws Exception {
    oracle.close();
  }

  @Test
  void everyKindOfExpressionIsWhatSqlSays() throws Exception {
    Map<String, Expression> cases = new LinkedHashMap<>();
    cases.put("p AND q", new Expression.And(List.of(P, Q)));
    cases.put("p OR q", new Expression.Or(List.of(P, Q)));
    cases.put("NOT p", new Expression.Not(P));
    cases.put("x IS NULL", new Expression.IsNull(X, false));
    cases.put("x IS NOT NULL", new Expression.IsNull(X, true));
    String[] tests = {
      "IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"
    };
    for (int i = 0; i < tests.length; i++) {
      cases.put("p " + tests[i], new BooleanTest(P, BooleanTest.Kind.values()[i]));
    }
    cases.put("x IS DISTINCT FROM y", new Expression.IsDistinctFrom(EQ, X, Y, 0));
    cases.put("NULLIF(x, y)", new Expression.NullIf(EQ, X, Y, INT4, 0));
    cases.put("COALESCE(x, y, 7)", new Expression.Coalesce(List.of(X, Y, number(7)), INT4));
    cases.put("COALESCE(p, q)", new Expression.Coalesce(List.of(P, Q), BOOL));
    cases.put("NOT (p AND NOT q)", new Expression.Not(and(P, new Expression.Not(Q))));
    cases.put("(p OR q) IS UNKNOWN", test(new Expression.Or(List.of(P, Q)), "IS_UNKNOWN"));
    cases.put("(p AND q) IS NOT FALSE", test(and(P, Q), "IS_NOT_FALSE"));
    cases.put("(x < y) = p", call(strict(60, "booleq"), BOOL, call(LT, BOOL, X, Y), P));
    cases.put("(x < y) IS NULL", new Expression.IsNull(call(LT, BOOL, X, Y), false));
    cases.put(
        "NULLIF(x, y) < 1", call(LT, BOOL, new Expression.NullIf(EQ, X, Y, INT4, 0), number(1)));
    cases.put(
        "COALESCE(x::float8 * y::float8, -1)",
        new Expression.Coalesce(
            List.of(call(strict(216, "float8mul"), FLOAT8, wide(X), wide(Y)), wide(number(-1))),
            FLOAT8));
    cases.put(
        "COALESCE(NULLIF(x, y), CASE WHEN q THEN y END) - 1 < x",
        call(
            LT,
            BOOL,
            call(
                strict(181, "int4mi"),
                INT4,
                new Expression.Coalesce(
                    List.of(
                        new Expression.NullIf(EQ, X, Y, INT4, 0),
                        new Case(List.of(new Case.When(Q, Y)), new Constant(null, INT4), INT4)),
                    INT4),
                number(1)),
            X));
    cases.put("GREATEST(x, y)", new Expression.MinMax(true, List.of(X, Y), INT4, 0));
    cases.put("LEAST(x, y)", new Expression.MinMax(false, List.of(X, Y), INT4, 0));
    cases.put(
        "CASE WHEN y <> 0 THEN x / y WHEN p THEN 1 ELSE NULL END",
        new Case(
            List.of(
                new Case.When(call(NE, BOOL, Y, number(0)), call(DIV, INT4, X, Y)),
                new Case.When(P, number(1))),
            new Constant(null, INT4),
            INT4));
    Expression array = new ArrayLiteral(List.of(X, Y), INT4, INT4_ARRAY);
    Expression constants = new ArrayLiteral(List.of(number(1), number(-1)), INT4, INT4_ARRAY);
    Expression withNull =
        new ArrayLiteral(List.of(number(1), new Constant(null, INT4)), INT4, INT4_ARRAY);
    Expression empty =
        new Constant(HexFormat.of().parseHex("000000000000000000000017"), INT4_ARRAY);
    cases.put("ARRAY[x, y]", array);
    cases.put("1 = ANY (ARRAY[x, y])", new ArrayComparison(EQ, true, number(1), array, 0));
    cases.put("x < ALL (ARRAY[x, y])", new ArrayComparison(LT, false, X, array, 0));
    cases.put("x IN (1, -1)", new ArrayComparison(EQ, true, X, constants, 0));
    cases.put("x NOT IN (1, -1)", new ArrayComparison(NE, false, X, constants, 0));
    cases.put("x IN (1, NULL)", new ArrayComparison(EQ, true, X, withNull, 0));
    cases.put("x NOT IN (1, NULL)", new ArrayComparison(NE, false, X, withNull, 0));
    cases.put("x <> ANY (ARRAY[1, -1])", new ArrayComparison(NE, true, X, constants, 0));
    cases.put("x = ANY ('{}'::int[])", new ArrayComparison(EQ, true, X, empty, 0));
    cases.put("x <> ALL ('{}'::int[])", new ArrayComparison(NE, false, X, empty, 0));
    cases.put(
        "x = ANY (NULL::int[])",
        new ArrayComparison(EQ, true, X, new Constant(null, INT4_ARRAY), 0));
    cases.put("x::oid", new Expression.Relabel(X, PgType.of(PgType.OID)));
    cases.put("'n' || x", concatenation(2003, true, text("n"), X));
    cases.put("p || 'n'", concatenation(2004, true, P, text("n")));
    cases.put("concat(p, x, 'é', y)", concatenation(3058, false, P, X, text("é"), Y));
    cases.put("concat_ws(', ', p, x, y)", concatenation(3059, false, text(", "), P, X, Y));
    for (var each : cases.entrySet()) {
      compareOverAllRows(each.getKey(), each.getValue());
    }
  }

  private static Expression and(Expression... operands) {
    return new Expression.And(List.of(operands));
  }

  private static Expression test(Expression operand, String kind) {
    return new BooleanTest(operand, BooleanTest.Kind.valueOf(kind));
  }

  private static Expression wide(Expression operand) {
    return call(strict(316, "i4tod"), FLOAT8, operand);
  }

  private static void compareOverAllRows(String sql, Expression expression) throws Exception {
    RowMapper mapper = compiler().mapper(List.of(X, expression, P));
    int[] rows = {0};
    oracle.query(
        """
        SELECT encode(boolsend(p), 'hex'), encode(boolsend(q), 'hex'), encode(int4send(x), 'hex'),
          encode(int4send(y), 'hex'), encode(%s(%s), 'hex')
        FROM (VALUES (true), (false), (NULL)) AS p(p), (VALUES (true), (false), (NULL)) AS q(q),
          (VALUES (0), (1), (-1), (2147483647), (NULL)) AS x(x),
          (VALUES (0), (1), (-1), (NULL)) AS y(y)
        """
            .formatted(oracle.sendFunction(expression.type().oid()), sql),
        row -> {
          RowBuilder builder = new RowBuilder(4);
          for (int i = 1; i <= 4; i++) {
            String value = row.getString(i);
            if (value == null) {
              builder.addNull();
            } else {
              builder.add(HexFormat.of().parseHex(value));
            }
          }
          Row input = builder.build();
          Row output = mapper.map(input);
          String actual = output.isNull(1) ? null : HexFormat.of().formatHex(output.copy(1));
          assertEquals(row.getString(5), actual, sql + " of " + input);
          assertEquals(input.project(new int[] {2}), output.project(new int[] {0}));
          rows[0]++;
        });
    assertEquals(180, rows[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "bool,16",
    "int2,21",
    "int4,23",
    "int8,20",
    "oid,26",
    "float4,700",
    "float8,701",
    "numeric,1700",
    "varchar,1043",
    "name,19",
    "time,1083",
    "uuid,2950",
    "inet,869",
    "cidr,650",
    "macaddr,829",
    "macaddr8,774",
    "bit,1560",
    "varbit,1562",
    "xid,28",
    "cid,29",
    "xid8,5069",
    "tid,27",
    "pg_lsn,3220"
  })
  void outputFunctionsAreThoseOfTheServer(String name, int oid) throws Exception {
    RowMapper mapper =
        compiler().mapper(List.of(new Expression.TextCast(new Column(0, PgType.of(oid)), TEXT)));
    List<byte[]> values = oracle.bytes("type " + name, oid);
    oracle.query(
        // array_to_string writes by the output function, even where there is a cast
        "SELECT i, array_to_string(ARRAY[literal::%s], '') FROM edge WHERE key = 'type %s' AND literal IS NOT NULL"
            .formatted(oracle.typeName(oid), name),
        row -> {
          Row output = mapper.map(new RowBuilder(1).add(values.get(row.getInt(1))).build());
          assertEquals(row.getString(2), output.getText(0));
        });
  }

  @ParameterizedTest
  @CsvSource({"bool,16", "int2,21", "int4,23", "int8,20", "numeric,1700", "uuid,2950"})
  void inputFunctionsAreThoseOfTheServer(String name, int oid) throws Exception {
    RowMapper mapper =
        compiler().mapper(List.of(new Expression.TextCast(new Column(0, TEXT), PgType.of(oid))));
    List<String> texts =
        Arrays.asList(
            "",
            " ",
            "1",
            " 42\t",
            "+7",
            "-0",
            "-32769",
            "2147483648",
            "9223372036854775808",
            "1.50",
            ".5",
            "5.",
            "1e3",
            "-1.5e-2",
            "1e",
            "e1",
            "1 2",
            "--1",
            "\u00a01",
            "NaN",
            "inf",
            "-Infinity",
            "infinit",
            "t",
            "TR",
            "true",
            " yes ",
            "o",
            "on",
            "of",
            "off",
            "n",
            "f",
            "tru e",
            "2",
            "0",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}",
            "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1",
            "1e200000",
            "1e999999999");
    oracle.execute(
        """
        CREATE OR REPLACE FUNCTION input(t text) RETURNS text LANGUAGE plpgsql AS $f$
        BEGIN
          RETURN encode(%s(t::%s), 'hex');
        EXCEPTION WHEN OTHERS THEN
          RETURN 'error ' || SQLSTATE;
        END $f$\
        """
            .formatted(oracle.sendFunction(oid), name));
    for (String text : texts) {
      String actual;
      try {
        actual =
            HexFormat.of().formatHex(mapper.map(new RowBuilder(1).addText(text).build()).copy(0));
      } catch (EvaluationException e) {
        actual = "error " + e.sqlState();
      }
      String shown = actual;
      oracle.query(
          "SELECT input('%s')".formatted(text),
          row -> assertEquals(row.getString(1), shown, "'" + text + "'"));
    }
  }

  @Test
  void anErrorInAConstantShowsOnlyWhenItIsEvaluated() {
    Expression failing = call(DIV, INT4, number(1), number(0));
    Evaluator lazy =
        compiler().compile(new Case(List.of(new Case.When(P, failing)), number(5), INT4));
    Evaluator coalesce = compiler().compile(new Expression.Coalesce(List.of(X, failing), INT4));
    Row no = new RowBuilder(4).addBoolean(false).addNull().addInt(3).addNull().build();
    Row yes = new RowBuilder(4).addBoolean(true).addNull().addNull().addNull().build();
    assertEquals(5, lazy.evaluate(no));
    assertEquals(3, coalesce.evaluate(no));
    assertEquals(
        "22012", assertThrows(EvaluationException.class, () -> lazy.evaluate(yes)).sqlState());
    assertThrows(EvaluationException.class, () -> coalesce.evaluate(yes));
  }

  /** A NULL argument does not keep the others from being computed, a NULL constant does. */
  @Test
  void argumentsFailBesideNullWhereTheyDoInPostgresql() throws Exception {
    oracle.execute(
        """
        CREATE TABLE none (x int, y int);
        INSERT INTO none VALUES (0, NULL);
        CREATE FUNCTION outcome(sql text) RETURNS text LANGUAGE plpgsql AS $f$
        DECLARE result text;
        BEGIN
          EXECUTE sql INTO result;
          RETURN coalesce(result, 'NULL');
        EXCEPTION WHEN OTHERS THEN
          RETURN SQLSTATE;
        END $f$\
        """);
    Row row = new RowBuilder(4).addNull().addNull().addInt(0).addNull().build();
    Expression failing = call(DIV, INT4, number(1), X);
    Expression nothing = new Constant(null, INT4);
    Function plus = strict(177, "int4pl");
    Function add = strict(1724, "numeric_add");
    PgType numeric = PgType.of(PgType.NUMERIC);
    Function convert = strict(1740, "int4_numeric");
    Map<String, Expression> cases = new LinkedHashMap<>();
    cases.put("y + 1 / x", call(plus, INT4, Y, failing));
    cases.put("1 / x + y", call(plus, INT4, failing, Y));
    cases.put("NULL::int + 1 / x", call(plus, INT4, nothing, failing));
    cases.put(
        "y::numeric + (1 / x)::numeric",
        call(add, numeric, call(convert, numeric, Y), call(convert, numeric, failing)));
    cases.put(
        "(1 / x)::numeric + NULL::numeric",
        call(add, numeric, call(convert, numeric, failing), new Constant(null, numeric)));
    cases.put("y < x AND 1 / x = 1", and(call(LT, BOOL, Y, X), call(EQ, BOOL, failing, number(1))));
    cases.put(
        "1 / x IN (1, 2)",
        new ArrayComparison(
            EQ,
            true,
            failing,
            new ArrayLiteral(List.of(number(1), number(2)), INT4, INT4_ARRAY),
            0));
    for (var each : cases.entrySet()) {
      Evaluator evaluator = compiler().compile(each.getValue());
      String actual;
      try {
        actual = evaluator.evaluate(row) == null ? "NULL" : "value";
      } catch (EvaluationException e) {
        actual = e.sqlState();
      }
      String shown = actual;
      oracle.query(
          "SELECT outcome($$SELECT " + each.getKey() + " FROM none$$)",
          result -> assertEquals(result.getString(1), shown, each.getKey()));
    }
  }

  @Test
  void aMapperGoesOnAfterAnError() {
    RowMapper mapper = compiler().mapper(List.of(X, call(DIV, INT4, X, Y)));
    RowBuilder builder = new RowBuilder(4);
    Row zero = builder.addNull().addNull().addInt(8).addInt(0).build();
    Row two = builder.addNull().addNull().addInt(8).addInt(2).build();
    assertThrows(EvaluationException.class, () -> mapper.map(zero));
    assertEquals(4, mapper.map(two).getInt(1));
  }

  @Test
  void aPredicateThatIsNullIsNotTrue() {
    RowPredicate predicate = compiler().predicate(call(LT, BOOL, X, Y));
    RowBuilder builder = new RowBuilder(4);
    assertTrue(predicate.test(builder.addNull().addNull().addInt(1).addInt(2).build()));
    assertFalse(predicate.test(builder.addNull().addNull().addInt(1).addNull().build()));
    assertNull(
        compiler()
            .compile(call(LT, BOOL, X, Y))
            .evaluate(builder.addNull().addNull().addInt(1).addNull().build()));
  }

  @Test
  void whatOnlyPostgresqlKnowsIsRefusedWithTheReason() {
    ExpressionCompiler unknown = new ExpressionCompiler(CollationRules.UNKNOWN_DEFAULT);
    Expression a = new Column(0, TEXT);
    Function less = strict(740, "text_lt");
    Function equal = strict(67, "texteq");
    Function lower = strict(870, "lower");
    Expression date = new Column(0, PgType.of(PgType.DATE));
    Function missing = strict(1, "no_such_function");
    for (Expression refused :
        List.of(
            new Call(less, List.of(a, a), BOOL, 100),
            new Call(equal, List.of(a, a), BOOL, 20_000),
            new Call(lower, List.of(a), TEXT, 100),
            new Expression.TextCast(date, TEXT), // depends on DateStyle
            new Call(missing, List.of(a), TEXT, 0))) {
      assertThrows(UnsupportedQueryException.class, () -> unknown.compile(refused));
    }
    Row row = new RowBuilder(1).addText("ÄB").build();
    assertEquals("Äb", unknown.compile(new Call(lower, List.of(a), TEXT, 950)).evaluate(row));
    assertEquals(false, unknown.compile(new Call(less, List.of(a, a), BOOL, 950)).evaluate(row));
  }

  private static ExpressionCompiler compiler() {
    return new ExpressionCompiler(new CollationRules(true, true));
  }

  private static Function strict(int oid, String source) {
    return new Function(oid, "pg_catalog", source, source, List.of(), true, 'i');
  }

  private static Call call(Function function, PgType type, Expression... arguments) {
    return new Call(function, List.of(arguments), type, 0);
  }

  private static Call concatenation(int oid, boolean strict, Expression... arguments) {
    String source = oid == 3058 ? "text_concat" : oid == 3059 ? "text_concat_ws" : "";
    Function function = new Function(oid, "pg_catalog", "concat", source, List.of(), strict, 's');
    return new Call(function, List.of(arguments), TEXT, 100);
  }

  private static Constant number(int value) {
    return new Constant(java.nio.ByteBuffer.allocate(4).putInt(value).array(), INT4);
  }

  private static Constant text(String value) {
    return new Constant(value.getBytes(java.nio.charset.StandardCharsets.UTF_8), TEXT);
  }
}
