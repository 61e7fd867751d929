package io.tidemark.wal;

import java.util.Arrays;
import java.util.List;

/**
 * A table as it was when its capture began.
 *
 * @param oid its identity, which survives renames
 * @param columns live columns in the order of the change log's rows
 * @param keyColumns indexes of the columns that updates and deletes are identified by; empty with
 *     REPLICA IDENTITY FULL, when they carry the whole old row
 * @param partitioned whether it is a partitioned table or has children, so that ctid ranges do not
 *     apply
 */
public record CapturedTable(
    int oid,
    String schema,
    String name,
    List<Column> columns,
    int[] keyColumns,
    boolean partitioned,
    long estimatedRows,
    long pages) {

  /**
   * A captured column.
   *
   * @param binary whether the type has a binary output function; its values are text otherwise
   */
  public record Column(String name, int typeOid, int typeModifier, boolean binary) {}

  public CapturedTable {
    columns = List.copyOf(columns);
  }

  /** For messages. */
  public String displayName() {
    return schema + "." + name;
  }

  /**
   * The name of the table's change log: the table's identity and the shape of its rows, so that a
   * table which was altered gets a new log.
   */
  public String logName() {
    return "pg/%s/%08x"
        .formatted(
            Integer.toUnsignedString(oid), 31 * columns.hashCode() + Arrays.hashCode(keyColumns));
  }

  /** The quoted name for SQL. */
  String quotedName() {
    return quote(schema) + "." + quote(name);
  }

  static String quote(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }
}
