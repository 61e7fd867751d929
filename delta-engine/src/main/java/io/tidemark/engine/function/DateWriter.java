package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.DateTemplate.Node;
import io.tidemark.engine.function.DateTemplate.Ordinal;
import java.time.LocalDate;
import java.time.temporal.IsoFields;

/** {@code to_char} of timestamps and intervals (formatting.c). */
final class DateWriter {

  private static final int NAME_WIDTH = 9; // of the longest, September and Wednesday
  private static final int ROMAN_WIDTH = 4;

  private final DateFields fields;
  private final StringBuilder out = new StringBuilder();

  private DateWriter(DateFields fields) {
    this.fields = fields;
  }

  static String write(DateTemplate template, DateFields fields) {
    DateWriter writer = new DateWriter(fields);
    for (Node node : template.nodes()) {
      DatePattern pattern = node.pattern();
      if (pattern == null) {
        writer.out.append(node.text());
      } else {
        writer.write(pattern, node);
      }
    }
    return writer.out.toString();
  }

  private void write(DatePattern pattern, Node node) {
    switch (pattern) {
      case MERIDIEM_WITH_PERIODS -> cased(node, isAfternoon() ? "P.M." : "A.M.");
      case MERIDIEM -> cased(node, isAfternoon() ? "PM" : "AM");
      case ERA_WITH_PERIODS -> cased(node, date().getYear() <= 0 ? "B.C." : "A.D.");
      case ERA -> cased(node, date().getYear() <= 0 ? "BC" : "AD");
      case HOUR_OF_12 ->
          signed(node, fields.hour() % 12 == 0 ? 12 : fields.hour() % 12, fields.hour(), 2);
      case HOUR_OF_24 -> signed(node, fields.hour(), fields.hour(), 2);
      case MINUTE -> signed(node, fields.minute(), fields.minute(), 2);
      case SECOND -> signed(node, fields.second(), fields.second(), 2);
      case FRACTION_1 -> number(node, fields.micros() / 100_000, 1);
      case FRACTION_2 -> number(node, fields.micros() / 10_000, 2);
      case FRACTION_3, MILLISECOND -> number(node, fields.micros() / 1_000, 3);
      case FRACTION_4 -> number(node, fields.micros() / 100, 4);
      case FRACTION_5 -> number(node, fields.micros() / 10, 5);
      case FRACTION_6, MICROSECOND -> number(node, fields.micros(), 6);
      case SECOND_OF_DAY ->
          number(node, fields.hour() * 3600 + fields.minute() * 60L + fields.second(), 0);
      case ZONE, ZONE_HOUR, ZONE_MINUTE, OFFSET -> zone(pattern, node);
      case MONTH_NAME -> name(node, DateNames.MONTHS.get(date().getMonthValue() - 1));
      case MONTH_ABBREVIATION ->
          cased(node, DateNames.abbreviation(DateNames.MONTHS.get(date().getMonthValue() - 1)));
      case DAY_NAME -> name(node, DateNames.DAYS.get(weekday()));
      case DAY_ABBREVIATION -> cased(node, DateNames.abbreviation(DateNames.DAYS.get(weekday())));
      case MONTH -> signed(node, fields.month(), fields.month(), 2);
      case ROMAN_MONTH -> romanMonth(node);
      case DAY_OF_YEAR -> number(node, fields.dayOfYear(), node.fills() ? 0 : 3);
      case ISO_DAY_OF_YEAR -> number(node, isoDayOfYear(), node.fills() ? 0 : 3);
      case DAY_OF_MONTH -> number(node, fields.day(), node.fills() ? 0 : 2);
      case DAY_OF_WEEK -> number(node, weekday() + 1, 0);
      case ISO_DAY_OF_WEEK -> number(node, date().getDayOfWeek().getValue(), 0);
      case WEEK_OF_YEAR -> number(node, (fields.dayOfYear() - 1) / 7 + 1, node.fills() ? 0 : 2);
      case WEEK_OF_MONTH -> number(node, (fields.day() - 1) / 7 + 1, 0);
      case ISO_WEEK ->
          number(node, known().get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), node.fills() ? 0 : 2);
      case QUARTER -> {
        if (fields.month() != 0) {
          number(node, (fields.month() - 1) / 3 + 1, 0);
        }
      }
      case CENTURY -> {
        int century = century();
        signed(node, century, century, 2);
      }
      case YEAR_WITH_COMMA -> {
        int year = year();
        ordinal(node, year / 1000 + "," + DateNames.padded(year % 1000, 3));
      }
      case YEAR_4 -> signed(node, year(), year(), 4);
      case YEAR_3 -> signed(node, year() % 1000, year(), 3);
      case YEAR_2 -> signed(node, year() % 100, year(), 2);
      case YEAR_1 -> number(node, year() % 10, 1);
      case ISO_YEAR_4 -> signed(node, isoYear(), year(), 4);
      case ISO_YEAR_3 -> signed(node, isoYear() % 1000, year(), 3);
      case ISO_YEAR_2 -> signed(node, isoYear() % 100, year(), 2);
      case ISO_YEAR_1 -> number(node, isoYear() % 10, 1);
      case JULIAN -> number(node, Calendar.days(known()) + Calendar.JULIAN_OF_EPOCH, 0);
      case FIXED -> {} // of use in reading only
    }
  }

  /** The date, which an interval has not. */
  private LocalDate date() {
    LocalDate date = fields.date();
    if (date == null) {
      throw new EvaluationException("22007", "invalid format specification for an interval value");
    }
    return date;
  }

  /** The date; PostgreSQL takes an interval's fields for one, which nobody can want. */
  private LocalDate known() {
    LocalDate date = fields.date();
    if (date == null) {
      throw Uncomputed.SIGNAL;
    }
    return date;
  }

  private boolean isAfternoon() {
    return fields.hour() % 24 >= 12;
  }

  private int weekday() {
    return date().getDayOfWeek().getValue() % 7;
  }

  /** As it is written: before Christ it counts backwards from 1. */
  private int year() {
    return fields.isInterval() ? fields.year() : written(fields.year());
  }

  private int isoYear() {
    return written(known().get(IsoFields.WEEK_BASED_YEAR));
  }

  private static int written(int year) {
    return year <= 0 ? 1 - year : year;
  }

  private int isoDayOfYear() {
    LocalDate date = known();
    return (date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) - 1) * 7 + date.getDayOfWeek().getValue();
  }

  private int century() {
    int year = fields.year();
    if (fields.isInterval()) {
      return year / 100;
    }
    return year > 0 ? (year - 1) / 100 + 1 : year / 100 - 1;
  }

  /** A number that is one digit wider where something is negative. */
  private void signed(Node node, long value, long sign, int width) {
    number(node, value, node.fills() ? 0 : sign >= 0 ? width : width + 1);
  }

  private void number(Node node, long value, int width) {
    ordinal(node, DateNames.padded(value, width));
  }

  private void ordinal(Node node, String digits) {
    out.append(digits);
    if (node.ordinal() != Ordinal.NONE) {
      out.append(DateNames.ordinal(digits, node.ordinal() == Ordinal.UPPER));
    }
  }

  /** A word in capitals, capitalized or in small letters, as the pattern is. */
  private void cased(Node node, String word) {
    out.append(casedLike(node.text(), word));
  }

  private static String casedLike(String pattern, String word) {
    if (Character.isLowerCase(pattern.charAt(0))) {
      return TextFunctions.lowerAscii(word);
    }
    boolean mixed = pattern.chars().anyMatch(c -> c >= 'a' && c <= 'z');
    return mixed ? word : TextFunctions.upperAscii(word);
  }

  private void name(Node node, String name) {
    cased(node, name);
    out.repeat(' ', node.fills() ? 0 : NAME_WIDTH - name.length());
  }

  /** Months of an interval that are negative count from December, whole years are one. */
  private void romanMonth(Node node) {
    int month = fields.month();
    if (month == 0 && fields.year() == 0) {
      return;
    }
    int index = month > 0 ? month - 1 : month < 0 ? 12 + month : fields.year() >= 0 ? 11 : 0;
    String roman = DateNames.ROMAN.get(index);
    cased(node, roman);
    out.repeat(' ', node.fills() ? 0 : ROMAN_WIDTH - roman.length());
  }

  private void zone(DatePattern pattern, Node node) {
    date();
    int offset = fields.offset();
    String sign = offset >= 0 ? "+" : "-";
    int hours = Math.abs(offset) / 3600;
    int minutes = Math.abs(offset) / 60 % 60;
    switch (pattern) {
      case ZONE -> {
        String zone = fields.zone();
        if (zone == null) {
          throw Uncomputed.SIGNAL;
        }
        out.append(node.text().equals("tz") ? TextFunctions.lowerAscii(zone) : zone);
      }
      case ZONE_HOUR -> out.append(sign).append(DateNames.padded(hours, 2));
      case ZONE_MINUTE -> out.append(DateNames.padded(minutes, 2));
      default -> {
        out.append(sign).append(DateNames.padded(hours, node.fills() ? 0 : 2));
        if (Math.abs(offset) % 3600 != 0) {
          out.append(':').append(DateNames.padded(minutes, 2));
        }
      }
    }
  }
}
