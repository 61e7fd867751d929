package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.TimeTz;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * OVERLAPS of two periods, each of two ends in any order, of which some may be NULL (date.c,
 * timestamp.c). Where a period is given by a beginning and a length the function is one written in
 * SQL.
 */
final class OverlapFunctions {

  private OverlapFunctions() {}

  static void register(FunctionLibrary library) {
    library.nary("overlaps_time", ends -> overlaps(ends, Long::compare));
    library.nary("overlaps_timestamp", ends -> overlaps(ends, Long::compare));
    library.nary("overlaps_timetz", ends -> overlaps(ends, TimeTz::compareTo));
    register(
        library,
        new int[] {1309, 1310, 1311},
        (t, i) -> TimeFunctions.plus((Long) t, (Interval) i));
    register(
        library, new int[] {2042, 2043, 2044}, (t, i) -> Calendar.plus((Long) t, (Interval) i));
  }

  /**
   * @param oids of the functions with a length in both periods, in the second, in the first
   * @param plus adds a length to an end
   */
  static void register(FunctionLibrary library, int[] oids, BinaryOperator<Object> plus) {
    boolean[][] lengths = {{true, true}, {false, true}, {true, false}};
    for (int i = 0; i < oids.length; i++) {
      boolean[] length = lengths[i];
      library.nary(
          FunctionLibrary.oid(oids[i]),
          arguments -> {
            @Nullable Object[] ends = arguments.clone();
            for (int period = 0; period < 2; period++) {
              Object begin = ends[2 * period];
              Object end = ends[2 * period + 1];
              if (length[period]) {
                ends[2 * period + 1] = begin == null || end == null ? null : plus.apply(begin, end);
              }
            }
            return overlaps(ends, Long::compare);
          });
    }
  }

  /**
   * A period without one end is a point that may be the beginning of something longer: it is
   * unknown whether that reaches what lies behind it.
   */
  private static <T> @Nullable Boolean overlaps(
      @Nullable Object[] ends, FunctionLibrary.Comparison<T, T> order) {
    Period<T> first = period(ends, 0, order);
    Period<T> second = period(ends, 2, order);
    if (first == null || second == null) {
      return null;
    }
    int beginnings = order.compare(first.begin(), second.begin());
    if (beginnings == 0) {
      return (first.end() == null || second.end() == null) ? null : true;
    }
    Period<T> early = beginnings < 0 ? first : second;
    Period<T> late = beginnings < 0 ? second : first;
    T end = early.end();
    if (end == null) {
      return null;
    }
    if (order.compare(late.begin(), end) < 0) {
      return true;
    }
    return late.end() == null ? null : false;
  }

  private record Period<T>(T begin, @Nullable T end) {}

  @SuppressWarnings("unchecked") // PostgreSQL resolved the types
  private static <T> @Nullable Period<T> period(
      @Nullable Object[] ends, int at, FunctionLibrary.Comparison<T, T> order) {
    T a = (T) ends[at];
    T b = (T) ends[at + 1];
    if (a == null || b == null) {
      return a == null ? (b == null ? null : new Period<>(b, null)) : new Period<>(a, null);
    }
    return order.compare(a, b) > 0 ? new Period<>(b, a) : new Period<>(a, b);
  }
}
