package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them (dbsize.c). */
final class SizeFunctions {

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  private static final BigInteger BYTES_LIMIT = BigInteger.valueOf(10 * 1024);

  /** Of twice the size in a unit, so that it is rounded at last. */
  private static final BigInteger LIMIT = BigInteger.valueOf(20 * 1024 - 1);

  private static final int UNIT_BITS = 10;

  /** A number, which C's strtol takes the exponent of, and a unit; blanks are C's. */
  private static final Pattern SIZE =
      Pattern.compile(
          "#*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE]#*[+-]?[0-9]+)?)#*([^ \\t-\\r].*?)?#*"
              .replace("#", "[ \\t-\\r]"),
          Pattern.DOTALL);

  private SizeFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Long>unary("pg_size_pretty", a -> pretty(BigInteger.valueOf(a)));
    library.<PgNumeric>unary("pg_size_pretty_numeric", SizeFunctions::prettyNumeric);
    library.<String>unary("pg_size_bytes", a -> bytes(a, false));
    library.before(16).<String>unary("pg_size_bytes", a -> bytes(a, true));
  }

  private static String pretty(BigInteger bytes) {
    if (bytes.abs().compareTo(BYTES_LIMIT) < 0) {
      return bytes + " bytes";
    }
    BigInteger size = shift(bytes, UNIT_BITS - 1); // one bit is left for rounding
    int unit = 1;
    while (unit < UNITS.length - 1 && size.abs().compareTo(LIMIT) >= 0) {
      size = shift(size, UNIT_BITS);
      unit++;
    }
    BigInteger rounded = size.add(BigInteger.valueOf(size.signum())).divide(BigInteger.TWO);
    return rounded + " " + UNITS[unit];
  }

  /** Divides by a power of two, towards zero. */
  private static BigInteger shift(BigInteger size, int bits) {
    return size.divide(BigInteger.ONE.shiftLeft(bits));
  }

  /** A fraction shows in bytes only. */
  private static String prettyNumeric(PgNumeric bytes) {
    if (!bytes.isFinite()) {
      return bytes + " " + UNITS[UNITS.length - 1];
    }
    BigDecimal size = bytes.decimal();
    return size.abs().compareTo(new BigDecimal(BYTES_LIMIT)) < 0
        ? bytes + " bytes"
        : pretty(size.toBigInteger());
  }

  /** Before 16 there was no B, and the exponent might have blanks before it. */
  private static long bytes(String text, boolean before16) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text);
    }
    String digits = matcher.group(1);
    String unit = Objects.requireNonNullElse(matcher.group(2), "");
    if (before16 && unit.equalsIgnoreCase("b")) {
      throw invalid(text);
    }
    PgNumeric number = TextCasts.numeric(before16 ? digits.replaceAll("[ \\t-\\r]", "") : digits);
    int bits = bits(unit, text);
    return number
        .multiply(PgNumeric.of(1L << bits))
        .toLong(Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
  }

  private static int bits(String unit, String text) {
    if (unit.isEmpty() || unit.equalsIgnoreCase("b")) {
      return 0;
    }
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equalsIgnoreCase(unit)) {
        return UNIT_BITS * i;
      }
    }
    throw invalid(text);
  }

  private static EvaluationException invalid(String text) {
    return new EvaluationException("22023", "invalid size: \"%s\"".formatted(text));
  }
}
