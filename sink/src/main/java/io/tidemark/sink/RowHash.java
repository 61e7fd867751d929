package io.tidemark.sink;

import io.tidemark.sink.StreamTable.Column;
import io.tidemark.sink.StreamTable.HashForm;
import java.util.ArrayList;
import java.util.List;

/**
 * The expression by which a table without a key finds the copies of a row: a 64-bit hash of all
 * columns. The same expression stands in the index and in the statement that deletes, so that the
 * planner matches them. Rows that are equal byte for byte have equal hashes; the converse is
 * checked on the row itself.
 */
final class RowHash {

  private RowHash() {}

  /**
   * The hash of a row whose columns are the table's.
   *
   * @param alias of the table in the statement, or empty in the index's definition
   * @return SQL, empty if no column can be hashed
   */
  static String of(StreamTable table, String alias) {
    List<String> values = new ArrayList<>();
    for (Column column : table.columns()) {
      add(values, column, alias.isEmpty() ? column.quoted() : alias + "." + column.quoted());
    }
    return hash(values);
  }

  /** The hash of a row whose columns are named {@code c0}, {@code c1} … */
  static String ofNumbered(StreamTable table, String alias) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      add(values, table.columns().get(i), alias + ".c" + i);
    }
    return hash(values);
  }

  private static void add(List<String> values, Column column, String value) {
    if (column.hashForm() == HashForm.NONE) {
      return;
    }
    String typed = column.hashForm() == HashForm.TEXT ? value + "::pg_catalog.text" : value;
    // Bytes, not the collation's equality: what ICU calls equal may change with its version.
    boolean collates = column.collatable() || column.hashForm() == HashForm.TEXT;
    values.add(collates ? "(" + typed + ") COLLATE pg_catalog.\"C\"" : typed);
  }

  private static String hash(List<String> values) {
    return values.isEmpty()
        ? ""
        : "pg_catalog.hash_record_extended(ROW(" + String.join(", ", values) + "), 0)";
  }
}
