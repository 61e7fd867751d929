package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Functions and operators of numeric. */
final class NumericFunctions {

  private static final String ROUND_NUMERIC = FunctionLibrary.oid(1708); // written in SQL
  private static final String TRUNC_NUMERIC = FunctionLibrary.oid(1710);
  private static final int SCALE_LIMIT = 16_383;
  private static final int FACTORIAL_MAX = 32_177;

  private NumericFunctions() {}

  static void register(FunctionLibrary library) {
    library.order("numeric_", PgNumeric::compareWire, PgNumeric::compareTo);
    library.<PgNumeric, PgNumeric>binary("numeric_add", PgNumeric::add);
    library.<PgNumeric, PgNumeric>binary("numeric_sub", PgNumeric::subtract);
    library.<PgNumeric, PgNumeric>binary("numeric_mul", PgNumeric::multiply);
    library.<PgNumeric, PgNumeric>binary("numeric_div", PgNumeric::divide);
    library.<PgNumeric, PgNumeric>binary("numeric_mod", PgNumeric::remainder);
    library.<PgNumeric>unary("numeric_uminus", PgNumeric::negate);
    library.<PgNumeric>unary("numeric_uplus", a -> a);
    library.<PgNumeric>unary(
        "numeric_abs", a -> a.kind() != PgNumeric.Kind.NAN && a.signum() < 0 ? a.negate() : a);
    library.<PgNumeric>unary(
        "numeric_sign", a -> a.kind() == PgNumeric.Kind.NAN ? a : PgNumeric.of(a.signum()));
    library.<PgNumeric>unary("numeric_ceil", a -> a.round(0, RoundingMode.CEILING));
    library.<PgNumeric>unary("numeric_floor", a -> a.round(0, RoundingMode.FLOOR));
    library.<PgNumeric, Integer>binary(
        "numeric_round", (a, s) -> round(a, s, RoundingMode.HALF_UP));
    library.<PgNumeric, Integer>binary("numeric_trunc", (a, s) -> round(a, s, RoundingMode.DOWN));
    library.<PgNumeric>unary(ROUND_NUMERIC, a -> a.round(0, RoundingMode.HALF_UP));
    library.<PgNumeric>unary(TRUNC_NUMERIC, a -> a.round(0, RoundingMode.DOWN));
    library.<PgNumeric, PgNumeric>binary("numeric_div_trunc", NumericFunctions::divideWhole);
    library.<PgNumeric, PgNumeric>binary("numeric_gcd", NumericFunctions::gcd);
    library.<PgNumeric, PgNumeric>binary("numeric_lcm", NumericFunctions::lcm);
    library.<PgNumeric>unary("numeric_sqrt", PgNumeric::squareRoot);
    library.<Long>unary("numeric_fac", NumericFunctions::factorial);
    library.<PgNumeric>unary(
        "numeric_scale", a -> a.isFinite() ? (Integer) a.decimal().scale() : null);
    library.<PgNumeric>unary(
        "numeric_min_scale", a -> a.isFinite() ? (Integer) trim(a).decimal().scale() : null);
    library.<PgNumeric>unary("numeric_trim_scale", NumericFunctions::trim);
    library.<PgNumeric, Integer>binary("numeric", PgNumeric::withModifier);
    library.<Integer>unary("int2_numeric", PgNumeric::of);
    library.<Integer>unary("int4_numeric", PgNumeric::of);
    library.<Long>unary("int8_numeric", PgNumeric::of);
    library.<PgNumeric>unary(
        "numeric_int2", a -> (int) a.toLong(Short.MIN_VALUE, Short.MAX_VALUE, "smallint"));
    library.<PgNumeric>unary(
        "numeric_int4", a -> (int) a.toLong(Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"));
    library.<PgNumeric>unary(
        "numeric_int8", a -> a.toLong(Long.MIN_VALUE, Long.MAX_VALUE, "bigint"));
  }

  private static PgNumeric round(PgNumeric value, int scale, RoundingMode mode) {
    return value.round(Math.max(-SCALE_LIMIT, Math.min(SCALE_LIMIT, scale)), mode);
  }

  private static PgNumeric divideWhole(PgNumeric a, PgNumeric b) {
    if (!a.isFinite() || !b.isFinite() || b.signum() == 0) {
      return a.divide(b);
    }
    return PgNumeric.of(
        a.decimal().divideToIntegralValue(b.decimal()).setScale(0, RoundingMode.DOWN));
  }

  /** At the larger scale of both, as whole numbers of its unit. */
  private static PgNumeric gcd(PgNumeric a, PgNumeric b) {
    if (!a.isFinite() || !b.isFinite()) {
      return PgNumeric.NAN;
    }
    int scale = Math.max(a.decimal().scale(), b.decimal().scale());
    return PgNumeric.of(new BigDecimal(unscaled(a, scale).gcd(unscaled(b, scale)), scale));
  }

  private static PgNumeric lcm(PgNumeric a, PgNumeric b) {
    if (!a.isFinite() || !b.isFinite()) {
      return PgNumeric.NAN;
    }
    int scale = Math.max(a.decimal().scale(), b.decimal().scale());
    BigInteger left = unscaled(a, scale);
    BigInteger right = unscaled(b, scale);
    BigInteger multiple =
        left.signum() == 0 || right.signum() == 0
            ? BigInteger.ZERO
            : left.divide(left.gcd(right)).multiply(right).abs();
    return PgNumeric.of(new BigDecimal(multiple, scale));
  }

  private static BigInteger unscaled(PgNumeric value, int scale) {
    return value.decimal().setScale(scale).unscaledValue();
  }

  private static PgNumeric factorial(long number) {
    if (number < 0) {
      throw new EvaluationException("22003", "factorial of a negative number is undefined");
    }
    if (number > FACTORIAL_MAX) {
      throw new EvaluationException("22003", "value overflows numeric format");
    }
    BigInteger product = BigInteger.ONE;
    for (long i = 2; i <= number; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return PgNumeric.of(new BigDecimal(product));
  }

  private static PgNumeric trim(PgNumeric value) {
    if (!value.isFinite()) {
      return value;
    }
    return PgNumeric.of(
        value.signum() == 0 ? BigDecimal.ZERO : value.decimal().stripTrailingZeros());
  }
}
