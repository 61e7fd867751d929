package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a path as PostgreSQL writes it (jsonpath_out): names and strings are quoted, operators are
 * between blanks. Regular expressions, times, and texts that could be of two paths are refused.
 */
final class JsonPathParser {

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final String text;
  private int at;

  private JsonPathParser(String text) {
    this.text = text;
  }

  /**
   * The path of a text.
   *
   * @throws UnsupportedQueryException if it has something that is not computed here
   */
  static JsonPath parse(String text) {
    JsonPathParser parser = new JsonPathParser(text);
    boolean lax = !parser.take("strict ");
    JsonPath.Item item = parser.disjunction().item();
    if (parser.at != text.length()) {
      throw parser.refusal();
    }
    return new JsonPath(lax, item);
  }

  /**
   * A part of the path.
   *
   * @param isOpen whether it is arithmetic without parentheses around it, whose last operand ends
   *     in a method or a filter. The same text is written of one that is applied to the whole.
   */
  private record Part(JsonPath.Item item, boolean isOpen) {

    static Part of(JsonPath.Operation operation) {
      return new Part(new JsonPath.Item(operation, null), false);
    }
  }

  private Part disjunction() {
    Part left = conjunction();
    while (take(" || ")) {
      left = Part.of(new JsonPath.Or(left.item(), conjunction().item()));
    }
    return left;
  }

  private Part conjunction() {
    Part left = comparison();
    while (take(" && ")) {
      left = Part.of(new JsonPath.And(left.item(), comparison().item()));
    }
    return left;
  }

