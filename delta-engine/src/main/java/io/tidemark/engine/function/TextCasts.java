package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import java.util.function.Function;

/**
 * Casts by text: a type's output function, or its input function, where they need no session
 * setting.
 */
final class TextCasts {

  private TextCasts() {}

  static Evaluator compile(Expression.TextCast cast, Evaluator operand) {
    Function<Object, Object> conversion =
        isText(cast.type().oid()) ? output(cast.operand().type().oid()) : input(cast);
    return row -> {
      Object value = operand.evaluate(row);
      return value == null ? null : conversion.apply(value);
    };
  }

  private static boolean isText(int oid) {
    return oid == PgType.TEXT || oid == PgType.VARCHAR;
  }

  private static Function<Object, Object> output(int from) {
    return switch (from) {
      case PgType.INT2,
          PgType.INT4,
          PgType.INT8,
          PgType.OID,
          PgType.NUMERIC,
          PgType.UUID,
          PgType.TEXT,
          PgType.VARCHAR,
          PgType.NAME ->
          Object::toString;
      case PgType.BOOL -> value -> (Boolean) value ? "t" : "f";
      default -> throw unsupported(from, "text");
    };
  }

  private static Function<Object, Object> input(Expression.TextCast cast) {
    if (!isText(cast.operand().type().oid())) {
      throw unsupported(cast.operand().type().oid(), "another type");
    }
    return switch (cast.type().oid()) {
      case PgType.INT2 -> text -> (int) whole(text, Short.MIN_VALUE, Short.MAX_VALUE, "smallint");
      case PgType.INT4 ->
          text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
      case PgType.INT8 -> text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
      default -> throw unsupported(cast.operand().type().oid(), "another type");
    };
  }

  private static long whole(Object value, long min, long max, String type) {
    String text = ((String) value).strip();
    if (!text.matches("[+-]?[0-9]+")) {
      throw new EvaluationException(
          "22P02", "invalid input syntax for type %s: \"%s\"".formatted(type, value));
    }
    try {
      return PgNumeric.of(new java.math.BigDecimal(text)).toLong(min, max, type);
    } catch (EvaluationException outOfRange) {
      throw new EvaluationException(
          "22003", "value \"%s\" is out of range for type %s".formatted(value, type));
    }
  }

  private static UnsupportedQueryException unsupported(int from, String to) {
    return new UnsupportedQueryException(
        "a cast from the type with OID %d to %s is not in the library yet".formatted(from, to),
        "Compute it where the stream table is read.");
  }
}
