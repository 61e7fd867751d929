package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * exp, ln, log and power of numeric: at least 16 significant digits, at a display scale that
 * numeric.c estimates from the arguments. PostgreSQL computes some 8 digits more than it shows, and
 * so it shows the correctly rounded result. Where that is so near the middle of two results that it
 * might not be, PostgreSQL is asked.
 */
final class NumericPowers {

  private static final String LOG_10 = FunctionLibrary.oid(1481); // log10(numeric), in SQL
  private static final String LOG = FunctionLibrary.oid(1741);

  private static final int DIGITS_MIN = 16; // NUMERIC_MIN_SIG_DIGITS
  private static final int SCALE_MAX = 1000; // NUMERIC_MAX_DISPLAY_SCALE
  private static final int RESULT_SCALE_MAX = 2 * SCALE_MAX;
  private static final int GROUP_DIGITS = 4; // of a base-10000 digit
  private static final double WHOLE_DIGITS_MAX = 131_072;

  private static final double LOG_E = 0.434294481903252; // the constants of numeric.c
  private static final double LN_10 = 2.302585092994046;

  private static final BigDecimal NEAR_ONE_MIN = new BigDecimal("0.9");
  private static final BigDecimal NEAR_ONE_MAX = new BigDecimal("1.1");
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** How near to the middle, in units of the last place, PostgreSQL may go the other way. */
  private static final BigDecimal DOUBT = new BigDecimal("0.0001");

  private static final int GUARD = 8;
  static final int OLD_SCALE_MAJOR = 16; // before, whole powers had another scale

  private NumericPowers() {}

  static void register(FunctionLibrary library) {
    library.<PgNumeric>unary("numeric_exp", NumericPowers::exp);
    library.<PgNumeric>unary("numeric_ln", NumericPowers::ln);
    library.<PgNumeric, PgNumeric>binary("numeric_log", NumericPowers::log);
    library.<PgNumeric>unary(LOG, a -> log(PgNumeric.of(10), a));
    library.<PgNumeric>unary(LOG_10, a -> log(PgNumeric.of(10), a));
    boolean old = library.major() < OLD_SCALE_MAJOR;
    library.<PgNumeric, PgNumeric>binary("numeric_power", (a, b) -> power(a, b, old));
    for (String source : new String[] {"numeric_exp", "numeric_ln", "numeric_log", LOG, LOG_10}) {
      library.rarelyPartial(source);
    }
    library.rarelyPartial("numeric_power");
  }

  /** Rounds what is computed to more digits. */
  private static PgNumeric rounded(BigDecimal value, int scale) {
    BigDecimal units = value.scaleByPowerOfTen(scale).abs();
    BigDecimal part = units.subtract(units.setScale(0, RoundingMode.DOWN));
    if (part.subtract(HALF).abs().compareTo(DOUBT) < 0) {
      throw Uncomputed.SIGNAL;
    }
    return PgNumeric.of(value.setScale(scale, RoundingMode.HALF_UP));
  }

  private static int clamp(int scale, int... atLeast) {
    int result = Math.max(scale, 0);
    for (int least : atLeast) {
      result = Math.max(result, least);
    }
    return Math.min(result, SCALE_MAX);
  }

  private static PgNumeric zero(int scale) {
    return PgNumeric.of(BigDecimal.ZERO.setScale(scale));
  }

  private static EvaluationException overflow() {
    return new EvaluationException("22003", "value overflows numeric format");
  }

  private static PgNumeric exp(PgNumeric argument) {
    return switch (argument.kind()) {
      case NAN, POSITIVE_INFINITY -> argument;
      case NEGATIVE_INFINITY -> PgNumeric.of(0);
      case FINITE -> {
        BigDecimal x = argument.decimal();
        double weight =
            Math.max(-RESULT_SCALE_MAX, Math.min(RESULT_SCALE_MAX, x.doubleValue() * LOG_E));
        yield exp(x, clamp(DIGITS_MIN - (int) weight, x.scale()));
      }
    };
  }

  private static PgNumeric exp(BigDecimal x, int scale) {
    double estimate = x.doubleValue();
    if (Math.abs(estimate) >= RESULT_SCALE_MAX * 3) {
      if (estimate > 0) {
        throw overflow();
      }
      return zero(scale);
    }
    int digits = Math.max(0, (int) (estimate * LOG_E)) + scale + GUARD;
    return rounded(Logarithms.exp(x, digits), scale);
  }

