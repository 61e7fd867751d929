package io.tidemark.config;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Prints problems as compilers do: position, message, the line with a caret, hint. Passwords that
 * stand in a printed line are masked.
 */
final class ProblemPrinter {

  /** Columns of source that fit a terminal; a longer line is cut around the caret. */
  private static final int SNIPPET_COLUMNS_MAX = 120;

  /** Blanks before the caret, at the least, when a long line is cut. */
  private static final int SNIPPET_LEAD_COLUMNS = 40;

  private static final Pattern URL_SECRET =
      Pattern.compile("(?i)(postgres(?:ql)?://[^\\s:@/?#'\"]*)[:?][^\\s'\"]*");
  private static final Pattern PASSWORD = Pattern.compile("(?i)(password\"?'?\\s*[:=]\\s*)\\S+");

  private final Map<String, String> sources;

  /**
   * @param sources text by {@link Problem#file()}; a file that is not there is printed without its
   *     line
   */
  public ProblemPrinter(Map<String, String> sources) {
    this.sources = Map.copyOf(sources);
  }

  public String print(Collection<Problem> problems) {
    StringBuilder text = new StringBuilder();
    problems.forEach(problem -> print(problem, text));
    return text.toString();
  }

  private void print(Problem problem, StringBuilder text) {
    text.append(problem).append('\n');
    String source = problem.file() == null ? null : sources.get(problem.file());
    if (source != null && problem.line() > 0) {
      source
          .lines()
          .skip(problem.line() - 1L)
          .findFirst()
          .ifPresent(line -> snippet(line, problem, text));
    }
    text.append("  hint: ").append(problem.hint()).append('\n');
  }

  private static void snippet(String rawLine, Problem problem, StringBuilder text) {
    String line = mask(rawLine);
    int caret = line.equals(rawLine) ? charIndex(line, problem.column()) : indent(line);
    if (line.length() > SNIPPET_COLUMNS_MAX) {
      int from = Math.max(0, Math.min(caret - SNIPPET_LEAD_COLUMNS, line.length()));
      int to = Math.min(line.length(), from + SNIPPET_COLUMNS_MAX);
      line = (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
      caret = caret - from + (from > 0 ? 1 : 0);
    }
    String number = Integer.toString(problem.line());
    text.append("  ").append(number).append(" | ").append(line).append('\n');
    text.append("  ").append(" ".repeat(number.length())).append(" | ");
    for (int i = 0; i < caret; i++) {
      // a tab stays a tab, so that the caret stands below its character at any tab width
      text.append(i < line.length() && line.charAt(i) == '\t' ? '\t' : ' ');
    }
    text.append("^\n");
  }

  private static String mask(String line) {
    return PASSWORD.matcher(URL_SECRET.matcher(line).replaceAll("$1:***")).replaceAll("$1***");
  }

  private static int charIndex(String line, int column) {
    int codePoints = Math.min(Math.max(column - 1, 0), line.codePointCount(0, line.length()));
    return line.offsetByCodePoints(0, codePoints);
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
