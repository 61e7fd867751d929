package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of {@code extract} or a unit of {@code date_trunc} (datetime.c: deltatktbl, datetktbl).
 */
enum DateTimeField {
  MICROSECONDS("microsecon us usec useconds usecs"),
  MILLISECONDS("millisecon ms msec mseconds msecs"),
  SECOND("s sec second seconds secs"),
  MINUTE("m min mins minute minutes"),
  HOUR("h hour hours hr hrs"),
  DAY("d day days"),
  WEEK("w week weeks"),
  MONTH("mon mons month months"),
  QUARTER("qtr quarter"),
  YEAR("y year years yr yrs"),
  DECADE("dec decade decades decs"),
  CENTURY("c cent centuries century"),
  MILLENNIUM("mil millennia millennium mils"),
  TIMEZONE("timezone"),
  TIMEZONE_HOUR("timezone_h"),
  TIMEZONE_MINUTE("timezone_m"),
  // of a point in time only
  DOW("dow"),
  ISODOW("isodow"),
  DOY("doy"),
  ISOYEAR("isoyear"),
  JULIAN("j jd julian"),
  EPOCH("epoch");

  /** Fields that go on for ever: of an infinite time they are infinite, the others NULL. */
  private static final Set<DateTimeField> MONOTONIC =
      EnumSet.of(YEAR, DECADE, CENTURY, MILLENNIUM, JULIAN, ISOYEAR, EPOCH);

  private static final int NAME_LENGTH_MAX = 10; // TOKMAXLEN: what follows is ignored

  private static final Map<String, DateTimeField> BY_NAME = new HashMap<>();

  static {
    for (DateTimeField field : values()) {
      for (String name : field.names.split(" ")) {
        BY_NAME.put(name, field);
      }
    }
  }

  private final String names;

  DateTimeField(String names) {
    this.names = names;
  }

  boolean isMonotonic() {
    return MONOTONIC.contains(this);
  }

  boolean isTimeZone() {
    return this == TIMEZONE || this == TIMEZONE_HOUR || this == TIMEZONE_MINUTE;
  }

  /** The field that {@code extract} means by a name, in any case. */
  static DateTimeField of(String name, String type) {
    DateTimeField field = lookUp(name);
    if (field == null) {
      throw unknown(name, type);
    }
    return field;
  }

  /** The unit that {@code date_trunc} means by a name; those of a point in time are unknown. */
  static DateTimeField unit(String name, String type) {
    DateTimeField field = lookUp(name);
    if (field == null || field.compareTo(DOW) >= 0) {
      throw unknown(name, type);
    }
    return field;
  }

  private static @Nullable DateTimeField lookUp(String name) {
    String lower = TextFunctions.lowerAscii(name);
    return BY_NAME.get(lower.substring(0, Math.min(lower.length(), NAME_LENGTH_MAX)));
  }

  private static EvaluationException unknown(String name, String type) {
    return new EvaluationException(
        "22023",
        "unit \"%s\" not recognized for type %s".formatted(TextFunctions.lowerAscii(name), type));
  }

  static EvaluationException unsupported(String name, String type) {
    return new EvaluationException(
        "0A000",
        "unit \"%s\" not supported for type %s".formatted(TextFunctions.lowerAscii(name), type));
  }
}
