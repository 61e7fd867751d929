package io.tidemark.engine.function;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A template of {@code to_char}, {@code to_date} and {@code to_timestamp}, taken apart. */
record DateTemplate(List<Node> nodes) {

  /** What a part of the template is. */
  enum Kind {
    PATTERN,
    TEXT,
    SEPARATOR,
    SPACE
  }

  /** The suffix of an ordinal number. */
  enum Ordinal {
    NONE,
    UPPER,
    LOWER
  }

  /**
   * One pattern, or one character that stands for itself.
   *
   * @param text as it is written
   * @param fills whether FM is before it: no padding
   * @param translated whether TM is before it: names as the locale has them
   */
  record Node(
      Kind kind,
      @Nullable DatePattern pattern,
      String text,
      boolean fills,
      boolean translated,
      Ordinal ordinal) {

    private static Node character(Kind kind, String text) {
      return new Node(kind, null, text, false, false, Ordinal.NONE);
    }
  }

  private static final int KEPT_MAX = 200;
  private static final int KEPT_LENGTH_MAX = 200;
  private static final ConcurrentHashMap<String, DateTemplate> KEPT = new ConcurrentHashMap<>();

  /** The template of a text; those that came last are kept. */
  static DateTemplate of(String text) {
    DateTemplate kept = KEPT.get(text);
    if (kept != null) {
      return kept;
    }
    DateTemplate parsed = new DateTemplate(parse(text));
    if (text.length() <= KEPT_LENGTH_MAX) {
      if (KEPT.size() >= KEPT_MAX) {
        KEPT.clear();
      }
      KEPT.put(text, parsed);
    }
    return parsed;
  }

  /** Whether any node is of a pattern. */
  boolean has(DatePattern pattern) {
    return nodes.stream().anyMatch(node -> node.pattern() == pattern);
  }

  /** Whether it asks for names as the locale has them. */
  boolean isTranslated() {
    return nodes.stream()
        .anyMatch(node ->
            node.translated()
                && (node.pattern() == DatePattern.MONTH_NAME
                    || node.pattern() == DatePattern.MONTH_ABBREVIATION
                    || node.pattern() == DatePattern.DAY_NAME
                    || node.pattern() == DatePattern.DAY_ABBREVIATION));
  }

  /** Whether it has patterns of ISO weeks. */
  boolean isIso() {
    return nodes.stream()
        .anyMatch(node ->
            node.pattern() != null && node.pattern().calendar() == DatePattern.Calendar.ISO);
  }

  private static List<Node> parse(String text) {
    List<Node> nodes = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      boolean fills = text.startsWith("FM", at) || text.startsWith("fm", at);
      boolean translated = text.startsWith("TM", at) || text.startsWith("tm", at);
      at += fills || translated ? 2 : 0;
      if (at == text.length()) {
        break;
      }
      DatePattern.Spelling spelling = DatePattern.at(text, at);
      if (spelling == null) {
        at = literal(text, at, nodes);
        continue;
      }
      at += spelling.text().length();
      Ordinal ordinal = Ordinal.NONE;
      if (text.startsWith("TH", at)) {
        ordinal = Ordinal.UPPER;
      } else if (text.startsWith("th", at)) {
        ordinal = Ordinal.LOWER;
      }
      at += ordinal != Ordinal.NONE || text.startsWith("SP", at) ? 2 : 0; // SP is not implemented
      nodes.add(
          new Node(Kind.PATTERN, spelling.pattern(), spelling.text(), fills, translated, ordinal));
    }
    return nodes;
  }

  /** Takes one character, or a text in quotes; gives the place behind it. */
  private static int literal(String text, int from, List<Node> nodes) {
    int at = from;
    if (text.charAt(at) == '"') {
      at++;
      while (at < text.length()) {
        if (text.charAt(at) == '"') {
          return at + 1;
        }
        at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
        int end = text.offsetByCodePoints(at, 1);
        nodes.add(Node.character(Kind.TEXT, text.substring(at, end)));
        at = end;
      }
      return at;
    }
    at += text.startsWith("\\\"", at) ? 1 : 0;
    int end = text.offsetByCodePoints(at, 1);
    char first = text.charAt(at);
    Kind kind = isSeparator(first) ? Kind.SEPARATOR : isSpace(first) ? Kind.SPACE : Kind.TEXT;
    nodes.add(Node.character(kind, text.substring(at, end)));
    return end;
  }

  /** ASCII that is neither blank nor letter nor digit. */
  static boolean isSeparator(int c) {
    return c > ' '
        && c < 0x7F
        && !(c >= 'A' && c <= 'Z')
        && !(c >= 'a' && c <= 'z')
        && !(c >= '0' && c <= '9');
  }

  /** What C's isspace holds for one. */
  static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
