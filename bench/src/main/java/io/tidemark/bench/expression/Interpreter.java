package io.tidemark.bench.expression;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.TypeCodecs;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: walks the expression's tree at each row, over boxed values. Knows what the
 * scenarios need; its functions find their implementation by name, as those of the engine do when
 * they are compiled.
 */
final class Interpreter implements RowStep {

  private final Scenario scenario;

  Interpreter(Scenario scenario) {
    this.scenario = scenario;
  }

  @Override
  public @Nullable Row apply(Row row) {
    if (scenario.condition != null && !Boolean.TRUE.equals(evaluate(scenario.condition, row))) {
      return null;
    }
    if (scenario.outputs.isEmpty()) {
      return row;
    }
    RowBuilder builder = new RowBuilder(scenario.outputs.size());
    for (Expression output : scenario.outputs) {
      Object value = evaluate(output, row);
      if (value == null) {
        builder.addNull();
      } else {
        TypeCodecs.of(output.type().oid()).encode(value, builder);
      }
    }
    return builder.build();
  }

  private static @Nullable Object evaluate(Expression expression, Row row) {
    return switch (expression) {
      case Expression.Column column ->
          row.isNull(column.index())
              ? null
              : TypeCodecs.of(column.type().oid())
                  .decode(row.bytes(), row.offset(column.index()), row.length(column.index()));
      case Expression.Constant constant -> {
        byte[] value = constant.value();
        yield value == null
            ? null
            : TypeCodecs.of(constant.type().oid()).decode(value, 0, value.length);
      }
      case Expression.And and -> connect(and.operands(), row, false);
      case Expression.Or or -> connect(or.operands(), row, true);
      case Expression.Case choice -> {
        for (Expression.Case.When branch : choice.branches()) {
          if (Boolean.TRUE.equals(evaluate(branch.condition(), row))) {
            yield evaluate(branch.result(), row);
          }
        }
        yield evaluate(choice.otherwise(), row);
      }
      case Expression.Coalesce coalesce -> {
        for (Expression operand : coalesce.operands()) {
          Object value = evaluate(operand, row);
          if (value != null) {
            yield value;
          }
        }
        yield null;
      }
      case Expression.ArrayLiteral array -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (Expression element : array.elements()) {
          values.add(evaluate(element, row));
        }
        yield values;
      }
      case Expression.ArrayComparison comparison -> {
        Object left = evaluate(comparison.left(), row);
        yield left == null
            ? null
            : (Object)
                ((List<?>) Objects.requireNonNull(evaluate(comparison.array(), row)))
                    .contains(left);
      }
      case Expression.Call call -> {
        List<Object> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
          Object value = evaluate(argument, row);
          if (value == null) {
            yield null;
          }
          arguments.add(value);
        }
        yield call(call.function().source(), arguments);
      }
      default -> throw new IllegalArgumentException(expression.toString());
    };
  }

  /** AND and OR: the value that decides, NULL if one is, else the other value. */
  private static @Nullable Object connect(List<Expression> operands, Row row, boolean decisive) {
    boolean unknown = false;
    for (Expression operand : operands) {
      Object value = evaluate(operand, row);
      if (value == null) {
        unknown = true;
      } else if ((Boolean) value == decisive) {
        return decisive;
      }
    }
    return unknown ? null : !decisive;
  }

  private static Object call(String function, List<Object> arguments) {
    Object a = arguments.getFirst();
    Object b = arguments.getLast();
    return switch (function) {
      case "int4eq", "texteq" -> a.equals(b);
      case "textne" -> !a.equals(b);
      case "int4lt", "date_lt" -> (Integer) a < (Integer) b;
      case "int4gt" -> (Integer) a > (Integer) b;
      case "date_le" -> (Integer) a <= (Integer) b;
      case "date_ge" -> (Integer) a >= (Integer) b;
      case "timestamp_lt" -> (Long) a < (Long) b;
      case "timestamp_ge" -> (Long) a >= (Long) b;
      case "int4pl" -> Math.addExact((Integer) a, (Integer) b);
      case "int4mi" -> Math.subtractExact((Integer) a, (Integer) b);
      case "int4mul" -> Math.multiplyExact((Integer) a, (Integer) b);
      case "int84pl" -> Math.addExact((Long) a, (long) (Integer) b);
      case "float8pl" -> finite((Double) a + (Double) b);
      case "float8mul" -> finite((Double) a * (Double) b);
      case "float8div" -> finite((Double) a / (Double) b);
      case "numeric_lt" -> ((PgNumeric) a).compareTo((PgNumeric) b) < 0;
      case "numeric_le" -> ((PgNumeric) a).compareTo((PgNumeric) b) <= 0;
      case "numeric_ge" -> ((PgNumeric) a).compareTo((PgNumeric) b) >= 0;
      case "numeric_add" -> ((PgNumeric) a).add((PgNumeric) b);
      case "numeric_sub" -> ((PgNumeric) a).subtract((PgNumeric) b);
      case "numeric_mul" -> ((PgNumeric) a).multiply((PgNumeric) b);
      case "textcat" -> (String) a + b;
      case "text_substr" -> substring((String) a, (Integer) arguments.get(1), (Integer) b);
      case "lower" -> lower((String) a);
      case "textlike" -> like((String) b).matcher((String) a).matches();
      default -> throw new IllegalArgumentException(function);
    };
  }

  private static double finite(double result) {
    if (Double.isInfinite(result)) {
      throw new ArithmeticException("overflow");
    }
    return result;
  }

  private static String substring(String text, int start, int length) {
    int from = text.offsetByCodePoints(0, start - 1);
    int to =
        text.offsetByCodePoints(from, Math.min(length, text.codePointCount(from, text.length())));
    return text.substring(from, to);
  }

  private static String lower(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
        bytes[i] = (byte) (bytes[i] + 'a' - 'A');
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("%", -1)) {
      regex.append(regex.isEmpty() && part.isEmpty() ? "" : Pattern.quote(part)).append(".*");
    }
    return Pattern.compile(regex.substring(0, regex.length() - 2), Pattern.DOTALL);
  }
}
