package io.tidemark.engine.analyzed;

import io.tidemark.engine.PlanLimits;
import io.tidemark.engine.UnsupportedQueryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's node text, the form of {@code pg_node_tree} values.
 *
 * <p>Tokens are separated by blanks and by parentheses and braces; a backslash takes the next
 * character as it is. {@code {TAG :field value …}} is a node, {@code (…)} a list, {@code (i 1 2)} a
 * list of numbers, {@code <>} nothing, {@code 4 [ 1 0 0 0 ]} a constant's bytes.
 */
final class NodeReader {

  private final String text;
  private final int depthMax;
  private int at;
  private int depth;

  private NodeReader(String text, int depthMax) {
    this.text = text;
    this.depthMax = depthMax;
  }

  /** The value that the text holds. */
  static @Nullable NodeValue read(String text, int depthMax) {
    NodeReader reader = new NodeReader(text, depthMax);
    NodeValue value = reader.value();
    reader.skipBlanks();
    if (reader.at != text.length()) {
      throw reader.unreadable("the end");
    }
    return value;
  }

  /** The single node that the text holds, by itself or in a list of one. */
  static Node readNode(String text) {
    return readNode(text, PlanLimits.QUERY_DEPTH_MAX);
  }

  /**
   * Likewise.
   *
   * @param depthMax nodes that may stand within one another: beyond it a query is refused, before
   *     it can overflow the stack of a thread here or where the plan is compiled and run
   */
  static Node readNode(String text, int depthMax) {
    NodeValue value = read(text, depthMax);
    if (value instanceof NodeValue.Items(List<@Nullable NodeValue> values) && values.size() == 1) {
      value = values.getFirst();
    }
    if (value instanceof Node node) {
      return node;
    }
    throw new NodeFormatException("The analysed query is not one node");
  }

  private @Nullable NodeValue value() {
    skipBlanks();
    return switch (peek()) {
      case '{' -> node();
      case '(' -> list();
      default -> {
        boolean quoted = peek() == '"';
        String raw = rawToken();
        if (raw.equals("<>")) {
          yield null;
        }
        String token = unescape(raw);
        // A string within a list stands in quotes; a token of other kinds that begins with one has
        // it escaped
        yield new NodeValue.Atom(
            quoted && raw.length() >= 2 && raw.endsWith("\"")
                ? token.substring(1, token.length() - 1)
                : token);
      }
    };
  }

  private Node node() {
    if (++depth > depthMax) {
      throw new UnsupportedQueryException(
          "The query nests more expressions within one another than limits.queryDepth = "
              + depthMax
              + " allows",
          "Write long chains of operators as IN lists, and of UNION ALL as several stream tables");
    }
    expect('{');
    String tag = unescape(rawToken());
    Map<String, @Nullable NodeValue> fields = new LinkedHashMap<>();
    for (skipBlanks(); peek() != '}'; skipBlanks()) {
      String name = rawToken();
      if (!name.startsWith(":")) {
        throw unreadable("a field of " + tag);
      }
      NodeValue value = value();
      skipBlanks();
      if (peek() == '[') {
        value = datum(value);
      }
      fields.put(name.substring(1), value);
    }
    expect('}');
    depth--;
    return new Node(tag, fields);
  }

  private NodeValue list() {
    expect('(');
    skipBlanks();
    if (isNumberListMark()) {
      at++;
      List<Integer> numbers = new ArrayList<>();
      for (skipBlanks(); peek() != ')'; skipBlanks()) {
        numbers.add((int) number(rawToken()));
      }
      expect(')');
      return new NodeValue.Numbers(numbers);
    }
    List<@Nullable NodeValue> values = new ArrayList<>();
    for (; peek() != ')'; skipBlanks()) {
      values.add(value());
    }
    expect(')');
    return new NodeValue.Items(values);
  }

  /** Whether a lone i, o, x or b follows. */
  private boolean isNumberListMark() {
    return "ioxb".indexOf(peek()) >= 0
        && at + 1 < text.length()
        && (text.charAt(at + 1) == ' ' || text.charAt(at + 1) == ')');
  }

  private NodeValue.Datum datum(@Nullable NodeValue length) {
    if (!(length instanceof NodeValue.Atom(String digits))) {
      throw unreadable("a datum's length");
    }
    expect('[');
    List<Byte> bytes = new ArrayList<>();
    for (skipBlanks(); peek() != ']'; skipBlanks()) {
      bytes.add((byte) number(rawToken()));
    }
    expect(']');
    byte[] array = new byte[bytes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes.get(i);
    }
    return new NodeValue.Datum((int) number(digits), array);
  }

  /** The characters up to the next separator, escapes and all. */
  private String rawToken() {
    skipBlanks();
    int from = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        at += 2;
      } else if (isBlank(c) || c == '(' || c == ')' || c == '{' || c == '}') {
        break;
      } else {
        at++;
      }
    }
    if (at == from || at > text.length()) {
      throw unreadable("a token");
    }
    return text.substring(from, at);
  }

  private static String unescape(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder token = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '\\') {
        i++;
      }
      token.append(raw.charAt(i));
    }
    return token.toString();
  }

  private long number(String token) {
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw unreadable("a number");
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw unreadable("more text");
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    skipBlanks();
    if (peek() != wanted) {
      throw unreadable("'" + wanted + "'");
    }
    at++;
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
  }

  private NodeFormatException unreadable(String wanted) {
    return new NodeFormatException(
        "The analysed query has no %s at character %d".formatted(wanted, at + 1));
  }
}
