package io.tidemark.wal.pgoutput;

import java.util.List;

/** A table as the stream describes it before its first change and after each alteration. */
public record Relation(
    int oid, String schema, String name, char replicaIdentity, List<Column> columns) {

  /** A published column. */
  public record Column(boolean key, String name, int typeOid, int typeModifier) {}

  public Relation {
    columns = List.copyOf(columns);
  }
}
