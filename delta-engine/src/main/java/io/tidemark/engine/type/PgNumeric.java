package io.tidemark.engine.type;

import io.tidemark.engine.EvaluationException;
import io.tidemark.state.row.RowBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's numeric: a decimal whose scale is its display scale, or NaN, or an infinity. Rules
 * are those of {@code src/backend/utils/adt/numeric.c}; equality of this class is that of value and
 * scale.
 *
 * @param value null for the special values
 */
public record PgNumeric(Kind kind, @Nullable BigDecimal value) implements Comparable<PgNumeric> {

  /** In PostgreSQL's order. */
  public enum Kind {
    NEGATIVE_INFINITY,
    FINITE,
    POSITIVE_INFINITY,
    NAN
  }

  public static final PgNumeric NAN = new PgNumeric(Kind.NAN, null);
  public static final PgNumeric POSITIVE_INFINITY = new PgNumeric(Kind.POSITIVE_INFINITY, null);
  public static final PgNumeric NEGATIVE_INFINITY = new PgNumeric(Kind.NEGATIVE_INFINITY, null);

  private static final int BASE = 10_000;
  private static final int BASE_DIGITS = 4;
  private static final int SIGN_NEGATIVE = 0x4000;
  private static final int SIGN_NAN = 0xC000;
  private static final int SIGN_POSITIVE_INFINITY = 0xD000;
  private static final int SIGN_NEGATIVE_INFINITY = 0xF000;

  /** numeric.h: digits that a quotient has at least, and the largest display scale it is given. */
  private static final int QUOTIENT_DIGITS_MIN = 16;

  private static final int DISPLAY_SCALE_MAX = 1000;

  /** NUMERIC_DSCALE_MAX, and the digits before the point that NUMERIC_WEIGHT_MAX allows. */
  private static final int SCALE_MAX = 16_383;

  private static final int WHOLE_DIGITS_MAX = 131_072;

  /** What the wire has as the scale of an infinity: bits of the header, not a scale. */
  private static final int INFINITY_SCALE = 0x20;

  /**
   * A finite value; a negative scale becomes 0, as PostgreSQL has none.
   *
   * @throws EvaluationException if it is too large for PostgreSQL
   */
  public static PgNumeric of(BigDecimal value) {
    if (value.signum() != 0 && value.precision() - (long) value.scale() > WHOLE_DIGITS_MAX) {
      throw new EvaluationException("22003", "value overflows numeric format");
    }
    return new PgNumeric(Kind.FINITE, value.scale() < 0 ? value.setScale(0) : value);
  }

  public static PgNumeric of(long value) {
    return new PgNumeric(Kind.FINITE, BigDecimal.valueOf(value));
  }

  public boolean isFinite() {
    return kind == Kind.FINITE;
  }

  /** The finite value. */
  public BigDecimal decimal() {
    BigDecimal finite = value;
    if (finite == null) {
      throw new IllegalStateException(kind + " is not finite");
    }
    return finite;
  }

  /** −1, 0 or 1 of a number; NaN has none. */
  public int signum() {
    return switch (kind) {
      case FINITE -> decimal().signum();
      case POSITIVE_INFINITY -> 1;
      case NEGATIVE_INFINITY -> -1;
      case NAN -> throw new IllegalStateException("NaN has no sign");
    };
  }

  public PgNumeric negate() {
    return switch (kind) {
      case FINITE -> of(decimal().negate());
      case POSITIVE_INFINITY -> NEGATIVE_INFINITY;
      case NEGATIVE_INFINITY -> POSITIVE_INFINITY;
      case NAN -> NAN;
    };
  }

  public PgNumeric add(PgNumeric other) {
    if (isFinite() && other.isFinite()) {
      return of(decimal().add(other.decimal()));
    }
    if (kind == Kind.NAN || other.kind == Kind.NAN) {
      return NAN;
    }
    if (isFinite()) {
      return other;
    }
    return other.isFinite() || kind == other.kind ? this : NAN;
  }

