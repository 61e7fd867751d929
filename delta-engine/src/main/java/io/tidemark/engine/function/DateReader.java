package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.DateTemplate.Kind;
import io.tidemark.engine.function.DateTemplate.Node;
import io.tidemark.engine.function.DateTemplate.Ordinal;
import io.tidemark.engine.function.TemplateInput.Found;
import java.util.List;

/**
 * Reads the fields of a date by a template, for {@code to_date} and {@code to_timestamp}
 * (formatting.c). What the fields mean together is {@link ReadDate}'s matter. One object per text.
 */
final class DateReader {

  /** What templates read, as whole numbers; 0 is the same as not read. */
  enum Field {
    HOUR,
    AFTERNOON,
    MINUTE,
    SECOND,
    SECOND_OF_DAY,
    WEEKDAY, // from 1, Sunday
    DAY,
    DAY_OF_YEAR,
    MONTH,
    MILLISECOND,
    MICROSECOND,
    PRECISION,
    YEAR,
    YEAR_DIGITS,
    BEFORE_CHRIST,
    WEEK,
    WEEK_OF_MONTH,
    CENTURY,
    JULIAN,
    TWELVE_HOURS,
    ZONE_SIGN,
    ZONE_HOUR,
    ZONE_MINUTE
  }

  private static final List<String> ERAS = List.of("ad", "bc");
  private static final List<String> ERAS_WITH_PERIODS = List.of("a.d.", "b.c.");
  private static final List<String> MERIDIEMS = List.of("am", "pm");
  private static final List<String> MERIDIEMS_WITH_PERIODS = List.of("a.m.", "p.m.");
  private static final List<String> MONTHS =
      DateNames.MONTHS.stream().map(DateNames::abbreviation).toList();
  private static final List<String> DAYS =
      DateNames.DAYS.stream().map(DateNames::abbreviation).toList();

  /** Backwards, so that VIII is tried before V. */
  private static final List<String> ROMAN_MONTHS = DateNames.ROMAN.reversed();

  private static final int ZONES_SINCE_MAJOR = 17;

  private final List<Node> nodes;
  private final TemplateInput in;
  private final boolean readsZones;
  private final int[] fields = new int[Field.values().length];
  private DatePattern.Calendar calendar = DatePattern.Calendar.NONE;
  private boolean isFixed;

  /** Characters of the text passed by beyond those that the template has. */
  private int surplus;

  private DateReader(DateTemplate template, String text, int major) {
    this.nodes = template.nodes();
    this.in = new TemplateInput(text);
    this.readsZones = major >= ZONES_SINCE_MAJOR;
  }

  /** The fields of a text. */
  static DateReader read(DateTemplate template, String text, int major) {
    DateReader reader = new DateReader(template, text, major);
    for (int i = 0; i < reader.nodes.size() && !reader.in.isAtEnd(); i++) {
      reader.read(i);
    }
    return reader;
  }

  int get(Field field) {
    return fields[field.ordinal()];
  }

  boolean isIso() {
    return calendar == DatePattern.Calendar.ISO;
  }

  private void read(int index) {
    Node node = nodes.get(index);
    boolean isPattern = node.kind() == Kind.PATTERN;
    if (!isFixed && node.pattern() != DatePattern.FIXED && (isPattern || index == 0)) {
      surplus += in.skipBlanks();
    }
    switch (node.kind()) {
      case SPACE, SEPARATOR -> {
        if (isFixed) {
          in.skipCharacter();
        } else {
          surplus--;
          if (DateTemplate.isSpace(in.current()) || DateTemplate.isSeparator(in.current())) {
            in.at++;
            surplus++;
          }
        }
      }
      case TEXT -> {
        if (!isFixed && surplus > 0) {
          surplus--;
        } else {
          in.skipCharacter();
        }
      }
      case PATTERN -> {
        pattern(java.util.Objects.requireNonNull(node.pattern()), index);
        if (!isFixed) {
          surplus = in.skipBlanks();
        }
      }
    }
  }