  private Part comparison() {
    Part left = sum();
    if (take(" starts with ")) {
      return Part.of(new JsonPath.StartsWith(closed(left).item(), accessors().item()));
    }
    int end = at + 1;
    while (end < text.length() && "=!<>".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    String operator = at < text.length() ? text.substring(at + 1, end) : "";
    if (at == text.length() || text.charAt(at) != ' ' || !COMPARISONS.contains(operator)) {
      return left;
    }
    at = end + 1;
    return Part.of(new JsonPath.Comparison(operator, closed(left).item(), closed(sum()).item()));
  }

  private Part sum() {
    Part left = product();
    while (true) {
      char operator = take(" + ") ? '+' : take(" - ") ? '-' : 0;
      if (operator == 0) {
        return left;
      }
      left = arithmetic(operator, left, product());
    }
  }

  private Part product() {
    Part left = sign();
    while (true) {
      char operator = take(" * ") ? '*' : take(" / ") ? '/' : take(" % ") ? '%' : 0;
      if (operator == 0) {
        return left;
      }
      left = arithmetic(operator, left, sign());
    }
  }

  private Part arithmetic(char operator, Part left, Part right) {
    return new Part(
        new JsonPath.Item(
            new JsonPath.Arithmetic(operator, closed(left).item(), closed(right).item()), null),
        endsInCall(right.item()));
  }

  private Part sign() {
    boolean minus = take("-");
    if (!minus && !take("+")) {
      return accessors();
    }
    Part operand = sign();
    if (operand.item().next() == null
        && operand.item().operation() instanceof JsonPath.Literal(JsonDocument.Numeral number)) {
      return Part.of(
          new JsonPath.Literal(minus ? JsonDocument.Numeral.of(number.value().negate()) : number));
    }
    return new Part(
        new JsonPath.Item(new JsonPath.Sign(minus, closed(operand).item()), null),
        endsInCall(operand.item()));
  }

  private Part closed(Part part) {
    if (part.isOpen()) {
      throw refusal();
    }
    return part;
  }

  private static boolean endsInCall(JsonPath.Item item) {
    for (JsonPath.Item each = item; each != null; each = each.next()) {
      switch (each.operation()) {
        case JsonPath.Method _, JsonPath.Decimal _, JsonPath.Filter _ -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  /** A value and what is applied to it. */
  private Part accessors() {
    boolean isNumber = at < text.length() && Character.isDigit(text.charAt(at));
    JsonPath.Item first = primary();
    List<JsonPath.Operation> operations = new ArrayList<>();
    for (JsonPath.Operation each = accessor(); each != null; each = accessor()) {
      operations.add(each);
    }
    if (operations.isEmpty()) {
      return new Part(first, false);
    }
    if (isNumber || first.next() != null) {
      throw refusal();
    }
    JsonPath.Item next = null;
    for (int i = operations.size() - 1; i >= 0; i--) {
      JsonPath.Operation operation = operations.get(i);
      if (operation == JsonPath.Method.KEYVALUE && !hidesId(next)) {
        throw refusal();
      }
      next = new JsonPath.Item(operation, next);
    }
    return new Part(new JsonPath.Item(first.operation(), next), false);
  }

  /** Whether what follows takes a pair's name or value and nothing else. */
  private static boolean hidesId(JsonPath.@Nullable Item next) {
    return next != null
        && next.operation() instanceof JsonPath.Member(String name)
        && (name.equals("key") || name.equals("value"));
  }

  private JsonPath.Item primary() {
    if (take("(")) {
      JsonPath.Item inner = disjunction().item();
      expect(")");
      return take(" is unknown") ? item(new JsonPath.IsUnknown(inner)) : inner;
    }
    if (take("!(")) {
      return item(new JsonPath.Not(group()));
    }
    if (take("exists (")) {
      Part operand = disjunction();
      expect(")");
      return item(new JsonPath.Exists(closed(operand).item()));
    }
    if (take("$\"")) {
      at--;
      return item(new JsonPath.Variable(string()));
    }
    if (take("$")) {
      return item(JsonPath.Place.ROOT);
    }
    if (take("@")) {
      return item(JsonPath.Place.CURRENT);
    }
    if (take("last")) {
      return item(JsonPath.Place.LAST);
    }
    return item(literal());
  }

  private JsonPath.Item group() {
    JsonPath.Item inner = disjunction().item();
    expect(")");
    return inner;
  }

  private static JsonPath.Item item(JsonPath.Operation operation) {
    return new JsonPath.Item(operation, null);
  }

  private JsonPath.Operation literal() {
    if (take("true")) {
      return new JsonPath.Literal(JsonDocument.Word.TRUE);
    }
    if (take("false")) {
      return new JsonPath.Literal(JsonDocument.Word.FALSE);
    }
    if (take("null")) {
      return new JsonPath.Literal(JsonDocument.Word.NULL);
    }
    return new JsonPath.Literal(
        at < text.length() && text.charAt(at) == '"' ? new JsonDocument.Text(string()) : number());
  }

  private JsonDocument.Numeral number() {
    int from = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    if (from == at || text.charAt(at - 1) == '.') {
      throw refusal();
    }
    return new JsonDocument.Numeral(text.substring(from, at));
  }

  private String string() {
    int from = at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    expect("\"");
    return JsonReader.read(text.substring(from, at)) instanceof JsonDocument.Text(String value)
        ? value
        : "";
  }

  private JsonPath.@Nullable Operation accessor() {
    if (take("[*]")) {
      return JsonPath.Place.ANY_ELEMENT;
    }
    if (take("[")) {
      return subscripts();
    }
    if (take("?(")) {
      return new JsonPath.Filter(group());
    }
    if (take(".**")) {
      return descendants();
    }
    if (take(".*")) {
      return JsonPath.Place.ANY_MEMBER;
    }
    if (take(".\"")) {
      at--;
      return new JsonPath.Member(string());
    }
    return take(".") ? method() : null;
  }

  private JsonPath.Operation subscripts() {
    List<JsonPath.Range> ranges = new ArrayList<>();
    do {
      JsonPath.Item from = closed(sum()).item();
      ranges.add(new JsonPath.Range(from, take(" to ") ? closed(sum()).item() : null));
    } while (take(","));
    expect("]");
    return new JsonPath.Subscripts(ranges);
  }

  private JsonPath.Operation descendants() {
    if (!take("{")) {
      return new JsonPath.Descendants(0, JsonPath.Descendants.LEAVES);
    }
    long first = level();
    long last = take(" to ") ? level() : first;
    expect("}");
    return new JsonPath.Descendants(first, last);
  }

  private long level() {
    return take("last") ? JsonPath.Descendants.LEAVES : Long.parseLong(number().text());
  }

  private JsonPath.Operation method() {
    int from = at;
    while (at < text.length() && text.charAt(at) != '(') {
      at++;
    }
    String name = text.substring(from, at);
    expect("(");
    if (name.equals("decimal")) {
      return decimal();
    }
    expect(")");
    for (JsonPath.Method method : JsonPath.Method.values()) {
      if (method.name().toLowerCase(Locale.ROOT).equals(name)) {
        return method;
      }
    }
    throw refusal();
  }

  private JsonPath.Operation decimal() {
    List<JsonDocument.Numeral> arguments = new ArrayList<>();
    while (!take(")")) {
      boolean minus = take("-");
      JsonDocument.Numeral number = number();
      arguments.add(minus ? JsonDocument.Numeral.of(number.value().negate()) : number);
      take(",");
    }
    return new JsonPath.Decimal(arguments);
  }

  private boolean take(String token) {
    boolean matches = text.startsWith(token, at);
    at += matches ? token.length() : 0;
    return matches;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw refusal();
    }
  }

  private UnsupportedQueryException refusal() {
    return new UnsupportedQueryException(
        "the JSON path %s has a part, at character %d, that only PostgreSQL computes"
            .formatted(text, at + 1),
        "Regular expressions, times and keyvalue() of a path are computed by PostgreSQL.");
  }
}