  private static void checkPositive(PgNumeric number) {
    if (number.kind() != PgNumeric.Kind.NAN && number.signum() <= 0) {
      throw new EvaluationException(
          "2201E",
          "cannot take logarithm of " + (number.signum() == 0 ? "zero" : "a negative number"));
    }
  }

  private static PgNumeric ln(PgNumeric argument) {
    checkPositive(argument);
    if (!argument.isFinite()) {
      return argument;
    }
    BigDecimal x = argument.decimal();
    int scale = clamp(DIGITS_MIN - lnWeight(x), x.scale());
    return rounded(Logarithms.ln(x, scale + GUARD), scale);
  }

  /** The decimal weight of a logarithm as numeric.c estimates it. */
  private static int lnWeight(BigDecimal x) {
    if (x.compareTo(NEAR_ONE_MIN) >= 0 && x.compareTo(NEAR_ONE_MAX) <= 0) {
      BigDecimal distance = x.subtract(BigDecimal.ONE);
      return distance.signum() == 0 ? 0 : distance.precision() - distance.scale() - 1;
    }
    Groups groups = Groups.of(x, 2);
    double ln = Math.log(groups.value()) + groups.exponent() * LN_10;
    return truncated(Math.log10(Math.abs(ln)));
  }

  /** Cuts off decimals of an estimate, if another C library would not cut it elsewhere. */
  private static int truncated(double estimate) {
    double whole = Math.rint(estimate);
    if (whole != 0 && whole != estimate && Math.abs(estimate - whole) < 1e-12 * Math.abs(whole)) {
      throw Uncomputed.SIGNAL;
    }
    return (int) estimate;
  }

  /** Leading base-10000 digits as one number, times a power of ten. */
  private record Groups(double value, int exponent) {
    static Groups of(BigDecimal number, int max) {
      BigDecimal x = number.abs();
      int weight = Math.floorDiv(x.precision() - x.scale() - 1, GROUP_DIGITS);
      int last = Math.floorDiv(-x.stripTrailingZeros().scale(), GROUP_DIGITS); // of its groups
      int count = Math.min(max, weight - last + 1);
      int exponent = (weight - count + 1) * GROUP_DIGITS;
      return new Groups(
          x.movePointLeft(exponent).setScale(0, RoundingMode.DOWN).doubleValue(), exponent);
    }
  }

  private static PgNumeric log(PgNumeric base, PgNumeric argument) {
    if (base.kind() == PgNumeric.Kind.NAN || argument.kind() == PgNumeric.Kind.NAN) {
      return PgNumeric.NAN;
    }
    if (base.signum() < 0 || argument.signum() < 0) {
      throw new EvaluationException("2201E", "cannot take logarithm of a negative number");
    }
    checkPositive(base);
    checkPositive(argument);
    if (!base.isFinite()) {
      return argument.isFinite() ? PgNumeric.of(0) : PgNumeric.NAN;
    }
    if (!argument.isFinite()) {
      return argument;
    }
    BigDecimal b = base.decimal();
    BigDecimal x = argument.decimal();
    int baseWeight = lnWeight(b);
    int weight = lnWeight(x) - baseWeight;
    int scale = clamp(DIGITS_MIN - weight, b.scale(), x.scale());
    int digits = scale + Math.max(0, weight) + GUARD;
    BigDecimal lnBase = Logarithms.ln(b, digits + Math.max(0, -baseWeight) + GUARD);
    if (b.compareTo(BigDecimal.ONE) == 0) {
      throw new EvaluationException("22012", "division by zero");
    }
    BigDecimal lnX = Logarithms.ln(x, digits + Math.max(0, -baseWeight) + GUARD);
    return rounded(lnX.divide(lnBase, scale + GUARD, RoundingMode.HALF_EVEN), scale);
  }

