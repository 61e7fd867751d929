package io.tidemark.engine.function;

import io.tidemark.engine.function.NumberTemplate.Node;
import io.tidemark.engine.function.NumberTemplate.SignPlace;
import io.tidemark.engine.function.NumberTemplate.Trait;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lays a number's digits into a template (formatting.c). One object per number.
 *
 * <p>Digits are taken from the left; places before the first one are blank, or 0 from the first 0
 * of the template on. The sign is written in front of the first digit, unless a pattern has a place
 * for it.
 */
final class NumberWriter {

  private static final char END = '\0'; // of C's strings: what is behind it is lost
  private static final int ROMAN_WIDTH = 15;

  private final NumberTemplate template;
  private final NumberSymbols symbols;
  private final Set<Trait> traits;
  private final String number;
  private final int fraction;
  private final char sign;
  private final int blanks;
  private final int firstZero;
  private final int digitCount;
  private final int lastRelevant; // a place in the number; -1 if all are
  private final SignPlace signPlace;

  private final StringBuilder out = new StringBuilder();
  private boolean isSignWritten;
  private boolean isInNumber;
  private int next; // of the number
  private int place; // of the template's digits

  private NumberWriter(
      NumberTemplate template,
      NumberSymbols symbols,
      String number,
      int whole,
      int fraction,
      char sign,
      int blanks) {
    this.template = template;
    this.symbols = symbols;
    this.number = number;
    boolean reset = !template.isStrict && template.has(Trait.ROMAN);
    this.traits = EnumSet.noneOf(Trait.class);
    if (reset) { // the older majors forget the rest
      traits.add(Trait.ROMAN);
      if (template.has(Trait.FILL)) {
        traits.add(Trait.FILL);
      }
    } else {
      traits.addAll(template.traits);
    }
    this.sign = reset ? END : sign;
    this.fraction = reset ? 0 : fraction;
    this.blanks = reset ? 0 : blanks;
    this.firstZero = Math.max(template.firstZero - 1, 0);
    SignPlace where = reset ? SignPlace.NONE : template.sign;
    if (traits.contains(Trait.PLUS) || traits.contains(Trait.MINUS)) {
      isSignWritten = !traits.contains(Trait.PLUS) || traits.contains(Trait.MINUS);
    } else {
      if (this.sign != '-' && traits.contains(Trait.FILL)) {
        traits.remove(Trait.BRACKETS);
      }
      isSignWritten =
          this.sign == '+' && traits.contains(Trait.FILL) && !traits.contains(Trait.LOCALE_SIGN);
      int total = reset ? 0 : whole;
      if (where == SignPlace.BEFORE && total == template.wholeBeforeSign) {
        where = SignPlace.BEHIND;
      }
    }
    this.signPlace = where;
    int count = this.fraction + (reset ? 0 : whole) - 1;
    this.digitCount = !isSignWritten && this.blanks == 0 ? count + 1 : count;
    this.lastRelevant = lastRelevant();
  }

  /**
   * @param number its digits without a sign
   * @param whole digits that the template has before the point
   * @param fraction digits behind the point, not more than the template has
   * @param blanks places of the template before the first digit
   */
  static String write(
      NumberTemplate template,
      NumberSymbols symbols,
      String number,
      int whole,
      int fraction,
      char sign,
      int blanks) {
    if (template.has(Trait.EXPONENT)) {
      return number;
    }
    NumberWriter writer =
        new NumberWriter(template, symbols, number, whole, fraction, sign, blanks);
    for (Node node : template.nodes) {
      writer.write(node);
    }
    int end = writer.out.indexOf("\0");
    return end < 0 ? writer.out.toString() : writer.out.substring(0, end);
  }

  private boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** With FM, zeros at the end are left out, but for those that the template asks for. */
  private int lastRelevant() {
    int point = number.indexOf('.');
    if (!has(Trait.FILL) || !has(Trait.POINT) || point < 0) {
      return -1;
    }
    int last = point;
    for (int i = point + 1; i < number.length(); i++) {
      last = number.charAt(i) != '0' ? i : last;
    }
    if (template.lastZero > blanks) {
      last = Math.max(last, Math.min(number.length() - 1, template.lastZero - blanks));
    }
    return last;
  }

  private char at(int index) {
    return index < number.length() ? number.charAt(index) : END;
  }

  private boolean endsAtPoint() {
    return lastRelevant >= 0 && at(lastRelevant) == '.';
  }

