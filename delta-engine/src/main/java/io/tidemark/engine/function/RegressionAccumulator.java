package io.tidemark.engine.function;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * corr, covar_* and regr_* over pairs (Y, X) of double precision without NULLs, from exact sums,
 * rounded at the end. With N pairs and S for sums, {@code cxx = N·Sxx − Sx²} is N times the sum of
 * squared deviations that PostgreSQL accumulates (with rounding); likewise cyy and cxy. A NaN or an
 * infinity in a variable makes NaN of all that has to do with that variable's deviations.
 */
final class RegressionAccumulator implements Accumulator {

  private enum Statistic {
    CORR,
    COVAR_POP,
    COVAR_SAMP,
    REGR_AVGX,
    REGR_AVGY,
    REGR_COUNT,
    REGR_INTERCEPT,
    REGR_R2,
    REGR_SLOPE,
    REGR_SXX,
    REGR_SXY,
    REGR_SYY
  }

  private final Statistic statistic;
  private final ExactFloatSum y = new ExactFloatSum();
  private final ExactFloatSum x = new ExactFloatSum();
  private BigDecimal yy = BigDecimal.ZERO;
  private BigDecimal xx = BigDecimal.ZERO;
  private BigDecimal xy = BigDecimal.ZERO;

  private RegressionAccumulator(Statistic statistic) {
    this.statistic = statistic;
  }

  /** The accumulators of such an aggregate; null if it is none. */
  static @Nullable Supplier<Accumulator> accumulator(AggregateCall call) {
    for (Statistic statistic : Statistic.values()) {
      if (statistic.name().equalsIgnoreCase(call.function().source())) {
        return () -> new RegressionAccumulator(statistic);
      }
    }
    return null;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.isNull(0) || arguments.isNull(1)) {
      return;
    }
    double yValue = FloatSumAccumulator.value(arguments, 0, false);
    double xValue = FloatSumAccumulator.value(arguments, 1, false);
    y.add(yValue, weight);
    x.add(xValue, weight);
    BigDecimal exactY = Double.isFinite(yValue) ? new BigDecimal(yValue) : BigDecimal.ZERO;
    BigDecimal exactX = Double.isFinite(xValue) ? new BigDecimal(xValue) : BigDecimal.ZERO;
    yy = yy.add(ExactFloatSum.times(exactY.multiply(exactY), weight));
    xx = xx.add(ExactFloatSum.times(exactX.multiply(exactX), weight));
    xy = xy.add(ExactFloatSum.times(exactX.multiply(exactY), weight));
  }

  @Override
  public void merge(Accumulator other) {
    RegressionAccumulator more = (RegressionAccumulator) other;
    y.add(more.y);
    x.add(more.x);
    yy = yy.add(more.yy);
    xx = xx.add(more.xx);
    xy = xy.add(more.xy);
  }

  @Override
  public void result(RowBuilder target) {
    long count = x.count();
    if (statistic == Statistic.REGR_COUNT) {
      target.addLong(count);
      return;
    }
    @Nullable Double result = count < 1 ? null : result(count);
    if (result == null) {
      target.addNull();
    } else {
      target.addLong(Double.doubleToLongBits(result));
    }
  }

  private @Nullable Double result(long count) {
    BigDecimal n = BigDecimal.valueOf(count);
    @Nullable BigDecimal cxx = x.allFinite() ? deviations(n, xx, x, x) : null;
    @Nullable BigDecimal cyy = y.allFinite() ? deviations(n, yy, y, y) : null;
    @Nullable BigDecimal cxy = cxx == null || cyy == null ? null : deviations(n, xy, x, y);
    return switch (statistic) {
      case REGR_COUNT -> (double) count;
      case REGR_AVGX -> x.total() / count;
      case REGR_AVGY -> y.total() / count;
      case REGR_SXX -> quotient(cxx, n);
      case REGR_SYY -> quotient(cyy, n);
      case REGR_SXY -> quotient(cxy, n);
      case COVAR_POP -> quotient(cxy, n.multiply(n));
      case COVAR_SAMP -> count < 2 ? null : quotient(cxy, n.multiply(n.subtract(BigDecimal.ONE)));
      case CORR ->
          isZero(cxx) || isZero(cyy)
              ? null
              : cxx == null || cyy == null || cxy == null ? Double.NaN : correlation(cxx, cyy, cxy);
      case REGR_R2 -> {
        if (isZero(cxx)) {
          yield null;
        }
        yield isZero(cyy)
            ? Double.valueOf(1)
            : cxx == null || cyy == null || cxy == null
                ? Double.valueOf(Double.NaN)
                : quotient(cxy.multiply(cxy), cxx.multiply(cyy));
      }
      case REGR_SLOPE ->
          isZero(cxx) ? null : cxx == null ? Double.valueOf(Double.NaN) : quotient(cxy, cxx);
      case REGR_INTERCEPT -> {
        if (isZero(cxx)) {
          yield null;
        }
        yield cxx == null || cxy == null
            ? Double.valueOf(Double.NaN)
            : quotient(
                y.finiteSum().multiply(cxx).subtract(x.finiteSum().multiply(cxy)), n.multiply(cxx));
      }
    };
  }

  private static BigDecimal deviations(
      BigDecimal n, BigDecimal products, ExactFloatSum left, ExactFloatSum right) {
    return n.multiply(products).subtract(left.finiteSum().multiply(right.finiteSum()));
  }

  /** Not above zero: below only in the middle of a tick. */
  private static boolean isZero(@Nullable BigDecimal deviations) {
    return deviations != null && deviations.signum() <= 0;
  }

  private static double correlation(BigDecimal cxx, BigDecimal cyy, BigDecimal cxy) {
    BigDecimal root = cxx.multiply(cyy).sqrt(FloatDeviationAccumulator.PRECISION);
    double result = cxy.divide(root, FloatDeviationAccumulator.PRECISION).doubleValue();
    return Math.clamp(result, -1.0, 1.0);
  }

  private static double quotient(@Nullable BigDecimal dividend, BigDecimal divisor) {
    return dividend == null
        ? Double.NaN
        : ExactFloatSum.rounded(dividend.divide(divisor, FloatDeviationAccumulator.PRECISION));
  }

  @Override
  public void write(DataOutput out) throws IOException {
    y.write(out);
    x.write(out);
    ExactFloatSum.write(yy, out);
    ExactFloatSum.write(xx, out);
    ExactFloatSum.write(xy, out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    y.read(in);
    x.read(in);
    yy = ExactFloatSum.readDecimal(in);
    xx = ExactFloatSum.readDecimal(in);
    xy = ExactFloatSum.readDecimal(in);
  }
}