  private void pattern(DatePattern pattern, int index) {
    Node node = nodes.get(index);
    if (pattern.calendar() != DatePattern.Calendar.NONE) {
      if (calendar == DatePattern.Calendar.NONE) {
        calendar = pattern.calendar();
      } else if (calendar != pattern.calendar()) {
        throw invalid("invalid combination of date conventions");
      }
    }
    switch (pattern) {
      case FIXED -> isFixed = true;
      case MERIDIEM_WITH_PERIODS -> meridiem(node, MERIDIEMS_WITH_PERIODS);
      case MERIDIEM -> meridiem(node, MERIDIEMS);
      case ERA_WITH_PERIODS -> set(Field.BEFORE_CHRIST, word(node, ERAS_WITH_PERIODS), node);
      case ERA -> set(Field.BEFORE_CHRIST, word(node, ERAS), node);
      case HOUR_OF_12 -> {
        number(Field.HOUR, 2, index);
        put(Field.TWELVE_HOURS, 1);
      }
      case HOUR_OF_24 -> number(Field.HOUR, 2, index);
      case MINUTE -> number(Field.MINUTE, 2, index);
      case SECOND -> number(Field.SECOND, 2, index);
      case SECOND_OF_DAY -> number(Field.SECOND_OF_DAY, node.text().length(), index);
      case MILLISECOND -> fraction(Field.MILLISECOND, 3, 3, index);
      case MICROSECOND -> fraction(Field.MICROSECOND, 6, 6, index);
      case FRACTION_1, FRACTION_2, FRACTION_3, FRACTION_4, FRACTION_5, FRACTION_6 -> {
        int digits = node.text().charAt(2) - '0';
        put(Field.PRECISION, digits);
        fraction(Field.MICROSECOND, digits, 6, index);
      }
      case ZONE, OFFSET -> zone(pattern, index);
      case ZONE_HOUR -> {
        zoneSign();
        parse(Field.ZONE_HOUR, 2, index);
      }
      case ZONE_MINUTE -> {
        if (get(Field.ZONE_SIGN) == 0) {
          put(Field.ZONE_SIGN, 1);
        }
        parse(Field.ZONE_MINUTE, 2, index);
      }
      case MONTH_NAME -> set(Field.MONTH, word(node, DateNames.MONTHS) + 1, node);
      case MONTH_ABBREVIATION -> set(Field.MONTH, word(node, MONTHS) + 1, node);
      case ROMAN_MONTH -> set(Field.MONTH, 12 - word(node, ROMAN_MONTHS), node);
      case MONTH -> number(Field.MONTH, 2, index);
      case DAY_NAME -> weekday(node, DateNames.DAYS);
      case DAY_ABBREVIATION -> weekday(node, DAYS);
      case DAY_OF_YEAR, ISO_DAY_OF_YEAR -> number(Field.DAY_OF_YEAR, 3, index);
      case DAY_OF_MONTH -> number(Field.DAY, 2, index);
      case DAY_OF_WEEK -> number(Field.WEEKDAY, 1, index);
      case ISO_DAY_OF_WEEK -> {
        parse(Field.WEEKDAY, 1, index);
        int next = get(Field.WEEKDAY) + 1;
        put(Field.WEEKDAY, next > 7 ? 1 : next);
        skipOrdinal(node);
      }
      case WEEK_OF_YEAR, ISO_WEEK -> number(Field.WEEK, 2, index);
      case WEEK_OF_MONTH -> number(Field.WEEK_OF_MONTH, 1, index);
      case QUARTER -> {
        found(1, index); // it says nothing of the day
        skipOrdinal(node);
      }
      case CENTURY -> number(Field.CENTURY, 2, index);
      case JULIAN -> number(Field.JULIAN, 1, index);
      case YEAR_WITH_COMMA -> yearWithComma(node);
      case YEAR_4, ISO_YEAR_4 -> {
        parse(Field.YEAR, 4, index);
        put(Field.YEAR_DIGITS, 4);
        skipOrdinal(node);
      }
      case YEAR_3, ISO_YEAR_3 -> shortYear(3, index);
      case YEAR_2, ISO_YEAR_2 -> shortYear(2, index);
      case YEAR_1, ISO_YEAR_1 -> shortYear(1, index);
    }
  }

  private static EvaluationException invalid(String message) {
    return new EvaluationException("22007", message);
  }

  private void put(Field field, int value) {
    fields[field.ordinal()] = value;
  }

  private void set(Field field, int value, Node node) {
    int known = get(field);
    if (known != 0 && known != value) {
      throw invalid(
          "conflicting values for \"%s\" field in formatting string".formatted(node.text()));
    }
    put(field, value);
  }

  private void number(Field field, int digits, int index) {
    parse(field, digits, index);
    skipOrdinal(nodes.get(index));
  }

  /** Sets a field from digits; gives how many characters they are, with blanks before them. */
  private int parse(Field field, int digits, int index) {
    int from = in.at;
    int value = found(digits, index);
    set(field, value, nodes.get(index));
    return in.at - from;
  }

