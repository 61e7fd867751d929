package io.tidemark.sink;

/** A table's schema and name, unquoted. */
public record RelationName(String schema, String name) {

  /** As SQL statements write it: always quoted, so that any characters are safe. */
  String quoted() {
    return quote(schema) + "." + quote(name);
  }

  /** An identifier in SQL. */
  static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** A string literal in SQL; only for statements that take no parameters, such as COMMENT. */
  static String literal(String text) {
    String escaped = text.replace("'", "''");
    return text.indexOf('\\') < 0
        ? "'" + escaped + "'"
        : " E'" + escaped.replace("\\", "\\\\") + "'";
  }

  /** For messages. */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
