package io.tidemark.engine.function;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A template pattern of {@code to_char}, {@code to_date} and {@code to_timestamp}: PostgreSQL's
 * manual, "Template Patterns for Date/Time Formatting". How it is spelled decides the case of
 * words.
 */
enum DatePattern {
  MERIDIEM_WITH_PERIODS("A.M. a.m. P.M. p.m.", false, Calendar.NONE),
  MERIDIEM("AM am PM pm", false, Calendar.NONE),
  ERA_WITH_PERIODS("A.D. a.d. B.C. b.c.", false, Calendar.NONE),
  ERA("AD ad BC bc", false, Calendar.NONE),
  CENTURY("CC cc", true, Calendar.NONE),
  DAY_NAME("DAY Day day", false, Calendar.NONE),
  DAY_ABBREVIATION("DY Dy dy", false, Calendar.NONE),
  DAY_OF_YEAR("DDD ddd", true, Calendar.GREGORIAN),
  DAY_OF_MONTH("DD dd", true, Calendar.GREGORIAN),
  DAY_OF_WEEK("D d", true, Calendar.GREGORIAN),
  FRACTION_1("FF1 ff1", true, Calendar.NONE),
  FRACTION_2("FF2 ff2", true, Calendar.NONE),
  FRACTION_3("FF3 ff3", true, Calendar.NONE),
  FRACTION_4("FF4 ff4", true, Calendar.NONE),
  FRACTION_5("FF5 ff5", true, Calendar.NONE),
  FRACTION_6("FF6 ff6", true, Calendar.NONE),
  FIXED("FX fx", false, Calendar.NONE),
  HOUR_OF_24("HH24 hh24", true, Calendar.NONE),
  HOUR_OF_12("HH12 hh12 HH hh", true, Calendar.NONE),
  ISO_DAY_OF_YEAR("IDDD iddd", true, Calendar.ISO),
  ISO_DAY_OF_WEEK("ID id", true, Calendar.ISO),
  ISO_WEEK("IW iw", true, Calendar.ISO),
  ISO_YEAR_4("IYYY iyyy", true, Calendar.ISO),
  ISO_YEAR_3("IYY iyy", true, Calendar.ISO),
  ISO_YEAR_2("IY iy", true, Calendar.ISO),
  ISO_YEAR_1("I i", true, Calendar.ISO),
  JULIAN("J j", true, Calendar.NONE),
  MINUTE("MI mi", true, Calendar.NONE),
  MONTH("MM mm", true, Calendar.GREGORIAN),
  MONTH_NAME("MONTH Month month", false, Calendar.GREGORIAN),
  MONTH_ABBREVIATION("MON Mon mon", false, Calendar.GREGORIAN),
  MILLISECOND("MS ms", true, Calendar.NONE),
  OFFSET("OF of", false, Calendar.NONE),
  QUARTER("Q q", true, Calendar.NONE),
  ROMAN_MONTH("RM rm", false, Calendar.GREGORIAN),
  SECOND_OF_DAY("SSSSS sssss SSSS ssss", true, Calendar.NONE),
  SECOND("SS ss", true, Calendar.NONE),
  ZONE_HOUR("TZH tzh", false, Calendar.NONE),
  ZONE_MINUTE("TZM tzm", true, Calendar.NONE),
  ZONE("TZ tz", false, Calendar.NONE),
  MICROSECOND("US us", true, Calendar.NONE),
  WEEK_OF_YEAR("WW ww", true, Calendar.GREGORIAN),
  WEEK_OF_MONTH("W w", true, Calendar.GREGORIAN),
  YEAR_WITH_COMMA("Y,YYY y,yyy", true, Calendar.GREGORIAN),
  YEAR_4("YYYY yyyy", true, Calendar.GREGORIAN),
  YEAR_3("YYY yyy", true, Calendar.GREGORIAN),
  YEAR_2("YY yy", true, Calendar.GREGORIAN),
  YEAR_1("Y y", true, Calendar.GREGORIAN);

  /** The conventions of dates, of which a template to be read may use one. */
  enum Calendar {
    NONE,
    GREGORIAN,
    ISO
  }

  /** A pattern as it is written. */
  record Spelling(String text, DatePattern pattern) {}

  /** By first letter, longer ones first. */
  private static final Map<Character, List<Spelling>> BY_LETTER = new TreeMap<>();

  static {
    for (DatePattern pattern : values()) {
      for (String text : pattern.spellings.split(" ")) {
        BY_LETTER
            .computeIfAbsent(text.charAt(0), letter -> new java.util.ArrayList<>())
            .add(new Spelling(text, pattern));
      }
    }
    BY_LETTER
        .values()
        .forEach(list -> list.sort(Comparator.comparingInt(each -> -each.text().length())));
  }

  private final String spellings;
  private final boolean isDigits;
  private final Calendar calendar;

  DatePattern(String spellings, boolean isDigits, Calendar calendar) {
    this.spellings = spellings;
    this.isDigits = isDigits;
    this.calendar = calendar;
  }

  /** Whether what it reads begins with a digit, so that a field before it needs a fixed width. */
  boolean isDigits() {
    return isDigits;
  }

  Calendar calendar() {
    return calendar;
  }

  /** The longest pattern that a template has at a place. */
  static @Nullable Spelling at(String template, int place) {
    for (Spelling spelling : BY_LETTER.getOrDefault(template.charAt(place), List.of())) {
      if (template.startsWith(spelling.text(), place)) {
        return spelling;
      }
    }
    return null;
  }
}
