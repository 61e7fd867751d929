package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.util.function.DoubleUnaryOperator;

/**
 * Trigonometry in degrees, exact at the angles where the value is rational, and what is hyperbolic
 * (float.c).
 */
final class DegreeFunctions {

  private static final double RADIANS_PER_DEGREE = Math.PI / 180;
  private static final double SIN_30 = Math.sin(30 * RADIANS_PER_DEGREE);
  private static final double ONE_MINUS_COS_60 = 1 - Math.cos(60 * RADIANS_PER_DEGREE);
  private static final double ASIN_HALF = Math.asin(0.5);
  private static final double ACOS_HALF = Math.acos(0.5);
  private static final double ATAN_ONE = Math.atan(1);

  private DegreeFunctions() {}

  static void register(FunctionLibrary library) {
    function(library, "dsind", a -> sine(finite(a)));
    function(library, "dcosd", a -> cosine(finite(a)));
    function(library, "dtand", a -> tangent(finite(a)));
    function(library, "dcotd", a -> cotangent(finite(a)));
    function(library, "dasind", a -> arcSine(unit(a)));
    function(library, "dacosd", a -> arcCosine(unit(a)));
    function(library, "datand", a -> Math.atan(a) / ATAN_ONE * 45);
    library.<Double, Double>binary("datan2d", (y, x) -> Math.atan2(y, x) / ATAN_ONE * 45);
    function(library, "dcot", a -> 1 / Math.tan(finite(a)));
    function(library, "dsinh", Math::sinh);
    function(library, "dcosh", Math::cosh);
    function(library, "dasinh", DegreeFunctions::areaSine);
    function(library, "dacosh", DegreeFunctions::areaCosine);
    function(library, "datanh", DegreeFunctions::areaTangent);
    library.nary("dpi", none -> Math.PI);
  }

  private static void function(FunctionLibrary library, String source, DoubleUnaryOperator body) {
    library.<Double>unary(source, body::applyAsDouble);
  }

  private static double finite(double value) {
    if (Double.isInfinite(value)) {
      throw outOfRange();
    }
    return value;
  }

  private static double unit(double value) {
    if (value < -1 || value > 1) {
      throw outOfRange();
    }
    return value;
  }

  private static EvaluationException outOfRange() {
    return new EvaluationException("22003", "input is out of range");
  }

  /** Of 0 to 90 degrees, scaled so that 30 and 60 are exact. */
  private static double sineOfQuarter(double degrees) {
    return degrees <= 30 ? sineTo30(degrees) : cosineTo60(90 - degrees);
  }

  private static double cosineOfQuarter(double degrees) {
    return degrees <= 60 ? cosineTo60(degrees) : sineTo30(90 - degrees);
  }

  private static double sineTo30(double degrees) {
    return Math.sin(degrees * RADIANS_PER_DEGREE) / SIN_30 / 2;
  }

  private static double cosineTo60(double degrees) {
    return 1 - (1 - Math.cos(degrees * RADIANS_PER_DEGREE)) / ONE_MINUS_COS_60 / 2;
  }

  private static double sine(double degrees) {
    double angle = degrees % 360;
    int sign = 1;
    if (angle < 0) {
      angle = -angle;
      sign = -1;
    }
    if (angle > 180) {
      angle = 360 - angle;
      sign = -sign;
    }
    return sign * sineOfQuarter(angle > 90 ? 180 - angle : angle);
  }

  private static double cosine(double degrees) {
    double angle = Math.abs(degrees % 360);
    if (angle > 180) {
      angle = 360 - angle;
    }
    return angle > 90 ? -cosineOfQuarter(180 - angle) : cosineOfQuarter(angle);
  }

  private static final double TAN_45 = sineOfQuarter(45) / cosineOfQuarter(45);
  private static final double COT_45 = cosineOfQuarter(45) / sineOfQuarter(45);

  private static double tangent(double degrees) {
    FoldedAngle folded = FoldedAngle.of(degrees);
    return folded.sign()
            * (sineOfQuarter(folded.angle()) / cosineOfQuarter(folded.angle()) / TAN_45)
        + 0.0; // no negative zero
  }

  private static double cotangent(double degrees) {
    FoldedAngle folded = FoldedAngle.of(degrees);
    return folded.sign()
            * (cosineOfQuarter(folded.angle()) / sineOfQuarter(folded.angle()) / COT_45)
        + 0.0;
  }

  /** An angle brought to 0 to 90 degrees by the symmetries of the tangent. */
  private record FoldedAngle(double angle, int sign) {
    static FoldedAngle of(double degrees) {
      double angle = degrees % 360;
      int sign = 1;
      if (angle < 0) {
        angle = -angle;
        sign = -1;
      }
      if (angle > 180) {
        angle = 360 - angle;
        sign = -sign;
      }
      return angle > 90 ? new FoldedAngle(180 - angle, -sign) : new FoldedAngle(angle, sign);
    }
  }

  private static double arcSine(double value) {
    return value >= 0 ? arcSineOfPositive(value) : -arcSineOfPositive(-value);
  }

  private static double arcSineOfPositive(double value) {
    return value <= 0.5
        ? Math.asin(value) / ASIN_HALF * 30
        : 90 - Math.acos(value) / ACOS_HALF * 60;
  }

  private static double arcCosine(double value) {
    return value >= 0 ? arcCosineOfPositive(value) : 90 + arcSineOfPositive(-value);
  }

  private static double arcCosineOfPositive(double value) {
    return value <= 0.5
        ? 90 - Math.asin(value) / ASIN_HALF * 30
        : Math.acos(value) / ACOS_HALF * 60;
  }

  /** By log1p, which keeps what is near 0. */
  private static double areaSine(double value) {
    double size = Math.abs(value);
    if (Double.isInfinite(size) || size == 0) {
      return value;
    }
    double result =
        size > 1e8
            ? Math.log(size) + Math.log(2)
            : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
    return Math.copySign(result, value);
  }

  private static double areaCosine(double value) {
    if (value < 1) {
      throw outOfRange();
    }
    double above = value - 1;
    return value > 1e8
        ? Math.log(value) + Math.log(2)
        : Math.log1p(above + Math.sqrt(2 * above + above * above));
  }

  private static double areaTangent(double value) {
    if (value < -1 || value > 1) {
      throw outOfRange();
    }
    if (Math.abs(value) == 1) {
      return value * Double.POSITIVE_INFINITY;
    }
    double size = Math.abs(value);
    return Math.copySign(0.5 * Math.log1p(2 * size / (1 - size)), value);
  }
}