  /** As many digits as there are if a separator follows in the template, else a fixed number. */
  private int found(int digits, int index) {
    Node node = nodes.get(index);
    int from = in.at;
    in.skipBlanks();
    Found found;
    if (node.fills() || isBeforeSeparator(index)) {
      found = in.number(from, in.length());
      in.at = found.end();
    } else {
      if (in.remaining() < digits) {
        throw invalid("source string too short for \"%s\" formatting field".formatted(node.text()));
      }
      found = in.number(in.at, in.at + digits);
      int used = found.end() - in.at;
      if (used > 0 && used < digits) {
        throw invalid("invalid value for \"%s\"".formatted(node.text()));
      }
      in.at = found.end();
    }
    if (in.at == from) {
      throw invalid("invalid value for \"%s\"".formatted(node.text()));
    }
    if (found.value() != (int) found.value()) {
      throw new EvaluationException(
          "22008", "value for \"%s\" in source string is out of range".formatted(node.text()));
    }
    return (int) found.value();
  }

  /** Whether no digit follows in the template. */
  private boolean isBeforeSeparator(int index) {
    if (nodes.get(index).ordinal() != Ordinal.NONE || index + 1 == nodes.size()) {
      return true;
    }
    Node next = nodes.get(index + 1);
    DatePattern pattern = next.pattern();
    return pattern != null
        ? !pattern.isDigits()
        : !TemplateInput.isDigit(next.text().codePointAt(0));
  }

  private void skipOrdinal(Node node) {
    if (node.ordinal() != Ordinal.NONE) {
      in.skipCharacter();
      in.skipCharacter();
    }
  }

  /** The index of the word that is next. */
  private int word(Node node, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (in.startsWithIgnoringCase(words.get(i))) {
        in.at += words.get(i).length();
        return i;
      }
    }
    throw invalid("invalid value for \"%s\"".formatted(node.text()));
  }

  private void meridiem(Node node, List<String> words) {
    set(Field.AFTERNOON, word(node, words), node);
    put(Field.TWELVE_HOURS, 1);
  }

  private void weekday(Node node, List<String> words) {
    set(Field.WEEKDAY, word(node, words), node);
    put(Field.WEEKDAY, get(Field.WEEKDAY) + 1);
  }

  /** 25 of three digits is 250: what is missing is behind. */
  private void fraction(Field field, int digits, int scale, int index) {
    int read = parse(field, digits, index);
    int value = get(field);
    for (int i = read; i >= 1 && i < scale; i++) {
      value *= 10;
    }
    put(field, value);
    skipOrdinal(nodes.get(index));
  }

  private void shortYear(int digits, int index) {
    int read = parse(Field.YEAR, digits, index);
    if (read < 4) {
      put(Field.YEAR, nearest2020(get(Field.YEAR)));
    }
    put(Field.YEAR_DIGITS, digits);
    skipOrdinal(nodes.get(index));
  }

  private static int nearest2020(int year) {
    if (year < 70) {
      return year + 2000;
    }
    if (year < 100) {
      return year + 1900;
    }
    if (year < 520) {
      return year + 2000;
    }
    return year < 1000 ? year + 1000 : year;
  }

  private void yearWithComma(Node node) {
    Found thousands = in.number(in.at, in.length());
    int comma = thousands.end();
    if (comma == in.at || in.byteAt(comma) != ',') {
      throw invalid("invalid value for \"Y,YYY\"");
    }
    int from = comma + 1;
    while (DateTemplate.isSpace(in.byteAt(from))) {
      from++;
    }
    Found rest = in.number(from, from + 3);
    if (rest.end() == from) {
      throw invalid("invalid value for \"Y,YYY\"");
    }
    long year = thousands.value() * 1000 + rest.value();
    if (thousands.value() != (int) thousands.value()) {
      throw Uncomputed.SIGNAL; // it depends on C's library
    }
    if (year != (int) year) {
      throw new EvaluationException(
          "22008", "value for \"Y,YYY\" in source string is out of range");
    }
    set(Field.YEAR, (int) year, node);
    put(Field.YEAR_DIGITS, 4);
    in.at = rest.end();
    skipOrdinal(node);
  }

  private void zone(DatePattern pattern, int index) {
    if (!readsZones) {
      throw new EvaluationException(
          "0A000",
          "formatting field \"%s\" is only supported in to_char"
              .formatted(nodes.get(index).text()));
    }
    int c = in.current();
    boolean isLetter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (pattern == DatePattern.ZONE && isLetter) {
      throw Uncomputed.SIGNAL; // abbreviations are a setting of the server
    }
    zoneSign();
    parse(Field.ZONE_HOUR, 2, index);
    if (in.current() == ':') {
      in.at++;
      parse(Field.ZONE_MINUTE, 2, index);
    }
  }

  /** A minus may have been passed by as a separator. */
  private void zoneSign() {
    int c = in.current();
    if (c == '+' || c == '-' || c == ' ') {
      put(Field.ZONE_SIGN, c == '-' ? -1 : 1);
      in.at++;
    } else {
      put(Field.ZONE_SIGN, surplus > 0 && in.byteAt(in.at - 1) == '-' ? -1 : 1);
    }
  }
}
