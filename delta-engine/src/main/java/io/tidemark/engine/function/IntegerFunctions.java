package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.math.BigInteger;

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

    Word word() {
      return switch (this) {
        case INT2 -> Word.INT2;
        case INT4 -> Word.INT4;
        case INT8 -> Word.INT8;
      };
    }

    /** The value, if it is one of this width. */
    long checked(long value) {
      if (value < min || value > max) {
        throw outOfRange();
      }
      return value;
    }

    long add(long a, long b) {
      long sum = a + b;
      if (((a ^ sum) & (b ^ sum)) < 0) {
        throw outOfRange();
      }
      return checked(sum);
    }

    long subtract(long a, long b) {
      long difference = a - b;
      if (((a ^ b) & (a ^ difference)) < 0) {
        throw outOfRange();
      }
      return checked(difference);
    }

    long multiply(long a, long b) {
      long product = a * b;
      if (Math.multiplyHigh(a, b) != product >> 63) {
        throw outOfRange();
      }
      return checked(product);
    }

    long divide(long a, long b) {
      if (b == 0) {
        throw new EvaluationException("22012", "division by zero");
      }
      if (b == -1 && a == Long.MIN_VALUE) {
        throw outOfRange();
      }
      return checked(a / b);
    }

    long remainder(long a, long b) {
      if (b == 0) {
        throw new EvaluationException("22012", "division by zero");
      }
      return b == -1 ? 0 : a % b;
    }

    long negate(long value) {
      if (value == min) {
        throw outOfRange();
      }
      return -value;
    }

    /** As the machine does: the count counts modulo the register's width, and int2 is cut. */
    long shiftLeft(long value, long count) {
      return switch (this) {
        case INT2 -> (short) ((int) value << (int) count);
        case INT4 -> (int) value << (int) count;
        case INT8 -> value << (int) count;
      };
    }

    long shiftRight(long value, long count) {
      return switch (this) {
        case INT2 -> (short) ((int) value >> (int) count);
        case INT4 -> (int) value >> (int) count;
        case INT8 -> value >> (int) count;
      };
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
        library.wordComparisons(name);
        library.words(
            "bt" + name + "cmp",
            Word.INT4,
            name.equals("int2") ? (a, b) -> a - b : Long::compare); // int2's gives the difference
        Width result = left.compareTo(right) >= 0 ? left : right;
        library.words(name + "pl", result.word(), result::add);
        library.words(name + "mi", result.word(), result::subtract);
        library.words(name + "mul", result.word(), result::multiply);
        library.words(name + "div", result.word(), result::divide);
      }
      singleWidth(library, left);
    }
    library.word("i2toi4", Word.INT4, a -> a);
    library.word("i4toi2", Word.INT2, Width.INT2::checked);
    library.word("int48", Word.INT8, a -> a);
    library.word("int28", Word.INT8, a -> a);
    library.word("int84", Word.INT4, Width.INT4::checked);
    library.word("int82", Word.INT2, Width.INT2::checked);
    library.wordComparisons("oid");
    library.wordExtremes("oid", Word.OID);
    library.words("btoidcmp", Word.INT4, Long::compare);
    library.word("i8tooid", Word.OID, IntegerFunctions::toOid);
    library.word("oidtoi8", Word.INT8, a -> a);
  }

  private static long toOid(long value) {
    if (value < 0 || value > OID_MAX) {
      throw new EvaluationException("22003", "OID out of range");
    }
    return value;
  }

  private static void singleWidth(FunctionLibrary library, Width width) {
    String name = "int" + width.digit;
    Word word = width.word();
    library.words(name + "mod", word, width::remainder);
    library.words(name + "and", word, (a, b) -> a & b);
    library.words(name + "or", word, (a, b) -> a | b);
    library.words(name + "xor", word, (a, b) -> a ^ b);
    library.words(name + "shl", word, width::shiftLeft);
    library.words(name + "shr", word, width::shiftRight);
    if (width != Width.INT2) {
      library.words(name + "gcd", word, (a, b) -> gcd(width, a, b));
      library.words(name + "lcm", word, (a, b) -> lcm(width, a, b));
    }
    library.word(name + "not", word, a -> ~a);
    library.word(name + "up", word, a -> a);
    library.word(name + "um", word, width::negate);
    library.word(name + "abs", word, a -> a < 0 ? width.negate(a) : a);
    library.wordExtremes(name, word);
  }

  private static long gcd(Width width, long a, long b) {
    if ((a == width.min && (b == 0 || b == width.min)) || (b == width.min && a == 0)) {
      throw width.outOfRange();
    }
    return width.checked(BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact());
  }

  private static long lcm(Width width, long a, long b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    BigInteger multiple =
        BigInteger.valueOf(a)
            .multiply(BigInteger.valueOf(b))
            .abs()
            .divide(BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)));
    if (multiple.compareTo(BigInteger.valueOf(width.max)) > 0) {
      throw width.outOfRange();
    }
    return multiple.longValueExact();
  }
}
