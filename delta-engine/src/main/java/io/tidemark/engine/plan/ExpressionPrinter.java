package io.tidemark.engine.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.type.PgType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Expressions as text for people: functions and columns by name. A column whose name is not unique
 * in its row is followed by its position.
 */
final class ExpressionPrinter {

  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

  /** Array types whose constants the analysis makes. */
  private static final Set<Integer> ARRAYS =
      Set.of(
          1000, 1001, 1003, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1028, 1115, 1182, 1183,
          1185, 1187, 1231, 2951);

  private final List<Field> row;

  /** Prints expressions over the given row. */
  ExpressionPrinter(List<Field> row) {
    this.row = row;
  }

  String print(Expression expression) {
    return switch (expression) {
      case Expression.Column column -> column(column.index());
      case Constant constant -> constant(constant);
      case Expression.Now _ -> "now()";
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
      case Expression.Path path -> path.kind().name() + list(path.operands());
      case Expression.Sql sql -> {
        StringBuilder text = new StringBuilder(sql.text().getFirst());
        for (int i = 0; i < sql.operands().size(); i++) {
          text.append(print(sql.operands().get(i))).append(sql.text().get(i + 1));
        }
        yield text.toString();
      }
      case Expression.Parameter parameter ->
          "$" + parameter.depth() + "." + (parameter.index() + 1);
      case Expression.Subquery subquery ->
          subquery.kind() + " subquery of depth " + subquery.depth() + list(subquery.arguments());
      case Expression.SingleRow single -> "SINGLE" + list(List.of(single.count(), single.value()));
    };
  }

  String print(WindowCall call) {
    return call.function().name()
        + (call.isAggregate() && call.arguments().isEmpty() ? "(*)" : list(call.arguments()))
        + (call.filter() == null ? "" : " FILTER (WHERE " + print(call.filter()) + ")")
        + (call.frame().equals(WindowFrame.DEFAULT) ? "" : " " + print(call.frame()));
  }

  private String print(WindowFrame frame) {
    return frame.mode()
        + " "
        + print(frame.from())
        + " to "
        + print(frame.to())
        + (frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
            ? ""
            : " EXCLUDE " + frame.exclusion().name().replace('_', ' '));
  }

  private String print(WindowFrame.Bound bound) {
    return (bound.offset() == null ? "" : print(bound.offset()) + " ")
        + bound.kind().name().replace('_', ' ');
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
    String filter = call.filter() == null ? "" : " FILTER (" + print(call.filter()) + ")";
    if (call.isOrderedSet()) {
      String direct =
          call.directArguments().stream().map(this::print).collect(Collectors.joining(", "));
      return call.function().name() + "(" + direct + ") WITHIN GROUP (" + order + ")" + filter;
    }
    String labels =
        call.labels().isEmpty()
            ? ""
            : " by " + call.labels().stream().map(this::print).collect(Collectors.joining(", "));
    return call.function().name()
        + (call.distinct() ? "(DISTINCT " : "(")
        + arguments
        + labels
        + (order.isEmpty() ? "" : " ORDER BY " + order)
        + ")"
        + filter;
  }

  private String column(int index) {
    String name = row.get(index).name();
    boolean unique = row.stream().filter(field -> field.name().equals(name)).count() == 1;
    return unique ? name : name + "#" + index;
  }

  private String list(List<Expression> expressions) {
    return joined(expressions, ", ");
  }

  /** A plain loop: with a stream, each level of a deep expression takes ten frames of the stack. */
  private String joined(List<Expression> expressions, String separator) {
    StringJoiner text = new StringJoiner(separator, "(", ")");
    for (Expression expression : expressions) {
      text.add(print(expression));
    }
    return text.toString();
  }

  private static String constant(Constant constant) {
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
      default -> ARRAYS.contains(constant.type().oid()) ? array(bytes) : opaque(value);
    };
  }

  /** One-dimensional: dimensions, flags, element type, length, lower bound, elements. */
  private static String array(ByteBuffer bytes) {
    StringBuilder text = new StringBuilder("{");
    PgType element = PgType.of(bytes.getInt(8));
    bytes.position(bytes.getInt(0) == 0 ? 12 : 20);
    while (bytes.hasRemaining()) {
      int length = bytes.getInt();
      byte @Nullable [] value = length < 0 ? null : new byte[length];
      if (value != null) {
        bytes.get(value);
      }
      text.append(text.length() == 1 ? "" : ", ").append(constant(new Constant(value, element)));
    }
    return text.append("}").toString();
  }

  /** A value of a type that is not known here: its characters if it looks like text. */
  private static String opaque(byte[] value) {
    for (byte b : value) {
      if (b < ' ' || b == 0x7F) {
        return "0x" + HexFormat.of().formatHex(value);
      }
    }
    return "'" + new String(value, UTF_8) + "'";
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
    BigDecimal value = BigDecimal.ZERO;
    for (int i = 0; i < digits; i++) {
      value = value.add(BigDecimal.valueOf(bytes.getShort()).scaleByPowerOfTen(4 * (weight - i)));
    }
    value = value.setScale(scale, RoundingMode.HALF_UP);
    return (sign == 0x4000 ? value.negate() : value).toPlainString();
  }
}
