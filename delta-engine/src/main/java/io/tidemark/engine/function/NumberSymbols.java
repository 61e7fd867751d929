package io.tidemark.engine.function;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the server's lc_numeric and lc_monetary make of the patterns D, G, L and S.
 *
 * @param currency a blank where the locale has none
 */
public record NumberSymbols(
    String decimal, String thousands, String currency, String negative, String positive) {

  /** Those of the locale C. */
  public static final NumberSymbols PLAIN = new NumberSymbols(".", ",", " ", "-", "+");

  /** PostgreSQL writes no longer ones out. */
  private static final int BYTES_MAX = 7;

  /**
   * Taken from what the server writes.
   *
   * @param decimal {@code to_char(1.5, 'FM9D9')}
   * @param thousands {@code to_char(1000, 'FM9G999')}
   * @param thousandsWithDecimal {@code to_char(1000, 'FM9G999D0')}
   * @param currency {@code to_char(1, 'FML9')}
   * @param negative {@code to_char(-1, 'FMS9')}
   * @param positive {@code to_char(1, 'FMS9')}
   * @return null if the separators depend on one another, or one is too long to be known whole
   */
  public static @Nullable NumberSymbols ofSamples(
      String decimal,
      String thousands,
      String thousandsWithDecimal,
      String currency,
      String negative,
      String positive) {
    NumberSymbols symbols =
        new NumberSymbols(
            between("1", decimal, "5"),
            between("1", thousands, "000"),
            between("", currency, "1"),
            between("", negative, "1"),
            between("", positive, "1"));
    boolean isWhole =
        Stream.of(
                symbols.decimal,
                symbols.thousands,
                symbols.currency,
                symbols.negative,
                symbols.positive)
            .allMatch(text ->
                !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX);
    return isWhole && thousandsWithDecimal.equals(thousands + symbols.decimal + "0")
        ? symbols
        : null;
  }

  private static String between(String before, String text, String behind) {
    return text.length() >= before.length() + behind.length()
            && text.startsWith(before)
            && text.endsWith(behind)
        ? text.substring(before.length(), text.length() - behind.length())
        : "";
  }
}
