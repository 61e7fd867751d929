package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A template of {@code to_char} and {@code to_number} for numbers, taken apart. Counts of digits
 * are those of the patterns 9 and 0.
 */
final class NumberTemplate {

  /** What is in a template. */
  enum Trait {
    POINT,
    LOCALE_POINT,
    ZERO,
    BLANK,
    FILL,
    LOCALE_SIGN,
    BRACKETS,
    MINUS,
    PLUS,
    ROMAN,
    SHIFT,
    EXPONENT
  }

  /** Where the pattern S stands. */
  enum SignPlace {
    NONE,
    BEFORE,
    BEHIND
  }

  /** One pattern, or a text of one character that stands for itself. */
  record Node(@Nullable NumberPattern pattern, String text) {}

  private static final Set<Trait> WITHOUT_EXPONENT =
      EnumSet.of(
          Trait.BLANK,
          Trait.FILL,
          Trait.LOCALE_SIGN,
          Trait.BRACKETS,
          Trait.MINUS,
          Trait.PLUS,
          Trait.ROMAN,
          Trait.SHIFT);

  private static final int KEPT_MAX = 200;
  private static final int KEPT_LENGTH_MAX = 200;
  private static final int STRICT_ROMAN_MAJOR = 18;

  private record Key(String text, boolean isStrict) {}

  private static final ConcurrentHashMap<Key, NumberTemplate> KEPT = new ConcurrentHashMap<>();

  final List<Node> nodes = new ArrayList<>();
  final Set<Trait> traits = EnumSet.noneOf(Trait.class);
  final boolean isStrict;
  int whole; // digits before the point
  int fraction; // digits behind it
  int shift; // digits behind V
  int firstZero; // the place of the first 0 among the digits, from 1; 0 for none
  int lastZero; // digits up to the last 0
  SignPlace sign = SignPlace.NONE;
  int wholeBeforeSign;
  boolean usesLocale;

  private NumberTemplate(String text, boolean isStrict) {
    this.isStrict = isStrict;
    parse(text);
  }

  /**
   * The template of a text; those that came last are kept, and are not to be changed.
   *
   * @throws EvaluationException if its patterns do not go together
   */
  static NumberTemplate of(String text, int major) {
    Key key = new Key(text, major >= STRICT_ROMAN_MAJOR);
    NumberTemplate kept = KEPT.get(key);
    if (kept != null) {
      return kept;
    }
    NumberTemplate parsed = new NumberTemplate(text, key.isStrict());
    if (text.length() <= KEPT_LENGTH_MAX) {
      if (KEPT.size() >= KEPT_MAX) {
        KEPT.clear();
      }
      KEPT.put(key, parsed);
    }
    return parsed;
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  private void parse(String text) {
    int at = 0;
    while (at < text.length()) {
      NumberPattern pattern = NumberPattern.at(text, at);
      if (pattern != null) {
        nodes.add(new Node(pattern, text.substring(at, at + pattern.length())));
        at += pattern.length();
        take(pattern);
      } else if (text.charAt(at) == '"') {
        at = quoted(text, at + 1);
      } else {
        at += text.startsWith("\\\"", at) ? 1 : 0;
        at = character(text, at);
      }
    }
  }

  private int quoted(String text, int from) {
    int at = from;
    while (at < text.length()) {
      if (text.charAt(at) == '"') {
        return at + 1;
      }
      at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
      at = character(text, at);
    }
    return at;
  }

  private int character(String text, int at) {
    int end = text.offsetByCodePoints(at, 1);
    nodes.add(new Node(null, text.substring(at, end)));
    return end;
  }

  private void take(NumberPattern pattern) {
    check(
        !has(Trait.EXPONENT) || pattern == NumberPattern.EXPONENT,
        "\"EEEE\" must be the last pattern used");
    switch (pattern) {
      case NINE -> {
        check(!has(Trait.BRACKETS), "\"9\" must be ahead of \"PR\"");
        if (has(Trait.SHIFT)) {
          shift++;
        } else {
          digit();
        }
      }
      case ZERO -> {
        check(!has(Trait.BRACKETS), "\"0\" must be ahead of \"PR\"");
        if (!has(Trait.ZERO) && !has(Trait.POINT)) {
          traits.add(Trait.ZERO);
          firstZero = whole + 1;
        }
        digit();
        lastZero = whole + fraction;
      }
      case BLANK -> {
        if (whole == 0 && fraction == 0 && !has(Trait.ZERO)) {
          traits.add(Trait.BLANK);
        }
      }
      case DECIMAL, POINT -> {
        if (pattern == NumberPattern.DECIMAL) {
          traits.add(Trait.LOCALE_POINT);
          usesLocale = true;
        }
        check(!has(Trait.POINT), "multiple decimal points");
        check(!has(Trait.SHIFT), "cannot use \"V\" and decimal point together");
        traits.add(Trait.POINT);
      }
      case FILL -> traits.add(Trait.FILL);
      case LOCALE_SIGN -> localeSign();
      case MINUS -> {
        check(!has(Trait.LOCALE_SIGN), "cannot use \"S\" and \"MI\" together");
        traits.add(Trait.MINUS);
      }
      case PLUS -> {
        check(!has(Trait.LOCALE_SIGN), "cannot use \"S\" and \"PL\" together");
        traits.add(Trait.PLUS);
      }
      case SIGN -> {
        check(!has(Trait.LOCALE_SIGN), "cannot use \"S\" and \"SG\" together");
        traits.add(Trait.MINUS);
        traits.add(Trait.PLUS);
      }
      case BRACKETS -> {
        check(
            !has(Trait.LOCALE_SIGN) && !has(Trait.PLUS) && !has(Trait.MINUS),
            "cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
        traits.add(Trait.BRACKETS);
      }
      case ROMAN -> {
        check(!isStrict || !has(Trait.ROMAN), "cannot use \"RN\" twice");
        traits.add(Trait.ROMAN);
      }
      case CURRENCY, GROUP -> usesLocale = true;
      case SHIFT -> {
        check(!has(Trait.POINT), "cannot use \"V\" and decimal point together");
        traits.add(Trait.SHIFT);
      }
      case EXPONENT -> {
        check(!has(Trait.EXPONENT), "cannot use \"EEEE\" twice");
        check(
            traits.stream().noneMatch(WITHOUT_EXPONENT::contains),
            "\"EEEE\" is incompatible with other formats");
        traits.add(Trait.EXPONENT);
      }
      case COMMA, CODE, SPELLED, ORDINAL -> {}
    }
    check(
        !isStrict || !has(Trait.ROMAN) || EnumSet.of(Trait.ROMAN, Trait.FILL).containsAll(traits),
        "\"RN\" is incompatible with other formats");
  }

  private void digit() {
    if (has(Trait.POINT)) {
      fraction++;
    } else {
      whole++;
    }
  }

  private void localeSign() {
    check(!has(Trait.LOCALE_SIGN), "cannot use \"S\" twice");
    check(
        !has(Trait.PLUS) && !has(Trait.MINUS) && !has(Trait.BRACKETS),
        "cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
    sign = has(Trait.POINT) ? SignPlace.BEHIND : SignPlace.BEFORE;
    wholeBeforeSign = whole;
    usesLocale = true;
    traits.add(Trait.LOCALE_SIGN);
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new EvaluationException("42601", message);
    }
  }
}
