package io.tidemark.engine.function;

import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Functions and operators of numeric. */
final class NumericFunctions {

  private static final int ROUND_NUMERIC = 1708; // round(numeric), written in SQL
  private static final int TRUNC_NUMERIC = 1710;
  private static final int SCALE_LIMIT = 16_383;

  private NumericFunctions() {}

  static void register(FunctionLibrary library) {
    library.<PgNumeric, PgNumeric>comparisons("numeric_", PgNumeric::compareTo);
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
    library.<PgNumeric, PgNumeric>binary("numeric_larger", (a, b) -> a.compareTo(b) > 0 ? a : b);
    library.<PgNumeric, PgNumeric>binary("numeric_smaller", (a, b) -> a.compareTo(b) < 0 ? a : b);
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
    if (!value.isFinite()) {
      return value;
    }
    int bounded = Math.max(-SCALE_LIMIT, Math.min(SCALE_LIMIT, scale));
    BigDecimal rounded = value.decimal().setScale(bounded, mode);
    return PgNumeric.of(rounded);
  }
}