  public PgNumeric subtract(PgNumeric other) {
    return add(other.negate());
  }

  public PgNumeric multiply(PgNumeric other) {
    if (isFinite() && other.isFinite()) {
      BigDecimal product = decimal().multiply(other.decimal());
      return of(
          product.scale() > SCALE_MAX
              ? product.setScale(SCALE_MAX, RoundingMode.HALF_UP)
              : product);
    }
    if (kind == Kind.NAN || other.kind == Kind.NAN) {
      return NAN;
    }
    return infinity(signum() * other.signum());
  }

  private static PgNumeric infinity(int sign) {
    return sign == 0 ? NAN : sign > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
  }

  /** The quotient with the display scale that {@code select_div_scale} chooses. */
  public PgNumeric divide(PgNumeric divisor) {
    if (kind == Kind.NAN || divisor.kind == Kind.NAN) {
      return NAN;
    }
    if (divisor.isFinite() && divisor.signum() == 0) {
      throw new EvaluationException("22012", "division by zero");
    }
    if (!isFinite()) {
      return divisor.isFinite() ? infinity(signum() * divisor.signum()) : NAN;
    }
    if (!divisor.isFinite()) {
      return of(BigDecimal.ZERO);
    }
    int[] mine = leadingGroup(decimal());
    int[] its = leadingGroup(divisor.decimal());
    int quotientWeight = mine[0] - its[0] - (mine[1] <= its[1] ? 1 : 0);
    int scale = QUOTIENT_DIGITS_MIN - quotientWeight * BASE_DIGITS;
    scale = Math.max(scale, Math.max(decimal().scale(), divisor.decimal().scale()));
    scale = Math.min(Math.max(scale, 0), DISPLAY_SCALE_MAX);
    return of(decimal().divide(divisor.decimal(), scale, RoundingMode.HALF_UP));
  }

  /** Weight and value of the first base-10000 digit that is not 0; both 0 for zero. */
  private static int[] leadingGroup(BigDecimal value) {
    if (value.signum() == 0) {
      return new int[] {0, 0};
    }
    int exponent = value.precision() - value.scale() - 1; // of the leading decimal digit
    int weight = Math.floorDiv(exponent, BASE_DIGITS);
    BigDecimal leading = value.abs().movePointLeft(weight * BASE_DIGITS);
    return new int[] {weight, leading.intValue()};
  }

  /** numeric_sqrt: at least 16 significant digits, and not fewer decimals than it has. */
  public PgNumeric squareRoot() {
    if (kind == Kind.NAN || kind == Kind.POSITIVE_INFINITY) {
      return this;
    }
    if (signum() < 0) {
      throw new EvaluationException("2201F", "cannot take square root of a negative number");
    }
    int weight = leadingGroup(decimal())[0];
    int rootWeight = (weight + 1) * BASE_DIGITS / 2 - 1;
    int scale = Math.max(QUOTIENT_DIGITS_MIN - rootWeight, decimal().scale());
    return squareRoot(Math.min(Math.max(scale, 0), DISPLAY_SCALE_MAX));
  }

  /** The root of a number that is not negative, rounded to a scale. */
  public PgNumeric squareRoot(int scale) {
    // the root cut off one digit later rounds as the exact one does: it is no tie unless exact
    BigInteger square = decimal().setScale(2 * (scale + 1), RoundingMode.DOWN).unscaledValue();
    return of(new BigDecimal(square.sqrt(), scale + 1).setScale(scale, RoundingMode.HALF_UP));
  }

  public PgNumeric remainder(PgNumeric divisor) {
    if (kind == Kind.NAN || divisor.kind == Kind.NAN) {
      return NAN;
    }
    if (divisor.isFinite() && divisor.signum() == 0) {
      throw new EvaluationException("22012", "division by zero");
    }
    if (!isFinite()) {
      return NAN;
    }
    if (!divisor.isFinite()) {
      return this;
    }
    int scale = Math.max(decimal().scale(), divisor.decimal().scale());
    return of(decimal().remainder(divisor.decimal()).setScale(scale));
  }

