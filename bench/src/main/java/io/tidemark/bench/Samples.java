package io.tidemark.bench;

import java.util.Arrays;

/** Order statistics of repeated measurements. */
final class Samples {

  private Samples() {}

  static double median(double[] values) {
    return percentile(values, 0.5);
  }

  static double percentile(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  }
}
