package io.tidemark.engine.type;

import io.tidemark.engine.EvaluationException;
import io.tidemark.state.row.RowBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's numeric: a decimal whose scale is its display scale, or NaN, or an infinity. Rules
 * are those of {@code src/backend/utils/adt/numeric.c}; equality of this class is that of value and
 * scale. Numbers of up to 18 digits are computed with as such, larger ones as BigDecimal.
 */
public final class PgNumeric implements Comparable<PgNumeric> {

  /** In PostgreSQL's order. */
  public enum Kind {
    NEGATIVE_INFINITY,
    FINITE,
    POSITIVE_INFINITY,
    NAN
  }

  public static final PgNumeric NAN = new PgNumeric(Kind.NAN, 0, 0, null);
  public static final PgNumeric POSITIVE_INFINITY =
      new PgNumeric(Kind.POSITIVE_INFINITY, 0, 0, null);
  public static final PgNumeric NEGATIVE_INFINITY =
      new PgNumeric(Kind.NEGATIVE_INFINITY, 0, 0, null);

  /** Digits of a number that is kept in a long: the sum of two such numbers fits, too. */
  static final int SMALL_DIGITS = 18;

  /** The powers of 10 that are small numbers or the first one that is not. */
  static final long[] POWERS = new long[SMALL_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private static final long SMALL_LIMIT = POWERS[SMALL_DIGITS];
  private static final int BASE_DIGITS = 4; // of numeric.c's digits, which are base 10000

  /** numeric.h: digits that a quotient has at least, and the largest display scale it is given. */
  private static final int QUOTIENT_DIGITS_MIN = 16;

  private static final int DISPLAY_SCALE_MAX = 1000;

  /** NUMERIC_DSCALE_MAX, and the digits before the point that NUMERIC_WEIGHT_MAX allows. */
  private static final int SCALE_MAX = 16_383;

  private static final int WHOLE_DIGITS_MAX = 131_072;

  private final Kind kind;
  private final long unscaled; // of a small number, else 0
  private final int scale; // of a small number, else 0
  private final @Nullable BigDecimal large; // a number that is not small

  private PgNumeric(Kind kind, long unscaled, int scale, @Nullable BigDecimal large) {
    this.kind = kind;
    this.unscaled = unscaled;
    this.scale = scale;
    this.large = large;
  }

  /**
   * A finite value; a negative scale becomes 0, as PostgreSQL has none.
   *
   * @throws EvaluationException if it is too large for PostgreSQL
   */
  public static PgNumeric of(BigDecimal value) {
    if (value.signum() != 0 && value.precision() - (long) value.scale() > WHOLE_DIGITS_MAX) {
      throw new EvaluationException("22003", "value overflows numeric format");
    }
    BigDecimal scaled = value.scale() < 0 ? value.setScale(0) : value;
    return scaled.precision() <= SMALL_DIGITS
        ? small(scaled.scaleByPowerOfTen(scaled.scale()).longValue(), scaled.scale())
        : new PgNumeric(Kind.FINITE, 0, 0, scaled);
  }

  public static PgNumeric of(long value) {
    return ofUnscaled(value, 0);
  }

  /** The number {@code unscaled · 10^−scale}. */
  static PgNumeric ofUnscaled(long unscaled, int scale) {
    return isSmall(unscaled)
        ? small(unscaled, scale)
        : new PgNumeric(Kind.FINITE, 0, 0, BigDecimal.valueOf(unscaled, scale));
  }

  private static PgNumeric small(long unscaled, int scale) {
    return new PgNumeric(Kind.FINITE, unscaled, scale, null);
  }

  private static boolean isSmall(long unscaled) {
    return unscaled < SMALL_LIMIT && unscaled > -SMALL_LIMIT;
  }

  /** Whether the number times a power of 10 is small. */
  static boolean staysSmall(long unscaled, int power) {
    return power <= SMALL_DIGITS && Math.abs(unscaled) < POWERS[SMALL_DIGITS - power];
  }

  public Kind kind() {
    return kind;
  }

  public boolean isFinite() {
    return kind == Kind.FINITE;
  }

  /** Whether {@link #unscaled} and {@link #scale} are the value. */
  boolean isSmall() {
    return kind == Kind.FINITE && large == null;
  }

  long unscaled() {
    return unscaled;
  }

  /** The display scale of a finite value. */
  public int scale() {
    BigDecimal finite = large;
    return finite == null ? scale : finite.scale();
  }

  /** The finite value. */
  public BigDecimal decimal() {
    if (kind != Kind.FINITE) {
      throw new IllegalStateException(kind + " is not finite");
    }
    BigDecimal finite = large;
    return finite == null ? BigDecimal.valueOf(unscaled, scale) : finite;
  }

  /** −1, 0 or 1 of a number; NaN has none. */
  public int signum() {
    return switch (kind) {
      case FINITE -> large == null ? Long.signum(unscaled) : large.signum();
      case POSITIVE_INFINITY -> 1;
      case NEGATIVE_INFINITY -> -1;
      case NAN -> throw new IllegalStateException("NaN has no sign");
    };
  }

  public PgNumeric negate() {
    return switch (kind) {
      case FINITE -> large == null ? small(-unscaled, scale) : of(large.negate());
      case POSITIVE_INFINITY -> NEGATIVE_INFINITY;
      case NEGATIVE_INFINITY -> POSITIVE_INFINITY;
      case NAN -> NAN;
    };
  }

  public PgNumeric add(PgNumeric other) {
    if (isSmall() && other.isSmall()) {
      int more = scale - other.scale;
      if (more == 0) {
        return ofUnscaled(unscaled + other.unscaled, scale);
      }
      if (more > 0 && staysSmall(other.unscaled, more)) {
        return ofUnscaled(unscaled + other.unscaled * POWERS[more], scale);
      }
      if (more < 0 && staysSmall(unscaled, -more)) {
        return ofUnscaled(unscaled * POWERS[-more] + other.unscaled, other.scale);
      }
    }
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
    if (isSmall() && other.isSmall() && scale + other.scale <= SCALE_MAX) {
      long product = unscaled * other.unscaled;
      if (Math.multiplyHigh(unscaled, other.unscaled) == product >> 63) {
        return ofUnscaled(product, scale + other.scale);
      }
    }
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
    if (!isFinite() || (isSmall() && this.scale == scale)) {
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
    if (isSmall() && scale == 0 && unscaled >= min && unscaled <= max) {
      return unscaled;
    }
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
    if (isSmall()
        && this.scale == scale
        && staysSmall(unscaled, Math.max(0, SMALL_DIGITS - precision))) {
      return this;
    }
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
    if (isSmall() && other.isSmall()) {
      int more = scale - other.scale;
      if (more == 0) {
        return Long.compare(unscaled, other.unscaled);
      }
      if (more > 0 && staysSmall(other.unscaled, more)) {
        return Long.compare(unscaled, other.unscaled * POWERS[more]);
      }
      if (more < 0 && staysSmall(unscaled, -more)) {
        return Long.compare(unscaled * POWERS[-more], other.unscaled);
      }
    }
    return isFinite() && other.isFinite()
        ? decimal().compareTo(other.decimal())
        : kind.compareTo(other.kind);
  }

  /** {@link #compareTo} of values in numeric_send's form. */
  public static int compareWire(
      byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo) {
    return NumericWire.compare(left, leftFrom, right, rightFrom);
  }

  /** Decodes numeric_send's form. */
  public static PgNumeric decode(byte[] bytes, int at) {
    return NumericWire.decode(bytes, at);
  }

  /** Appends the value in numeric_recv's form. */
  public void encode(RowBuilder target) {
    NumericWire.encode(this, target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PgNumeric numeric
        && kind == numeric.kind
        && unscaled == numeric.unscaled
        && scale == numeric.scale
        && Objects.equals(large, numeric.large);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(unscaled) + scale) + Objects.hash(kind, large);
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