  /** Rounds to a display scale; a negative scale rounds before the point and shows none. */
  public PgNumeric round(int scale, RoundingMode mode) {
    if (!isFinite()) {
      return this;
    }
    return of(decimal().setScale(scale, mode));
  }

  /**
   * Rounds to a whole number within bounds.
   *
   * @param type for the error: {@code integer}, {@code bigint} …
   */
  public long toLong(long min, long max, String type) {
    if (!isFinite()) {
      throw new EvaluationException(
          "0A000",
          "cannot convert %s to %s".formatted(kind == Kind.NAN ? "NaN" : "infinity", type));
    }
    BigInteger whole = decimal().setScale(0, RoundingMode.HALF_UP).unscaledValue();
    if (whole.compareTo(BigInteger.valueOf(min)) < 0
        || whole.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new EvaluationException("22003", type + " out of range");
    }
    return whole.longValue();
  }

  /** Applies {@code numeric(precision, scale)}. */
  public PgNumeric withModifier(int modifier) {
    if (modifier < 4) {
      return this;
    }
    int precision = (modifier - 4) >> 16 & 0xFFFF;
    int scale = ((modifier - 4 & 0x7FF) ^ 1024) - 1024;
    if (kind == Kind.NAN) {
      return this;
    }
    if (!isFinite()) {
      throw new EvaluationException("22003", "numeric field overflow");
    }
    BigDecimal rounded = decimal().setScale(scale, RoundingMode.HALF_UP);
    if (rounded.signum() != 0 && rounded.precision() - rounded.scale() > precision - scale) {
      throw new EvaluationException("22003", "numeric field overflow");
    }
    return of(rounded);
  }

  /** Numeric order: −Infinity, numbers, Infinity, NaN; equal whatever the scale. */
  @Override
  public int compareTo(PgNumeric other) {
    return isFinite() && other.isFinite()
        ? decimal().compareTo(other.decimal())
        : kind.compareTo(other.kind);
  }

  /**
   * Decodes numeric_send's form: {@code i16 digits, weight, sign, scale}, then base-10000 digits.
   */
  public static PgNumeric decode(byte[] bytes, int at) {
    int digits = int16(bytes, at);
    int weight = (short) int16(bytes, at + 2);
    int sign = int16(bytes, at + 4);
    int scale = int16(bytes, at + 6);
    switch (sign) {
      case SIGN_NAN -> {
        return NAN;
      }
      case SIGN_POSITIVE_INFINITY -> {
        return POSITIVE_INFINITY;
      }
      case SIGN_NEGATIVE_INFINITY -> {
        return NEGATIVE_INFINITY;
      }
      default -> {}
    }
    int lastExponent = (weight - digits + 1) * BASE_DIGITS; // of the last digit group
    BigDecimal value;
    if (digits <= 4) {
      long unscaled = 0;
      for (int i = 0; i < digits; i++) {
        unscaled = unscaled * BASE + int16(bytes, at + 8 + 2 * i);
      }
      value = BigDecimal.valueOf(sign == SIGN_NEGATIVE ? -unscaled : unscaled, -lastExponent);
    } else {
      StringBuilder text = new StringBuilder(digits * BASE_DIGITS);
      for (int i = 0; i < digits; i++) {
        int group = int16(bytes, at + 8 + 2 * i);
        text.append((char) ('0' + group / 1000)).append((char) ('0' + group / 100 % 10));
        text.append((char) ('0' + group / 10 % 10)).append((char) ('0' + group % 10));
      }
      BigInteger unscaled = new BigInteger(text.toString());
      value = new BigDecimal(sign == SIGN_NEGATIVE ? unscaled.negate() : unscaled, -lastExponent);
    }
    return new PgNumeric(Kind.FINITE, value.setScale(scale, RoundingMode.HALF_UP));
  }

