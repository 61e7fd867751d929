package io.tidemark.bench.expression;

import static io.tidemark.bench.expression.LineItems.COMMENT;
import static io.tidemark.bench.expression.LineItems.CREATED;
import static io.tidemark.bench.expression.LineItems.DISCOUNT;
import static io.tidemark.bench.expression.LineItems.EXTENDED_PRICE;
import static io.tidemark.bench.expression.LineItems.LINE_NUMBER;
import static io.tidemark.bench.expression.LineItems.LINE_STATUS;
import static io.tidemark.bench.expression.LineItems.ORDER_KEY;
import static io.tidemark.bench.expression.LineItems.PART_KEY;
import static io.tidemark.bench.expression.LineItems.QUANTITY;
import static io.tidemark.bench.expression.LineItems.RETURN_FLAG;
import static io.tidemark.bench.expression.LineItems.SHIP_DATE;
import static io.tidemark.bench.expression.LineItems.SHIP_DATE_FIRST;
import static io.tidemark.bench.expression.LineItems.SUPPLIER_KEY;
import static io.tidemark.bench.expression.LineItems.TAX;
import static io.tidemark.bench.expression.LineItems.WEIGHT;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.RowBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is computed of a row: a condition, and the columns of the rows for which it is true. */
enum Scenario {
  /** {@code part > 50000 AND (supplier < 5000 OR line = 3)}. */
  INTEGER_FILTER(
      new Expression.And(
          List.of(
              bool("int4gt", PART_KEY, integer(50_000)),
              new Expression.Or(
                  List.of(
                      bool("int4lt", SUPPLIER_KEY, integer(5_000)),
                      bool("int4eq", LINE_NUMBER, integer(3))))))),

  /** {@code created >= $1 AND created < $2}. */
  TIMESTAMP_FILTER(
      new Expression.And(
          List.of(
              bool("timestamp_ge", CREATED, timestamp(SHIP_DATE_FIRST + 365)),
              bool("timestamp_lt", CREATED, timestamp(SHIP_DATE_FIRST + 1_460))))),

  /** TPC-H Q6's conditions on numerics. */
  NUMERIC_FILTER(
      new Expression.And(
          List.of(
              bool("numeric_ge", DISCOUNT, decimal("0.05")),
              bool("numeric_le", DISCOUNT, decimal("0.07")),
              bool("numeric_lt", QUANTITY, decimal("24"))))),

  /** {@code part * 2 + supplier - line}, {@code order + part}. */
  INTEGER_ARITHMETIC(
      null,
      call(
          PgType.INT4,
          "int4mi",
          call(
              PgType.INT4,
              "int4pl",
              call(PgType.INT4, "int4mul", PART_KEY, integer(2)),
              SUPPLIER_KEY),
          LINE_NUMBER),
      call(PgType.INT8, "int84pl", ORDER_KEY, PART_KEY)),

  /** {@code weight * 1.1 + weight}, {@code weight / 3}. */
  FLOAT_ARITHMETIC(
      null,
      call(
          PgType.FLOAT8,
          "float8pl",
          call(PgType.FLOAT8, "float8mul", WEIGHT, floating(1.1)),
          WEIGHT),
      call(PgType.FLOAT8, "float8div", WEIGHT, floating(3))),

  /** {@code price * (1 - discount)}, and that {@code * (1 + tax)}. */
  NUMERIC_ARITHMETIC(null, discounted(), charge()),

  /** {@code flag = 'R' AND comment <> 'x'}. */
  TEXT_EQUALITY(
      new Expression.And(
          List.of(bool("texteq", RETURN_FLAG, text("R")), bool("textne", COMMENT, text("x"))))),

  /** {@code comment LIKE '%special%requests%'}. */
  LIKE(bool("textlike", COMMENT, text("%special%requests%"))),

  /** {@code flag || '-' || status}, {@code substring(comment, 1, 10)}, {@code lower(comment)}. */
  TEXT_FUNCTIONS(
      null,
      call(
          PgType.TEXT,
          "textcat",
          call(PgType.TEXT, "textcat", RETURN_FLAG, text("-")),
          LINE_STATUS),
      call(PgType.TEXT, "text_substr", COMMENT, integer(1), integer(10)),
      call(PgType.TEXT, "lower", COMMENT)),

