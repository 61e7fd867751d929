package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.type.PgType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the translation asks PostgreSQL's catalog for. */
final class CatalogFacts {

  private CatalogFacts() {}

  /**
   * A row of pg_proc.
   *
   * @param kind {@code f}unction, {@code a}ggregate, {@code w}indow function
   * @param takesAnything whether it is declared {@code VARIADIC "any"}
   */
  record Procedure(Function function, char kind, boolean returnsSet, boolean takesAnything) {}

  /**
   * A relation that may be read.
   *
   * @param kind {@code relkind}
   * @param columns all columns but dropped ones
   * @param estimatedRows pg_class.reltuples, negative if it was never counted
   */
  record Relation(
      SourceTable table,
      char kind,
      char persistence,
      boolean hasChildren,
      boolean rowSecurity,
      List<Attribute> columns,
      double estimatedRows) {}

  /**
   * A column of a relation.
   *
   * @param generation the node text of its GENERATED ALWAYS AS expression, null if it has none
   * @param captured its index among the captured columns, −1 if it is generated
   */
  record Attribute(
      int number,
      String name,
      PgType type,
      boolean nullable,
      @Nullable String generation,
      int captured) {}

  /**
   * An implicit cast.
   *
   * @param method {@code f} by function, {@code b} binary-coercible, {@code i} through text
   * @param function the function's OID, 0 if there is none
   */
  record Cast(char method, int function) {}

  /**
   * A column of an analysed query.
   *
   * @param ddlType its type as CREATE TABLE takes it, with COLLATE where needed
   */
  record Output(String name, String ddlType, PgType type) {}

  /**
   * An operator that orders: a btree's "less" or "greater".
   *
   * @param isDefault whether it is the order of min, max and a plain ORDER BY
   * @param family the operator family's name, empty if it is not one of PostgreSQL's own
   * @param name for messages
   */
  record SortOperator(boolean descending, boolean isDefault, String family, String name) {}
}
