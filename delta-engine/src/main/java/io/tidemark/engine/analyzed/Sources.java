package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.analyzed.CatalogFacts.Relation;

/** Which relations can be sources: those whose changes the WAL tells. */
final class Sources {

  /** OIDs below are those of initdb: the system catalogs and the information schema. */
  private static final int FIRST_USER_OID = 16_384;

  private Sources() {}

  /**
   * Refuses a relation whose changes cannot be followed, with the reason.
   *
   * @param withChildren whether the query reads it without ONLY
   */
  static void check(Relation relation, boolean withChildren) {
    String name = relation.table().displayName();
    switch (relation.kind()) {
      case 'r', 'p' -> {}
      case 'm' ->
          throw refusal(
              name + " is a materialized view: logical replication does not send its changes",
              "Make it a stream table and read that");
      case 'f' ->
          throw refusal(
              name + " is a foreign table: its changes are not in this server's WAL",
              UnsupportedQueryException.RECOMPUTE);
      default ->
          throw refusal(name + " is neither a table nor a view", "Read tables or views only");
    }
    if (Integer.compareUnsigned(relation.table().oid(), FIRST_USER_OID) < 0) {
      throw refusal(
          name + " is a system catalog: logical replication does not send its changes",
          UnsupportedQueryException.RECOMPUTE);
    }
    if (relation.persistence() == 't') {
      throw refusal(
          name + " is a temporary table, which only its own session sees",
          "Make it an ordinary table");
    }
    if (relation.persistence() == 'u') {
      throw refusal(
          name + " is UNLOGGED: its changes are not in the WAL", "ALTER TABLE … SET LOGGED");
    }
    if (relation.kind() == 'r' && relation.hasChildren() && withChildren) {
      throw refusal(
          name + " has tables that inherit from it, whose rows the query reads too",
          "Write FROM ONLY, or UNION ALL of the tables");
    }
    if (relation.kind() == 'p' && !withChildren) {
      throw refusal(name + " is partitioned: FROM ONLY reads no row of it", "Leave ONLY out");
    }
    if (relation.rowSecurity()) {
      throw refusal(
          name + " has row-level security that applies to the analysing role",
          "GRANT it BYPASSRLS if the stream table may hold all rows");
    }
  }

  private static UnsupportedQueryException refusal(String reason, String hint) {
    return new UnsupportedQueryException(reason, hint);
  }
}
