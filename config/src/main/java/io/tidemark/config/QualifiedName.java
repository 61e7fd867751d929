package io.tidemark.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A relation's name with its schema, as PostgreSQL stores them. */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {

  private static final String PART = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern FORM = Pattern.compile("(?:" + PART + "\\.)?" + PART);

  /** NAMEDATALEN − 1: PostgreSQL cuts longer names. */
  private static final int NAME_BYTES_MAX = 63;

  /**
   * Parses a name as SQL writes it: unquoted parts are folded to lower case.
   *
   * @param defaultSchema for a name without one
   * @throws IllegalArgumentException if it is not a name
   */
  public static QualifiedName parse(String text, String defaultSchema) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a table's name; quote special characters: \"My Table\"");
    }
    String schema = matcher.group(1) == null ? defaultSchema : fold(matcher.group(1));
    String name = fold(matcher.group(2));
    if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "the name '"
              + name
              + "' is longer than "
              + NAME_BYTES_MAX
              + " bytes, PostgreSQL's limit");
    }
    return new QualifiedName(schema, name);
  }

  private static String fold(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part.toLowerCase(Locale.ROOT);
  }

  /** The quoted form for SQL. */
  public String quoted() {
    return quote(schema) + "." + quote(name);
  }

  private static String quote(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  @Override
  public int compareTo(QualifiedName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : name.compareTo(other.name);
  }

  /** {@code schema.name}: what users see and the API's path takes. */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
