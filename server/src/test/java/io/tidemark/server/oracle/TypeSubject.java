package io.tidemark.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type under test: a column {@code v<n>} of the type, {@code a<n>} of arrays of it, {@code d<n>}
 * of a domain and {@code c<n>} of a composite type over it.
 *
 * @param type as SQL casts to it
 * @param hasBinary whether the type has a send function; of one without there are no arrays and
 *     composite values, which could not be sent
 * @param texts its values in text form; NULL comes behind the last
 */
record TypeSubject(
    int number, String name, String type, char delimiter, boolean hasBinary, List<String> texts) {

  TypeSubject {
    texts = List.copyOf(texts);
  }

  /** PostgreSQL does not receive what it sends of their empty value: it goes alone only. */
  private static final Set<String> EMPTY_ALONE = Set.of("int2vector", "oidvector", "tsquery");

  /** The types over it. */
  List<String> ddl() {
    String domain = "CREATE DOMAIN type_d%d AS %s".formatted(number, type);
    return hasBinary
        ? List.of(
            domain, "CREATE TYPE type_c%d AS (x %s, y %s[], z int)".formatted(number, type, type))
        : List.of(domain);
  }

  /** Its columns, with a pattern of which %1$d is the number and %2$s the type. */
  String columns(String all, String withoutBinary) {
    return (hasBinary ? all : withoutBinary).formatted(number, type);
  }

  String columns() {
    return columns(
        "v%1$d %2$s, a%1$d %2$s[], d%1$d type_d%1$d, c%1$d type_c%1$d",
        "v%1$d %2$s, d%1$d type_d%1$d");
  }

  /** The same columns' values for one value: an array about it is of one of five shapes. */
  String values(int index) {
    String value = literal(text(index));
    return columns(
        "%3$s::%2$s, %4$s::%2$s[], %3$s::type_d%1$d, ROW(%6$s, %4$s, %5$d)::type_c%1$d"
            .replace("%6$s", literal(inner(index)).replace("%", "%%"))
            .replace("%3$s", value.replace("%", "%%"))
            .replace("%4$s", array(index).replace("%", "%%"))
            .replace("%5$d", String.valueOf(index)),
        "%3$s::%2$s, %3$s::type_d%1$d".replace("%3$s", value.replace("%", "%%")));
  }

  private @Nullable String text(int index) {
    int i = index % (texts.size() + 1);
    return i == texts.size() ? null : texts.get(i);
  }

  private static String literal(@Nullable String text) {
    return text == null ? "NULL" : quoted(text);
  }

  /** What may be within a value. */
  private @Nullable String inner(int index) {
    String text = text(index);
    return "".equals(text) && EMPTY_ALONE.contains(name) ? text(index + 1) : text;
  }

  /** Constants of the type, of arrays and of the domain, as SQL. */
  List<String> constants() {
    List<String> constants = new ArrayList<>();
    for (String text : texts) {
      constants.add("%s::%s".formatted(quoted(text), type));
    }
    for (int i = 0; i < 4 && hasBinary; i++) {
      constants.add("%s::%s[]".formatted(array(i), type));
    }
    constants.add("%s::type_d%d".formatted(quoted(texts.getLast()), number));
    return constants;
  }

  private String array(int index) {
    String one = element(index);
    String other = element(index + 1);
    String d = String.valueOf(delimiter);
    return switch (index % 5) {
      case 0 -> quoted("{" + one + d + "NULL" + d + other + "}");
      case 1 -> quoted("{}");
      case 2 -> quoted("{{" + one + d + other + "}" + d + "{NULL" + d + one + "}}");
      case 3 -> quoted("[-1:1]={" + one + d + other + d + one + "}");
      default -> "NULL";
    };
  }

  private String element(int index) {
    String text = inner(index);
    return text == null ? "NULL" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
