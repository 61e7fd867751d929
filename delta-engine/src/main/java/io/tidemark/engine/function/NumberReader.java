package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.NumberTemplate.Node;
import io.tidemark.engine.function.NumberTemplate.SignPlace;
import io.tidemark.engine.function.NumberTemplate.Trait;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * {@code to_number}: picks digits and a sign out of a text, one pattern after the other
 * (formatting.c). One object per text.
 */
final class NumberReader {

  private static final int ROMAN_INPUT_MAJOR = 18;
  private static final byte[] PLUS = {'+'};

  private final NumberTemplate template;
  private final TemplateInput in;
  private final byte[] decimal;
  private final byte[] thousands;
  private final byte[] negative;
  private final byte[] positive;
  private final int currencyLength;

  private final StringBuilder digits = new StringBuilder();
  private char sign = ' ';
  private int whole;
  private int fraction;
  private boolean hasPoint;
  private int romanLength; // digits of a Roman number, 0 if there is none

  private NumberReader(NumberTemplate template, NumberSymbols symbols, String text) {
    this.template = template;
    this.in = new TemplateInput(text);
    this.decimal = bytes(template.has(Trait.LOCALE_POINT) ? symbols.decimal() : ".");
    this.thousands = bytes(symbols.thousands());
    this.negative = bytes(symbols.negative());
    this.positive = bytes(symbols.positive());
    this.currencyLength = symbols.currency().codePointCount(0, symbols.currency().length());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static PgNumeric read(NumberTemplate template, NumberSymbols symbols, String text, int major) {
    if (template.has(Trait.EXPONENT)) {
      throw new EvaluationException("0A000", "\"EEEE\" not supported for input");
    }
    if (template.has(Trait.ROMAN) && major < ROMAN_INPUT_MAJOR) {
      throw new EvaluationException("0A000", "\"RN\" not supported for input");
    }
    NumberReader reader = new NumberReader(template, symbols, text);
    for (int i = 0; i < template.nodes.size() && !reader.in.isAtEnd(); i++) {
      reader.read(template.nodes.get(i));
    }
    PgNumeric result = reader.result();
    if (!template.has(Trait.SHIFT)) {
      return result;
    }
    PgNumeric factor =
        NumericPowers.power(
            PgNumeric.of(10), PgNumeric.of(-template.shift), major < NumericPowers.OLD_SCALE_MAJOR);
    return result.multiply(factor);
  }

  private PgNumeric result() {
    int length = digits.length();
    if (length > 0 && digits.charAt(length - 1) == '.') {
      digits.setLength(length - 1);
    }
    if (!digits.toString().matches("[0-9]+(\\.[0-9]*)?|\\.[0-9]+")) {
      throw new EvaluationException(
          "22P02", "invalid input syntax for type numeric: \"%s%s\"".formatted(sign, digits));
    }
    int precision = (romanLength > 0 ? romanLength : template.whole) + template.shift + fraction;
    BigDecimal number = new BigDecimal(digits.toString());
    return PgNumeric.of(sign == '-' ? number.negate() : number)
        .withModifier((precision << 16 | fraction) + 4);
  }

  private void read(Node node) {
    if (node.pattern() == null) {
      in.skipCharacter();
      return;
    }
    switch (node.pattern()) {
      case NINE, ZERO, POINT, DECIMAL -> {
        digit(node.pattern());
        in.at++;
      }
      case COMMA -> {
        if (!template.has(Trait.FILL) && in.current() == ',') {
          in.at++;
        }
      }
      case GROUP -> {
        if (!template.has(Trait.FILL) && in.startsWith(thousands)) {
          in.at += thousands.length;
        }
      }
      case CURRENCY -> skipOthers(currencyLength);
      case ORDINAL -> {
        if (!template.has(Trait.ROMAN) && !template.has(Trait.POINT)) {
          skipOthers(2);
        }
      }
      case MINUS -> signOrSkip("-");
      case PLUS -> signOrSkip("+");
      case SIGN -> signOrSkip("+-");
      case ROMAN -> roman();
      case BLANK, CODE, EXPONENT, FILL, BRACKETS, SPELLED, LOCALE_SIGN, SHIFT -> {}
    }
  }

  private void signOrSkip(String signs) {
    if (signs.indexOf(in.current()) >= 0) {
      sign = (char) in.current();
      in.at++;
    } else {
      skipOthers(1);
    }
  }

  /** Passes by characters that are no part of a number. */
  private void skipOthers(int count) {
    for (int i = 0; i < count && !in.isAtEnd(); i++) {
      if ("0123456789.,+-".indexOf(in.current()) >= 0) {
        return;
      }
      in.skipCharacter();
    }
  }

  private void roman() {
    in.skipBlanks();
    StringBuilder numerals = new StringBuilder();
    while (numerals.length() < RomanNumber.LENGTH_MAX) {
      char upper = Character.toUpperCase((char) in.current());
      if (in.current() >= 0x80 || !RomanNumber.isDigit(upper)) {
        break;
      }
      numerals.append(upper);
      in.at++;
    }
    int number = RomanNumber.read(numerals.toString());
    if (number < 0) {
      throw new EvaluationException("22P02", "invalid Roman numeral");
    }
    digits.append(number);
    romanLength = Integer.toString(number).length();
  }

  /** Leaves the place before what the caller passes by. */
  private void digit(NumberPattern pattern) {
    if (in.current() == ' ') {
      in.at++;
    }
    if (in.isAtEnd()) {
      return;
    }
    boolean isDigitPattern = pattern == NumberPattern.NINE || pattern == NumberPattern.ZERO;
    if (sign == ' ' && isDigitPattern && whole + fraction == 0) {
      signBefore();
    }
    if (in.isAtEnd()) {
      return;
    }
    boolean isRead = false;
    if (TemplateInput.isDigit(in.current())) {
      if (hasPoint && fraction == template.fraction) {
        return;
      }
      digits.append((char) in.current());
      if (hasPoint) {
        fraction++;
      } else {
        whole++;
      }
      isRead = true;
    } else if (template.has(Trait.POINT) && !hasPoint && in.startsWith(decimal)) {
      in.at += decimal.length - 1;
      digits.append('.');
      hasPoint = true;
      isRead = true;
    }
    if (sign == ' ' && whole + fraction > 0 && !in.isAtEnd()) {
      signBehind(isRead);
    }
  }

  private void signBefore() {
    if (template.has(Trait.LOCALE_SIGN) && template.sign == SignPlace.BEFORE) {
      if (in.startsWith(negative)) {
        in.at += negative.length;
        sign = '-';
      } else if (in.startsWith(positive)) {
        in.at += positive.length;
        sign = '+';
      }
    } else if (in.current() == '-' || (template.has(Trait.BRACKETS) && in.current() == '<')) {
      sign = '-';
      in.at++;
    } else if (in.startsWith(PLUS)) {
      sign = '+';
      in.at++;
    }
  }

  private void signBehind(boolean isRead) {
    boolean locale = template.has(Trait.LOCALE_SIGN);
    if (locale && isRead && in.remaining() > 1 && !TemplateInput.isDigit(in.byteAt(in.at + 1))) {
      in.at++;
      if (in.startsWith(negative)) {
        in.at += negative.length - 1;
        sign = '-';
      } else if (in.startsWith(positive)) {
        in.at += positive.length - 1;
        sign = '+';
      } else {
        in.at--;
      }
    } else if (!isRead
        && !locale
        && (template.has(Trait.PLUS) || template.has(Trait.MINUS))
        && (in.current() == '-' || in.current() == '+')) {
      sign = (char) in.current();
    }
  }
}
