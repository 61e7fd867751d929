package io.tidemark.engine.type;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Unions and intersections of the ranges of one built-in type, by the order of its elements. Not
 * thread-safe.
 */
public final class RangeOrder {

  /** Range types and multirange types to the type of their elements. */
  private static final Map<Integer, Integer> ELEMENTS =
      Map.ofEntries(
          Map.entry(3904, PgType.INT4),
          Map.entry(3906, PgType.NUMERIC),
          Map.entry(3908, PgType.TIMESTAMP),
          Map.entry(3910, PgType.TIMESTAMPTZ),
          Map.entry(3912, PgType.DATE),
          Map.entry(3926, PgType.INT8),
          Map.entry(4451, PgType.INT4),
          Map.entry(4532, PgType.NUMERIC),
          Map.entry(4533, PgType.TIMESTAMP),
          Map.entry(4534, PgType.TIMESTAMPTZ),
          Map.entry(4535, PgType.DATE),
          Map.entry(4536, PgType.INT8));

  private final KeyEncoder elements;

  /**
   * @param type a range type or a multirange type
   * @throws UnsupportedQueryException if it is not one of PostgreSQL's own
   */
  public RangeOrder(int type) {
    Integer element = ELEMENTS.get(type);
    if (element == null) {
      throw new UnsupportedQueryException(
          "ranges of the type with OID %s are put together"
              .formatted(Integer.toUnsignedString(type)),
          "PostgreSQL's own range types are supported.");
    }
    this.elements = KeyEncoder.of(List.of(PgType.of(element)), CollationRules.UNKNOWN_DEFAULT);
  }

  /** The type of the elements of one of PostgreSQL's own range and multirange types; else null. */
  public static @Nullable Integer elementOf(int type) {
    return ELEMENTS.get(type);
  }

  /** Whether a type is a multirange type. */
  public static boolean isMultirange(int type) {
    return ELEMENTS.containsKey(type) && type > 4000;
  }

  /** What the ranges cover together: in order, those that touch as one. */
  public List<RangeValue> union(List<RangeValue> ranges) {
    List<RangeValue> sorted = new ArrayList<>(ranges);
    sorted.sort(this::compareLower);
    List<RangeValue> union = new ArrayList<>();
    @Nullable RangeValue current = null;
    for (RangeValue next : sorted) {
      if (current == null) {
        current = next;
      } else if (touches(current, next)) {
        RangeValue last = compareUpper(current, next) < 0 ? next : current;
        current =
            new RangeValue(
                current.lower(), current.includesLower(), last.upper(), last.includesUpper());
      } else {
        union.add(current);
        current = next;
      }
    }
    if (current != null) {
      union.add(current);
    }
    return union;
  }

  /** What two lists of ranges, each in order and without touching ones, both cover. */
  public List<RangeValue> intersection(List<RangeValue> left, List<RangeValue> right) {
    List<RangeValue> both = new ArrayList<>();
    for (int l = 0, r = 0; l < left.size() && r < right.size(); ) {
      RangeValue a = left.get(l);
      RangeValue b = right.get(r);
      RangeValue from = compareLower(a, b) < 0 ? b : a;
      boolean leftEnds = compareUpper(a, b) < 0;
      RangeValue to = leftEnds ? a : b;
      RangeValue common =
          new RangeValue(from.lower(), from.includesLower(), to.upper(), to.includesUpper());
      if (!isEmpty(common)) {
        both.add(common);
      }
      if (leftEnds) {
        l++;
      } else {
        r++;
      }
    }
    return both;
  }

  private boolean isEmpty(RangeValue range) {
    byte @Nullable [] lower = range.lower();
    byte @Nullable [] upper = range.upper();
    if (lower == null || upper == null) {
      return false;
    }
    int comparison = compare(lower, upper);
    return comparison > 0 || (comparison == 0 && !(range.includesLower() && range.includesUpper()));
  }

  /** Whether a range goes on where another one, which starts no earlier, starts. */
  private boolean touches(RangeValue range, RangeValue next) {
    byte @Nullable [] upper = range.upper();
    byte @Nullable [] lower = next.lower();
    if (upper == null || lower == null) {
      return true;
    }
    int comparison = compare(lower, upper);
    return comparison < 0 || (comparison == 0 && (range.includesUpper() || next.includesLower()));
  }

  private int compareLower(RangeValue left, RangeValue right) {
    byte @Nullable [] a = left.lower();
    byte @Nullable [] b = right.lower();
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    int comparison = compare(a, b);
    return comparison != 0
        ? comparison
        : Boolean.compare(!left.includesLower(), !right.includesLower());
  }

  private int compareUpper(RangeValue left, RangeValue right) {
    byte @Nullable [] a = left.upper();
    byte @Nullable [] b = right.upper();
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    int comparison = compare(a, b);
    return comparison != 0
        ? comparison
        : Boolean.compare(left.includesUpper(), right.includesUpper());
  }

  private int compare(byte[] left, byte[] right) {
    return Arrays.compareUnsigned(key(left), key(right));
  }

  private byte[] key(byte[] value) {
    return elements.encode(new RowBuilder(1).add(value).build());
  }
}
