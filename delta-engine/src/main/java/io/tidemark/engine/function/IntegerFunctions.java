package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.util.function.LongBinaryOperator;

/**
 * Functions and operators of smallint, integer, bigint and oid; int2 and int4 are Integer, int8
 * Long.
 */
final class IntegerFunctions {

  /** A width by the digit that names it in pg_proc. */
  private enum Width {
    INT2("2", "smallint", Short.MIN_VALUE, Short.MAX_VALUE),
    INT4("4", "integer", Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT8("8", "bigint", Long.MIN_VALUE, Long.MAX_VALUE);

    final String digit;
    final String type;
    final long min;
    final long max;

    Width(String digit, String type, long min, long max) {
      this.digit = digit;
      this.type = type;
      this.min = min;
      this.max = max;
    }

    /** The value in its JVM form. */
    Object box(long value) {
      if (value < min || value > max) {
        throw outOfRange();
      }
      return this == INT8 ? (Object) value : (Object) (int) value;
    }

    EvaluationException outOfRange() {
      return new EvaluationException("22003", type + " out of range");
    }
  }

  private IntegerFunctions() {}

  static void register(FunctionLibrary library) {
    for (Width left : Width.values()) {
      for (Width right : Width.values()) {
        String name = "int" + left.digit + (left == right ? "" : right.digit);
        library.<Number, Number>comparisons(
            name, (a, b) -> Long.compare(a.longValue(), b.longValue()));
        Width result = left.compareTo(right) >= 0 ? left : right;
        arithmetic(library, name + "pl", result, Math::addExact);
        arithmetic(library, name + "mi", result, Math::subtractExact);
        arithmetic(library, name + "mul", result, Math::multiplyExact);
        arithmetic(library, name + "div", result, IntegerFunctions::divide);
      }
      singleWidth(library, left);
    }
    library.<Integer>unary("i2toi4", a -> a);
    library.<Integer>unary("i4toi2", Width.INT2::box);
    library.<Integer>unary("int48", a -> (long) a);
    library.<Integer>unary("int28", a -> (long) a);
    library.<Long>unary("int84", Width.INT4::box);
    library.<Long>unary("int82", Width.INT2::box);
    library.<Long, Long>comparisons("oid", Long::compare);
    library.<Long>unary("i8tooid", a -> a);
    library.<Long>unary("oidtoi8", a -> a);
  }

  private static void arithmetic(
      FunctionLibrary library, String source, Width result, LongBinaryOperator operation) {
    library.<Number, Number>binary(
        source,
        (a, b) -> {
          try {
            return result.box(operation.applyAsLong(a.longValue(), b.longValue()));
          } catch (ArithmeticException overflow) {
            throw result.outOfRange();
          }
        });
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw new EvaluationException("22012", "division by zero");
    }
    return Math.divideExact(a, b);
  }

  private static void singleWidth(FunctionLibrary library, Width width) {
    String name = "int" + width.digit;
    arithmetic(
        library,
        name + "mod",
        width,
        (a, b) -> {
          if (b == 0) {
            throw new EvaluationException("22012", "division by zero");
          }
          return b == -1 ? 0 : a % b;
        });
    arithmetic(library, name + "and", width, (a, b) -> a & b);
    arithmetic(library, name + "or", width, (a, b) -> a | b);
    arithmetic(library, name + "xor", width, (a, b) -> a ^ b);
    library.<Number>unary(name + "not", a -> width.box(~a.longValue()));
    library.<Number>unary(name + "up", a -> width.box(a.longValue()));
    library.<Number>unary(name + "um", a -> negate(width, a.longValue()));
    library.<Number>unary(
        name + "abs",
        a -> a.longValue() < 0 ? negate(width, a.longValue()) : width.box(a.longValue()));
    library.<Number, Number>binary(
        name + "larger", (a, b) -> width.box(Math.max(a.longValue(), b.longValue())));
    library.<Number, Number>binary(
        name + "smaller", (a, b) -> width.box(Math.min(a.longValue(), b.longValue())));
  }

  private static Object negate(Width width, long value) {
    if (value == width.min) {
      throw width.outOfRange();
    }
    return width.box(-value);
  }
}
