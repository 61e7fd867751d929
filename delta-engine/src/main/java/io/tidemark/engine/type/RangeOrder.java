package io.tidemark.engine.type;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.state.row.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How ranges of one type lie to each other, by the order of its elements. A multirange is a list of
 * its ranges, in order and without touching ones; a range is such a list, too, of none if it is
 * empty or of one. Thread-safe.
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

  /** An end of a range. */
  record Bound(byte @Nullable [] value, boolean isIncluded, boolean isLower) {
    /** The end of what lies beyond this one. */
    Bound opposite() {
      return new Bound(value, !isIncluded, !isLower);
    }
  }

  private final Comparator<byte[]> values;
  private final DiscreteRanges canonical;

  /**
   * @param type a range type or a multirange type
   * @throws UnsupportedQueryException if it is not one of PostgreSQL's own
   */
  public RangeOrder(int type) {
    this(type, new KnownTypes(CollationRules.UNKNOWN_DEFAULT, TypeShapes.NONE));
  }

  /**
   * The order of any range type that the catalog knows.
   *
   * @throws UnsupportedQueryException if it is not known, or not the order of its elements
   */
  public RangeOrder(int type, KnownTypes known) {
    PgType element = elementOf(type, known);
    if (element == null) {
      throw new UnsupportedQueryException(
          "ranges of the type with OID %s are put together"
              .formatted(Integer.toUnsignedString(type)),
          "PostgreSQL's own range types are supported.");
    }
    KeyEncoder keys = KeyEncoder.of(List.of(element), known.collations(), known.shapes());
    if (!keys.isOrdered()) {
      throw new UnsupportedQueryException(
          "ranges of the type with OID %s, whose order only PostgreSQL knows"
              .formatted(Integer.toUnsignedString(type)),
          "Give the range type the collation \"C\" if the order of code points will do.");
    }
    this.canonical =
        ELEMENTS.containsKey(type) ? DiscreteRanges.of(element.oid()) : DiscreteRanges.NONE;
    this.values =
        switch (element.oid()) {
          case PgType.INT4, PgType.DATE ->
              (a, b) -> Integer.compare((int) Bytes.INT.get(a, 0), (int) Bytes.INT.get(b, 0));
          case PgType.INT8, PgType.TIMESTAMP, PgType.TIMESTAMPTZ ->
              (a, b) -> Long.compare((long) Bytes.LONG.get(a, 0), (long) Bytes.LONG.get(b, 0));
          default ->
              (a, b) ->
                  Arrays.compareUnsigned(keys.keyOf(a, 0, a.length), keys.keyOf(b, 0, b.length));
        };
  }

  /** The type of the elements of one of PostgreSQL's own range and multirange types; else null. */
  public static @Nullable Integer elementOf(int type) {
    return ELEMENTS.get(type);
  }

  /** Whether a type is one of PostgreSQL's own multirange types. */
  public static boolean isMultirange(int type) {
    return ELEMENTS.containsKey(type) && type > 4000;
  }

  /** The type of the elements of a range or multirange type that is ordered by them; else null. */
  public static @Nullable PgType elementOf(int type, KnownTypes known) {
    Integer own = ELEMENTS.get(type);
    if (own != null) {
      return PgType.of(own);
    }
    return switch (known.shapes().of(type)) {
      case TypeShape.Range(PgType element, boolean isPlain) when isPlain -> element;
      case TypeShape.Multirange(PgType element, boolean isPlain) when isPlain -> element;
      case TypeShape.Domain(PgType base) -> elementOf(base.oid(), known);
      case null, default -> null;
    };
  }

  // ---- bounds

  private static Bound lower(RangeValue range) {
    return new Bound(range.lower(), range.includesLower(), true);
  }

  private static Bound upper(RangeValue range) {
    return new Bound(range.upper(), range.includesUpper(), false);
  }

  private static Bound lower(List<RangeValue> ranges) {
    return lower(ranges.getFirst());
  }

  private static Bound upper(List<RangeValue> ranges) {
    return upper(ranges.getLast());
  }

  /** Of the values alone. */
  private int compareValues(Bound left, Bound right) {
    byte[] a = left.value();
    byte[] b = right.value();
    if (a == null || b == null) {
      int leftPlace = a != null ? 0 : left.isLower() ? -1 : 1;
      int rightPlace = b != null ? 0 : right.isLower() ? -1 : 1;
      return Integer.compare(leftPlace, rightPlace);
    }
    return values.compare(a, b);
  }

  /** Where one bound lies to the other: a lower one that is not included lies behind its value. */
  private int compare(Bound left, Bound right) {
    int comparison = compareValues(left, right);
    return comparison != 0 || left.value() == null || right.value() == null
        ? comparison
        : Integer.compare(side(left), side(right));
  }

  private static int side(Bound bound) {
    return bound.isIncluded() ? 0 : bound.isLower() ? 1 : -1;
  }

  /** Whether nothing lies between an upper bound and a lower one, nor in both. */
  private boolean meet(Bound upper, Bound lower) {
    // Ranges of discrete types are canonical, so that bounds beside each other have one value
    return compareValues(upper, lower) == 0 && upper.isIncluded() != lower.isIncluded();
  }

  // ---- how ranges and multiranges lie to each other

  /** The default order: by the lower bound, then by the upper; what has no ranges comes first. */
  public int compare(List<RangeValue> left, List<RangeValue> right) {
    for (int i = 0; i < left.size() && i < right.size(); i++) {
      int comparison = compare(left.get(i), right.get(i));
      if (comparison != 0) {
        return comparison;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private int compare(RangeValue left, RangeValue right) {
    int comparison = compare(lower(left), lower(right));
    return comparison != 0 ? comparison : compare(upper(left), upper(right));
  }

  public boolean isBefore(List<RangeValue> left, List<RangeValue> right) {
    return !left.isEmpty() && !right.isEmpty() && compare(upper(left), lower(right)) < 0;
  }

  /** {@code &<}. */
  public boolean endsNoLater(List<RangeValue> left, List<RangeValue> right) {
    return !left.isEmpty() && !right.isEmpty() && compare(upper(left), upper(right)) <= 0;
  }

  /** {@code &>}. */
  public boolean startsNoEarlier(List<RangeValue> left, List<RangeValue> right) {
    return !left.isEmpty() && !right.isEmpty() && compare(lower(left), lower(right)) >= 0;
  }

  public boolean areAdjacent(List<RangeValue> left, List<RangeValue> right) {
    return !left.isEmpty()
        && !right.isEmpty()
        && (meet(upper(left), lower(right)) || meet(upper(right), lower(left)));
  }

  public boolean overlap(List<RangeValue> left, List<RangeValue> right) {
    for (int l = 0, r = 0; l < left.size() && r < right.size(); ) {
      if (overlap(left.get(l), right.get(r))) {
        return true;
      }
      if (compare(upper(left.get(l)), upper(right.get(r))) < 0) {
        l++;
      } else {
        r++;
      }
    }
    return false;
  }

  private boolean overlap(RangeValue left, RangeValue right) {
    return compare(lower(left), upper(right)) <= 0 && compare(lower(right), upper(left)) <= 0;
  }

  public boolean contains(List<RangeValue> outer, List<RangeValue> inner) {
    return inner.stream().allMatch(part -> outer.stream().anyMatch(whole -> contains(whole, part)));
  }

  private boolean contains(RangeValue whole, RangeValue part) {
    return compare(lower(whole), lower(part)) <= 0 && compare(upper(whole), upper(part)) >= 0;
  }

  /**
   * Whether an element is in a range.
   *
   * @param element in wire form
   */
  public boolean containsElement(List<RangeValue> ranges, byte[] element) {
    Bound first = new Bound(element, true, true);
    Bound last = new Bound(element, true, false);
    return ranges.stream()
        .anyMatch(range -> compare(lower(range), first) <= 0 && compare(upper(range), last) >= 0);
  }

  // ---- new ranges

  /**
   * A range as its constructor makes it.
   *
   * @param lower null: unbounded
   * @param upper null: unbounded
   * @throws EvaluationException if the bounds are in the wrong order
   */
  public List<RangeValue> range(
      byte @Nullable [] lower,
      boolean includesLower,
      byte @Nullable [] upper,
      boolean includesUpper) {
    return range(new Bound(lower, includesLower, true), new Bound(upper, includesUpper, false));
  }

  private List<RangeValue> range(Bound lower, Bound upper) {
    int comparison = compareValues(lower, upper);
    if (comparison > 0) {
      throw new EvaluationException(
          "22000", "range lower bound must be less than or equal to range upper bound");
    }
    if (comparison == 0 && !(lower.isIncluded() && upper.isIncluded())) {
      return List.of();
    }
    RangeValue range =
        new RangeValue(
            lower.value(),
            lower.isIncluded() && lower.value() != null,
            upper.value(),
            upper.isIncluded() && upper.value() != null);
    RangeValue plain = canonical.apply(range);
    boolean isEmpty =
        compareValues(lower(plain), upper(plain)) == 0
            && !(plain.includesLower() && plain.includesUpper());
    return isEmpty ? List.of() : List.of(plain);
  }

  /** What lies from the start of the earlier range to the end of the later one. */
  public List<RangeValue> span(List<RangeValue> left, List<RangeValue> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? right : left;
    }
    Bound lower = compare(lower(left), lower(right)) < 0 ? lower(left) : lower(right);
    Bound upper = compare(upper(left), upper(right)) > 0 ? upper(left) : upper(right);
    return range(lower, upper);
  }

  /** What the ranges cover together: in order, those that touch as one. */
  public List<RangeValue> union(List<RangeValue> ranges) {
    List<RangeValue> sorted = new ArrayList<>(ranges);
    sorted.sort(this::compare);
    List<RangeValue> union = new ArrayList<>();
    for (RangeValue next : sorted) {
      List<RangeValue> one = List.of(next);
      if (union.isEmpty() || (isBefore(union, one) && !meet(upper(union), lower(next)))) {
        union.add(next);
      } else {
        union.addAll(span(List.of(union.removeLast()), one));
      }
    }
    return union;
  }

  /** What two lists of ranges both cover. */
  public List<RangeValue> intersection(List<RangeValue> left, List<RangeValue> right) {
    List<RangeValue> both = new ArrayList<>();
    for (int l = 0, r = 0; l < left.size() && r < right.size(); ) {
      RangeValue a = left.get(l);
      RangeValue b = right.get(r);
      if (overlap(a, b)) {
        both.addAll(
            range(
                compare(lower(a), lower(b)) >= 0 ? lower(a) : lower(b),
                compare(upper(a), upper(b)) <= 0 ? upper(a) : upper(b)));
      }
      if (compare(upper(a), upper(b)) < 0) {
        l++;
      } else {
        r++;
      }
    }
    return both;
  }

  /** What the first ranges cover and the others do not. */
  public List<RangeValue> difference(List<RangeValue> left, List<RangeValue> right) {
    List<RangeValue> rest = new ArrayList<>();
    for (RangeValue range : left) {
      List<RangeValue> last = List.of(range);
      for (RangeValue cut : right) {
        if (!last.isEmpty() && overlap(last.getFirst(), cut)) {
          RangeValue from = last.getFirst();
          if (compare(lower(from), lower(cut)) < 0) {
            rest.addAll(range(lower(from), lower(cut).opposite()));
          }
          last =
              compare(upper(from), upper(cut)) > 0
                  ? range(upper(cut).opposite(), upper(from))
                  : List.of();
        }
      }
      rest.addAll(last);
    }
    return rest;
  }
}
