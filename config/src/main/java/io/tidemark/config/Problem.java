package io.tidemark.config;

/**
 * One mistake in a configuration.
 *
 * @param line from 1; 0 where the mistake has no place in a file
 * @param column from 1
 */
public record Problem(String file, int line, int column, Code code, String message, String hint) {

  /** Stable codes; the manual's error reference lists them. */
  public enum Code {
    UNREADABLE("TM-C001"),
    SYNTAX("TM-C002"),
    UNKNOWN_KEY("TM-C003"),
    WRONG_TYPE("TM-C004"),
    MISSING("TM-C005"),
    BAD_VALUE("TM-C006"),
    DUPLICATE("TM-C007"),
    UNRESOLVED("TM-C008"),
    NOT_A_QUERY("TM-C009"),
    CYCLE("TM-C010"),
    INCLUDE("TM-C011"),
    LIMIT("TM-C012");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return "%s: error %s: %s%n  hint: %s".formatted(place, code, message, hint);
  }
}