  /** Searched CASE of integers, and COALESCE. */
  CASE(
      null,
      new Expression.Case(
          List.of(
              new Expression.Case.When(bool("int4lt", SUPPLIER_KEY, integer(2_000)), text("small")),
              new Expression.Case.When(
                  bool("int4lt", SUPPLIER_KEY, integer(6_000)), text("medium"))),
          text("large"),
          PgType.of(PgType.TEXT)),
      new Expression.Case(
          List.of(new Expression.Case.When(bool("texteq", RETURN_FLAG, text("R")), PART_KEY)),
          integer(0),
          PgType.of(PgType.INT4)),
      new Expression.Coalesce(List.of(LINE_NUMBER, integer(0)), PgType.of(PgType.INT4))),

  /** {@code line IN (1, 3, 5, 7) OR flag IN ('A', 'N')}. */
  IN_LIST(
      new Expression.Or(
          List.of(
              in("int4eq", LINE_NUMBER, 1007, integer(1), integer(3), integer(5), integer(7)),
              in("texteq", RETURN_FLAG, 1009, text("A"), text("N"))))),

  /** TPC-H Q1 before its aggregates. */
  TPCH_Q1(
      bool("date_le", SHIP_DATE, date(SHIP_DATE_FIRST + 2_400)),
      RETURN_FLAG,
      LINE_STATUS,
      QUANTITY,
      EXTENDED_PRICE,
      discounted(),
      charge(),
      DISCOUNT),

  /** TPC-H Q6 before its aggregate. */
  TPCH_Q6(
      new Expression.And(
          List.of(
              bool("date_ge", SHIP_DATE, date(SHIP_DATE_FIRST + 730)),
              bool("date_lt", SHIP_DATE, date(SHIP_DATE_FIRST + 1_095)),
              bool("numeric_ge", DISCOUNT, decimal("0.05")),
              bool("numeric_le", DISCOUNT, decimal("0.07")),
              bool("numeric_lt", QUANTITY, decimal("24")))),
      call(PgType.NUMERIC, "numeric_mul", EXTENDED_PRICE, DISCOUNT));

  final @Nullable Expression condition;
  final List<Expression> outputs;

  Scenario(@Nullable Expression condition, Expression... outputs) {
    this.condition = condition;
    this.outputs = List.of(outputs);
  }

  private static Expression discounted() {
    return call(
        PgType.NUMERIC,
        "numeric_mul",
        EXTENDED_PRICE,
        call(PgType.NUMERIC, "numeric_sub", decimal("1"), DISCOUNT));
  }

  private static Expression charge() {
    return call(
        PgType.NUMERIC,
        "numeric_mul",
        discounted(),
        call(PgType.NUMERIC, "numeric_add", decimal("1"), TAX));
  }

  private static Expression in(
      String equality, Expression left, int arrayType, Expression... elements) {
    return new Expression.ArrayComparison(
        function(equality),
        true,
        left,
        new Expression.ArrayLiteral(List.of(elements), elements[0].type(), PgType.of(arrayType)),
        left.type().collation());
  }

  private static Function function(String source) {
    return new Function(1, "pg_catalog", source, source, List.of(), true, 'i');
  }

  private static Expression bool(String source, Expression... arguments) {
    return call(PgType.BOOL, source, arguments);
  }

  private static Expression call(int type, String source, Expression... arguments) {
    int collation = arguments[0].type().collation();
    return new Expression.Call(
        function(source), List.of(arguments), new PgType(type, -1, collation), collation);
  }

  private static Expression constant(int type, Consumer<RowBuilder> value) {
    RowBuilder builder = new RowBuilder(1);
    value.accept(builder);
    return new Expression.Constant(builder.build().copy(0), PgType.of(type));
  }

  private static Expression integer(int value) {
    return constant(PgType.INT4, target -> target.addInt(value));
  }

  private static Expression date(int days) {
    return constant(PgType.DATE, target -> target.addInt(days));
  }

  private static Expression timestamp(int days) {
    return constant(PgType.TIMESTAMP, target -> target.addLong(days * LineItems.DAY));
  }

  private static Expression floating(double value) {
    return constant(PgType.FLOAT8, target -> target.addLong(Double.doubleToLongBits(value)));
  }

  private static Expression decimal(String value) {
    return constant(PgType.NUMERIC, target -> PgNumeric.of(new BigDecimal(value)).encode(target));
  }

  private static Expression text(String value) {
    return constant(PgType.TEXT, target -> target.addText(value));
  }
}