  static PgNumeric power(PgNumeric base, PgNumeric exponent, boolean old) {
    if (!base.isFinite() || !exponent.isFinite()) {
      return powerOfSpecial(base, exponent);
    }
    BigDecimal b = base.decimal();
    BigDecimal e = exponent.decimal();
    boolean whole = e.stripTrailingZeros().scale() <= 0;
    if (b.signum() == 0 && e.signum() < 0) {
      throw zeroToNegative();
    }
    if (b.signum() < 0 && !whole) {
      throw complex();
    }
    if (whole && e.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return power(b, e.intValueExact(), e.scale(), old);
    }
    if (b.signum() == 0) {
      return zero(DIGITS_MIN);
    }
    boolean negative = b.signum() < 0 && e.toBigInteger().testBit(0);
    BigDecimal size = b.abs();
    int lnWeight = lnWeight(size);
    int roughScale = Math.max(8 - lnWeight, 0);
    BigDecimal roughLn =
        Logarithms.ln(size, roughScale + GUARD).setScale(roughScale, RoundingMode.HALF_UP);
    double rough = roughLn.multiply(e).setScale(roughScale, RoundingMode.HALF_UP).doubleValue();
    if (Math.abs(rough) > RESULT_SCALE_MAX * 3.01) {
      if (rough > 0) {
        throw overflow();
      }
      return zero(SCALE_MAX);
    }
    double weight = rough * LOG_E;
    int scale = clamp(DIGITS_MIN - (int) weight, b.scale(), e.scale());
    int digits = Math.max(scale + (int) weight, 0);
    BigDecimal ln = Logarithms.ln(size, digits - lnWeight + GUARD + e.precision() + GUARD);
    PgNumeric result = exp(ln.multiply(e), scale);
    return negative ? result.negate() : result;
  }

  private static PgNumeric power(BigDecimal base, int exponent, int exponentScale, boolean old) {
    double weight = 0;
    if (base.signum() != 0) {
      Groups groups = Groups.of(base, DIGITS_MIN / GROUP_DIGITS);
      weight = exponent * (Math.log10(groups.value()) + groups.exponent());
    }
    if (weight > WHOLE_DIGITS_MAX) {
      throw overflow();
    }
    int scale =
        old
            ? clamp(DIGITS_MIN, base.scale())
            : weight + 1 < -SCALE_MAX
                ? SCALE_MAX
                : clamp(DIGITS_MIN - truncated(weight), base.scale(), exponentScale);
    if (weight + 1 < -scale || (base.signum() == 0 && exponent != 0)) {
      return zero(scale);
    }
    int digits = Math.max(0, scale + (int) weight + 1) + 2 * GUARD + 10;
    MathContext context = new MathContext(digits, RoundingMode.HALF_EVEN);
    BigDecimal power = BigDecimal.ONE;
    BigDecimal square = base;
    for (int rest = Math.abs(exponent); rest > 0; rest >>= 1) {
      power = (rest & 1) != 0 ? power.multiply(square, context) : power;
      square = rest > 1 ? square.multiply(square, context) : square;
    }
    return rounded(exponent < 0 ? BigDecimal.ONE.divide(power, context) : power, scale);
  }

  private static EvaluationException zeroToNegative() {
    return new EvaluationException("2201F", "zero raised to a negative power is undefined");
  }

  private static EvaluationException complex() {
    return new EvaluationException(
        "2201F", "a negative number raised to a non-integer power yields a complex result");
  }

  private static PgNumeric powerOfSpecial(PgNumeric base, PgNumeric exponent) {
    PgNumeric one = PgNumeric.of(1);
    if (isZero(exponent) || base.compareTo(one) == 0) {
      return one;
    }
    if (base.kind() == PgNumeric.Kind.NAN || exponent.kind() == PgNumeric.Kind.NAN) {
      return PgNumeric.NAN;
    }
    boolean growing = exponent.signum() > 0;
    if (isZero(base)) {
      if (!growing) {
        throw zeroToNegative();
      }
      return PgNumeric.of(0);
    }
    if (!exponent.isFinite()) {
      int size = base.isFinite() ? base.decimal().abs().compareTo(BigDecimal.ONE) : 1;
      if (size == 0) {
        return one;
      }
      return (size > 0) == growing ? PgNumeric.POSITIVE_INFINITY : PgNumeric.of(0);
    }
    BigDecimal e = exponent.decimal();
    boolean whole = e.stripTrailingZeros().scale() <= 0;
    if (base.signum() < 0 && !whole) {
      throw complex();
    }
    if (!growing) {
      return PgNumeric.of(0);
    }
    BigInteger digits = e.toBigInteger();
    return base.signum() < 0 && digits.testBit(0)
        ? PgNumeric.NEGATIVE_INFINITY
        : PgNumeric.POSITIVE_INFINITY;
  }

  private static boolean isZero(PgNumeric number) {
    return number.isFinite() && number.signum() == 0;
  }
}
