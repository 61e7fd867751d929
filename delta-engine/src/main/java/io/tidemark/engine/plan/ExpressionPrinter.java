package io.tidemark.engine.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Expressions as text for people: functions and columns by name. A column whose name is not unique
 * in its row is followed by its position.
 */
final class ExpressionPrinter {

  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

  private final List<Field> row;

  /** Prints expressions over the given row. */
  ExpressionPrinter(List<Field> row) {
    this.row = row;
  }

  String print(Expression expression) {
    return switch (expression) {
      case Expression.Column column -> column(column.index());
      case Expression.Constant constant -> constant(constant);
      case Expression.Call call -> call.function().name() + list(call.arguments());
      case Expression.And and -> joined(and.operands(), " AND ");
      case Expression.Or or -> joined(or.operands(), " OR ");
      case Expression.Not not -> "NOT " + print(not.operand());
      case Expression.IsNull test ->
          print(test.operand()) + (test.negated() ? " IS NOT NULL" : " IS NULL");
      case Expression.BooleanTest test ->
          print(test.operand()) + " " + test.kind().name().replace('_', ' ');
      case Expression.IsDistinctFrom test ->
          "(" + print(test.left()) + " IS DISTINCT FROM " + print(test.right()) + ")";
      case Expression.NullIf test -> "NULLIF" + list(List.of(test.left(), test.right()));
      case Expression.Case cases ->
          cases.branches().stream()
                  .map(when -> "WHEN " + print(when.condition()) + " THEN " + print(when.result()))
                  .collect(Collectors.joining(" ", "CASE ", ""))
              + " ELSE "
              + print(cases.otherwise())
              + " END";
      case Expression.Coalesce coalesce -> "COALESCE" + list(coalesce.operands());
      case Expression.MinMax minMax ->
          (minMax.greatest() ? "GREATEST" : "LEAST") + list(minMax.operands());
      case Expression.ArrayComparison comparison ->
          comparison.function().name()
              + "("
              + print(comparison.left())
              + (comparison.any() ? ", ANY " : ", ALL ")
              + print(comparison.array())
              + ")";
      case Expression.ArrayLiteral array ->
          array.elements().stream().map(this::print).collect(Collectors.joining(", ", "[", "]"));
      case Expression.Relabel relabel -> print(relabel.operand());
      case Expression.TextCast cast ->
          "CAST(" + print(cast.operand()) + " AS " + TypeNames.of(cast.type()) + ")";
    };
  }

  String print(AggregateCall call) {
    String arguments =
        call.arguments().isEmpty()
            ? "*"
            : call.arguments().stream().map(this::print).collect(Collectors.joining(", "));
    String order =
        call.orderBy().stream()
            .map(key ->
                print(key.expression())
                    + (key.descending() ? " DESC" : "")
                    + (key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
            .collect(Collectors.joining(", "));
    return call.function().name()
        + (call.distinct() ? "(DISTINCT " : "(")
        + arguments
        + (order.isEmpty() ? "" : " ORDER BY " + order)
        + ")"
        + (call.filter() == null ? "" : " FILTER (" + print(call.filter()) + ")");
  }

  private String column(int index) {
    String name = row.get(index).name();
    boolean unique = row.stream().filter(field -> field.name().equals(name)).count() == 1;
    return unique ? name : name + "#" + index;
  }

  private String list(List<Expression> expressions) {
    return expressions.stream().map(this::print).collect(Collectors.joining(", ", "(", ")"));
  }

  private String joined(List<Expression> expressions, String word) {
    return expressions.stream().map(this::print).collect(Collectors.joining(word, "(", ")"));
  }

  private static String constant(Expression.Constant constant) {
    byte[] value = constant.value();
    if (value == null) {
      return "NULL";
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    return switch (constant.type().oid()) {
      case PgType.BOOL -> value[0] != 0 ? "true" : "false";
      case PgType.INT2 -> Short.toString(bytes.getShort());
      case PgType.INT4 -> Integer.toString(bytes.getInt());
      case PgType.INT8 -> Long.toString(bytes.getLong());
      case PgType.OID -> Integer.toUnsignedString(bytes.getInt());
      case PgType.FLOAT4 -> Float.toString(bytes.getFloat());
      case PgType.FLOAT8 -> Double.toString(bytes.getDouble());
      case PgType.TEXT, PgType.VARCHAR, PgType.BPCHAR, PgType.NAME, PgType.CHAR ->
          "'" + new String(value, UTF_8).replace("'", "''") + "'";
      case PgType.DATE -> date(bytes.getInt());
      case PgType.NUMERIC -> numeric(bytes);
      default -> TypeNames.of(constant.type()) + " 0x" + HexFormat.of().formatHex(value);
    };
  }

  private static String date(int days) {
    return switch (days) {
      case Integer.MAX_VALUE -> "'infinity'";
      case Integer.MIN_VALUE -> "'-infinity'";
      default -> "'" + EPOCH.plusDays(days) + "'";
    };
  }

  /** A numeric's base-10000 digits as decimal text with its display scale. */
  private static String numeric(ByteBuffer bytes) {
    int digits = bytes.getShort();
    int weight = bytes.getShort();
    int sign = bytes.getShort() & 0xFFFF;
    int scale = bytes.getShort();
    if (sign >= 0xC000) {
      return sign == 0xC000 ? "NaN" : sign == 0xD000 ? "Infinity" : "-Infinity";
    }
    java.math.BigDecimal value = java.math.BigDecimal.ZERO;
    for (int i = 0; i < digits; i++) {
      value =
          value.add(
              java.math.BigDecimal.valueOf(bytes.getShort()).scaleByPowerOfTen(4 * (weight - i)));
    }
    value = value.setScale(scale, java.math.RoundingMode.HALF_UP);
    return (sign == 0x4000 ? value.negate() : value).toPlainString();
  }
}
