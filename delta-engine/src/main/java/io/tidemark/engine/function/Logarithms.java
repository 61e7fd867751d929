package io.tidemark.engine.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Exponential function and natural logarithm to any number of decimals. Stateless. */
final class Logarithms {

  private static final int GUARD = 10;
  private static final int LN_10_DIGITS = 100;
  private static final BigDecimal LN_10 = computeLn10(LN_10_DIGITS);

  private Logarithms() {}

  /** e^x with a relative error below 10^−digits. */
  static BigDecimal exp(BigDecimal x, int digits) {
    int whole = Math.max(1, x.precision() - x.scale());
    int precision = digits + GUARD + whole;
    BigDecimal ln10 = ln10(precision + whole);
    BigInteger tens = x.divide(ln10, 0, RoundingMode.HALF_EVEN).toBigInteger();
    int halvings = 4 + (int) Math.sqrt(precision / 3.0);
    MathContext context = new MathContext(precision + halvings, RoundingMode.HALF_EVEN);
    BigDecimal rest =
        x.subtract(ln10.multiply(new BigDecimal(tens)))
            .divide(new BigDecimal(BigInteger.ONE.shiftLeft(halvings)), context);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    BigDecimal least = BigDecimal.ONE.movePointLeft(precision + halvings + 1);
    for (int i = 1; term.abs().compareTo(least) > 0; i++) {
      term = term.multiply(rest, context).divide(BigDecimal.valueOf(i), context);
      sum = sum.add(term, context);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, context);
    }
    return sum.scaleByPowerOfTen(tens.intValueExact());
  }

  /** The logarithm of a positive number with an absolute error below 10^−decimals. */
  static BigDecimal ln(BigDecimal x, int decimals) {
    int exponent = x.precision() - x.scale() - 1;
    int tens = x.movePointLeft(exponent).doubleValue() > 3.2 ? exponent + 1 : exponent;
    BigDecimal near = x.scaleByPowerOfTen(-tens); // of 0.32 to 3.2
    int precision = Math.max(0, decimals) + GUARD + 4;
    MathContext context = new MathContext(precision + 2, RoundingMode.HALF_EVEN);
    BigDecimal guess = new BigDecimal(Math.log(near.doubleValue()));
    // near · e^−guess is 1 + d with a tiny d
    BigDecimal factor = exp(guess.negate(), precision + 2);
    BigDecimal d = near.multiply(factor).subtract(BigDecimal.ONE).round(context);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = BigDecimal.ONE;
    BigDecimal least = BigDecimal.ONE.movePointLeft(precision + 1);
    for (int i = 1; ; i++) {
      power = power.multiply(d, context);
      if (power.abs().compareTo(least) < 0) {
        break;
      }
      BigDecimal term = power.divide(BigDecimal.valueOf(i), context);
      sum = i % 2 == 1 ? sum.add(term) : sum.subtract(term);
    }
    BigDecimal result = guess.add(sum);
    return tens == 0 ? result : result.add(ln10(precision + 8).multiply(BigDecimal.valueOf(tens)));
  }

  private static BigDecimal ln10(int decimals) {
    return decimals <= LN_10_DIGITS ? LN_10 : computeLn10(decimals);
  }

  /** By areas of hyperbolas: 46 artanh(1/31) + 34 artanh(1/49) + 20 artanh(1/161). */
  private static BigDecimal computeLn10(int decimals) {
    int scale = decimals + GUARD;
    return inverseHyperbolicTangent(31, scale)
        .multiply(BigDecimal.valueOf(46))
        .add(inverseHyperbolicTangent(49, scale).multiply(BigDecimal.valueOf(34)))
        .add(inverseHyperbolicTangent(161, scale).multiply(BigDecimal.valueOf(20)));
  }

  /** Of 1/n, as a fixed-point series. */
  private static BigDecimal inverseHyperbolicTangent(int n, int scale) {
    BigInteger square = BigInteger.valueOf((long) n * n);
    BigInteger power = BigInteger.TEN.pow(scale).divide(BigInteger.valueOf(n));
    BigInteger sum = BigInteger.ZERO;
    for (int i = 1; power.signum() != 0; i += 2) {
      sum = sum.add(power.divide(BigInteger.valueOf(i)));
      power = power.divide(square);
    }
    return new BigDecimal(sum, scale);
  }
}
