package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.math.BigInteger;
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

  private static final long OID_MAX = 0xFFFF_FFFFL;

  private IntegerFunctions() {}

  static void register(FunctionLibrary library) {
    for (Width left : Width.values()) {
      for (Width right : Width.values()) {
        String name = "int" + left.digit + (left == right ? "" : right.digit);
        library.<Number, Number>comparisons(
            name, (a, b) -> Long.compare(a.longValue(), b.longValue()));
        library.<Number, Number>binary(
            "bt" + name + "cmp", (a, b) -> compare(name, a.longValue(), b.longValue()));
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
    library.<Long>extremes("oid", Long::compare);
    library.<Long, Long>binary("btoidcmp", Long::compare);
    library.<Long>unary("i8tooid", IntegerFunctions::toOid);
    library.<Long>unary("oidtoi8", a -> a);
  }

  /** int2's gives the difference. */
  private static int compare(String name, long a, long b) {
    return name.equals("int2") ? (int) (a - b) : Long.compare(a, b);
  }

  private static long toOid(long value) {
    if (value < 0 || value > OID_MAX) {
      throw new EvaluationException("22003", "OID out of range");
    }
    return value;
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
    library.<Number, Integer>binary(name + "shl", (a, n) -> shift(width, a, n, true));
    library.<Number, Integer>binary(name + "shr", (a, n) -> shift(width, a, n, false));
    if (width != Width.INT2) {
      library.<Number, Number>binary(
          name + "gcd", (a, b) -> width.box(gcd(width, a.longValue(), b.longValue())));
      library.<Number, Number>binary(
          name + "lcm", (a, b) -> lcm(width, a.longValue(), b.longValue()));
    }
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

  /** As the machine does: the count counts modulo the register's width, and int2 is cut. */
  private static Object shift(Width width, Number value, int count, boolean left) {
    if (width == Width.INT8) {
      return left ? value.longValue() << count : value.longValue() >> count;
    }
    int shifted = left ? value.intValue() << count : value.intValue() >> count;
    return width == Width.INT2 ? (int) (short) shifted : shifted;
  }

  private static long gcd(Width width, long a, long b) {
    if ((a == width.min && (b == 0 || b == width.min)) || (b == width.min && a == 0)) {
      throw width.outOfRange();
    }
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact();
  }

  private static Object lcm(Width width, long a, long b) {
    if (a == 0 || b == 0) {
      return width.box(0);
    }
    BigInteger multiple =
        BigInteger.valueOf(a)
            .multiply(BigInteger.valueOf(b))
            .abs()
            .divide(BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)));
    if (multiple.compareTo(BigInteger.valueOf(width.max)) > 0) {
      throw width.outOfRange();
    }
    return width.box(multiple.longValueExact());
  }

  private static Object negate(Width width, long value) {
    if (value == width.min) {
      throw width.outOfRange();
    }
    return width.box(-value);
  }
}
