package io.tidemark.engine;

import io.tidemark.engine.plan.Field;
import java.util.List;

/**
 * What PostgreSQL says about a query that need not be maintainable by deltas: enough to keep its
 * result in a table by recomputing it.
 *
 * @param query the one statement, without a closing semicolon
 * @param fields its columns
 * @param typeNames for each column the type as DDL writes it
 * @param relations what it reads, views seen through; without what functions read
 * @param volatileFunctions functions whose result may change with every call, qualified
 * @param opaqueFunctions functions of users that are not IMMUTABLE: they may read any table
 * @param clock whether it asks for the time or other settings of the session
 * @param sampled whether it has TABLESAMPLE
 * @param locking whether it has FOR UPDATE, FOR SHARE or their kind
 */
public record QueryShape(
    String query,
    List<Field> fields,
    List<String> typeNames,
    List<Relation> relations,
    List<String> volatileFunctions,
    List<String> opaqueFunctions,
    boolean clock,
    boolean sampled,
    boolean locking) {

  public QueryShape {
    fields = List.copyOf(fields);
    typeNames = List.copyOf(typeNames);
    relations = List.copyOf(relations);
    volatileFunctions = List.copyOf(volatileFunctions);
    opaqueFunctions = List.copyOf(opaqueFunctions);
  }

  /**
   * A relation that the query reads, no view.
   *
   * @param kind {@code pg_class.relkind}
   */
  public record Relation(int oid, String schema, String name, char kind) {
    /** For messages. */
    public String displayName() {
      return schema + "." + name;
    }
  }
}