  /** Appends the value in numeric_recv's form. */
  public void encode(RowBuilder target) {
    if (!isFinite()) {
      int sign =
          kind == Kind.NAN
              ? SIGN_NAN
              : kind == Kind.POSITIVE_INFINITY ? SIGN_POSITIVE_INFINITY : SIGN_NEGATIVE_INFINITY;
      byte scale = (byte) (kind == Kind.NAN ? 0 : INFINITY_SCALE);
      target.add(new byte[] {0, 0, 0, 0, (byte) (sign >> 8), 0, 0, scale});
      return;
    }
    BigDecimal finite = decimal();
    int scale = finite.scale();
    int padding = (BASE_DIGITS - scale % BASE_DIGITS) % BASE_DIGITS;
    int fractionGroups = (scale + padding) / BASE_DIGITS;
    int[] groups = groups(finite.unscaledValue().abs(), padding);
    int first = 0;
    while (first < groups.length && groups[first] == 0) {
      first++;
    }
    int last = groups.length;
    while (last > first && groups[last - 1] == 0) {
      last--;
    }
    int weight = first == last ? 0 : groups.length - fractionGroups - 1 - first;
    byte[] bytes = new byte[8 + 2 * (last - first)];
    put16(bytes, 0, last - first);
    put16(bytes, 2, weight);
    put16(bytes, 4, finite.signum() < 0 ? SIGN_NEGATIVE : 0);
    put16(bytes, 6, scale);
    for (int i = first; i < last; i++) {
      put16(bytes, 8 + 2 * (i - first), groups[i]);
    }
    target.add(bytes);
  }

  /** Base-10000 digits, most significant first, of a number with decimal zeros appended. */
  private static int[] groups(BigInteger unscaled, int zeros) {
    String digits = unscaled + "0".repeat(zeros);
    int count = (digits.length() + BASE_DIGITS - 1) / BASE_DIGITS;
    int[] groups = new int[count];
    int end = digits.length();
    for (int i = count - 1; i >= 0; i--) {
      groups[i] = Integer.parseInt(digits, Math.max(0, end - BASE_DIGITS), end, 10);
      end -= BASE_DIGITS;
    }
    return groups;
  }

  /**
   * Appends the order-preserving form without length: bytes that compare as the numbers do, equal
   * for equal numbers of any scale; self-delimiting.
   */
  static byte[] ordered(byte[] bytes, int at) {
    int digits = int16(bytes, at);
    int weight = (short) int16(bytes, at + 2);
    int sign = int16(bytes, at + 4);
    switch (sign) {
      case SIGN_NAN -> {
        return new byte[] {6};
      }
      case SIGN_POSITIVE_INFINITY -> {
        return new byte[] {5};
      }
      case SIGN_NEGATIVE_INFINITY -> {
        return new byte[] {1};
      }
      default -> {}
    }
    int first = 0;
    while (first < digits && int16(bytes, at + 8 + 2 * first) == 0) {
      first++;
    }
    int last = digits;
    while (last > first && int16(bytes, at + 6 + 2 * last) == 0) {
      last--;
    }
    if (first == last) {
      return new byte[] {3};
    }
    byte[] ordered = new byte[1 + 2 + 2 * (last - first) + 2];
    put16(ordered, 1, weight - first + 0x8000);
    for (int i = first; i < last; i++) {
      put16(ordered, 3 + 2 * (i - first), int16(bytes, at + 8 + 2 * i) + 1);
    }
    if (sign == SIGN_NEGATIVE) {
      for (int i = 1; i < ordered.length; i++) {
        ordered[i] = (byte) ~ordered[i];
      }
    }
    ordered[0] = (byte) (sign == SIGN_NEGATIVE ? 2 : 4);
    return ordered;
  }

  private static int int16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  /** PostgreSQL's text form. */
  @Override
  public String toString() {
    return switch (kind) {
      case FINITE -> decimal().toPlainString();
      case NAN -> "NaN";
      case POSITIVE_INFINITY -> "Infinity";
      case NEGATIVE_INFINITY -> "-Infinity";
    };
  }
}
