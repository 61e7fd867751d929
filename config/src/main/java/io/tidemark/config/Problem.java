package io.tidemark.config;

import org.jspecify.annotations.Nullable;

/**
 * One mistake in a configuration, for a person to mend. Messages and hints never contain a secret.
 *
 * @param file path of the file as the user gave it; null when the definition came from elsewhere,
 *     such as the REST API
 * @param line 1-based line in the file, 0 when unknown
 * @param column 1-based column in code points, 0 when unknown
 * @param message what is wrong, as one sentence without a full stop
 * @param hint what to do about it
 */
public record Problem(
    @Nullable String file, int line, int column, String message, String hint, ErrorCode code) {

  public Problem {
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("a position is 1-based, or 0 when unknown");
    }
  }

  /** A problem of something that is in no file. */
  public static Problem withoutPosition(ErrorCode code, String message, String hint) {
    return new Problem(null, 0, 0, message, hint, code);
  }

  public boolean isError() {
    return code.severity() == ErrorCode.Severity.ERROR;
  }

  /** As compilers print it, on one line: {@code file:line:column: error TM-C004: message}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (file != null) {
      text.append(file).append(':');
      if (line > 0) {
        text.append(line).append(':').append(column).append(':');
      }
      text.append(' ');
    }
    return text.append(code.severity().label())
        .append(' ')
        .append(code.id())
        .append(": ")
        .append(message)
        .toString();
  }
}
