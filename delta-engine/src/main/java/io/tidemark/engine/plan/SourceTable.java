package io.tidemark.engine.plan;

import java.util.List;

/**
 * A table that a query reads, as captured: a base table, or another stream table.
 *
 * @param oid {@code pg_class.oid}, which survives renames and is the identity of the source
 * @param schema for people and for SQL that we build
 * @param name likewise
 * @param columns the captured columns, in the order of the change log's rows; dropped columns are
 *     left out
 * @param primaryKey indexes into {@code columns}; empty if the table has no primary key
 */
public record SourceTable(
    int oid, String schema, String name, List<Field> columns, List<Integer> primaryKey) {

  public SourceTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** {@code schema.name}, unquoted: for messages only. */
  public String displayName() {
    return schema + "." + name;
  }
}