  /** A 0 before the point that the template does not ask for. */
  private boolean isNeedlessZero() {
    return !has(Trait.ZERO) && next == 0 && at(0) == '0' && fraction != 0;
  }

  private void write(Node node) {
    if (node.pattern() == null) {
      out.append(node.text());
      return;
    }
    boolean fills = has(Trait.FILL);
    switch (node.pattern()) {
      case NINE, ZERO, POINT, DECIMAL -> digit(node.pattern());
      case COMMA -> {
        if (isInNumber || !fills) {
          out.append(isInNumber ? ',' : ' ');
        }
      }
      case GROUP -> {
        if (isInNumber) {
          out.append(symbols.thousands());
        } else if (!fills) {
          out.repeat(' ', symbols.thousands().codePointCount(0, symbols.thousands().length()));
        }
      }
      case CURRENCY -> out.append(symbols.currency());
      case ROMAN -> {
        String roman = number.substring(Math.min(next, number.length()));
        String cased = node.text().equals("rn") ? TextFunctions.lowerAscii(roman) : roman;
        out.repeat(' ', fills ? 0 : Math.max(0, ROMAN_WIDTH - cased.length())).append(cased);
      }
      case ORDINAL -> {
        if (!has(Trait.ROMAN) && at(0) != '#' && sign != '-' && !has(Trait.POINT)) {
          out.append(DateNames.ordinal(number, node.text().equals("TH")));
        }
      }
      case MINUS -> {
        if (sign == '-' || !fills) {
          out.append(sign == '-' ? '-' : ' ');
        }
      }
      case PLUS -> {
        if (sign == '+' || !fills) {
          out.append(sign == '+' ? '+' : ' ');
        }
      }
      case SIGN -> out.append(sign);
      case BLANK, CODE, EXPONENT, FILL, BRACKETS, SPELLED, LOCALE_SIGN, SHIFT -> {}
    }
  }

  private void digit(NumberPattern pattern) {
    if (has(Trait.ROMAN)) {
      return;
    }
    isInNumber = false;
    boolean fromZero = has(Trait.ZERO) && firstZero <= place;
    if (!isSignWritten
        && (place >= blanks || (has(Trait.ZERO) && firstZero == place))
        && (!isNeedlessZero() || endsAtPoint())) {
      signBefore();
    }
    if (place < blanks) {
      if (fromZero) {
        out.append('0');
        isInNumber = true;
      } else if (!has(Trait.FILL)) {
        out.append(' ');
      }
    } else {
      taken(pattern);
    }
    int end = digitCount + (blanks != 0 ? 1 : 0) + (has(Trait.POINT) ? 1 : 0);
    if (lastRelevant >= 0 && lastRelevant == next) {
      end = place;
    }
    if (place + 1 == end) {
      if (isSignWritten && has(Trait.BRACKETS)) {
        out.append(sign == '+' ? ' ' : '>');
      } else if (has(Trait.LOCALE_SIGN) && signPlace == SignPlace.BEHIND) {
        out.append(localeSign());
      }
    }
    place++;
  }

  private String localeSign() {
    return sign == '-' ? symbols.negative() : symbols.positive();
  }

  private void signBefore() {
    if (has(Trait.LOCALE_SIGN)) {
      if (signPlace == SignPlace.BEFORE) {
        out.append(localeSign());
        isSignWritten = true;
      }
    } else if (has(Trait.BRACKETS)) {
      out.append(sign == '+' ? ' ' : '<');
      isSignWritten = true;
    } else if (sign == '+') {
      if (!has(Trait.FILL)) {
        out.append(' ');
      }
      isSignWritten = true;
    } else if (sign == '-') {
      out.append('-');
      isSignWritten = true;
    }
  }

  /** The number's next character. */
  private void taken(NumberPattern pattern) {
    if (at(next) == '.') {
      if (!endsAtPoint() || has(Trait.FILL)) {
        out.append(has(Trait.LOCALE_POINT) ? symbols.decimal() : ".");
      }
    } else if (lastRelevant >= 0 && next > lastRelevant && pattern != NumberPattern.ZERO) {
      // not relevant
    } else if (isNeedlessZero()) {
      if (!has(Trait.FILL)) {
        out.append(' ');
      } else if (endsAtPoint()) {
        out.append('0');
      }
    } else {
      out.append(at(next));
      isInNumber = true;
    }
    if (next < number.length()) {
      next++;
    }
  }
}
