package io.tidemark.sink;

import io.tidemark.engine.type.TextForm;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream table as it stands in the sink's catalog: all that is needed to write its statements.
 *
 * @param relation its OID, by which it is known to be ours
 * @param rowType OID of its row type
 * @param rowArrayType OID of the array of its row type: one parameter of it carries a whole delta
 * @param columns exactly the query's columns, in order
 * @param key indexes of the columns that identify a row; empty if rows may repeat
 */
public record StreamTable(
    RelationName name,
    int relation,
    int rowType,
    int rowArrayType,
    List<Column> columns,
    List<Integer> key) {

  public StreamTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** How a column takes part in the hash of a whole row. */
  enum HashForm {
    /** Its type has a hash function. */
    VALUE,
    /** By its text, whose bytes are hashed: strings, and types like {@code json}. */
    TEXT,
    /** Not at all: neither a hash function nor an immutable text form. */
    NONE
  }

  /**
   * A column.
   *
   * @param type OID of its type
   * @param collatable whether values are compared under a collation
   * @param notNull whether the table refuses NULL in it
   * @param equality the operator of the key index, qualified; empty for columns outside the key
   * @param canonical whether values that are equal in SQL always have the same bytes
   * @param carriage how values travel that cannot be sent in binary; null for all others
   */
  record Column(
      String name,
      int type,
      boolean collatable,
      boolean notNull,
      HashForm hashForm,
      String equality,
      boolean canonical,
      @Nullable Carriage carriage) {

    String quoted() {
      return RelationName.quote(name);
    }
  }

  /**
   * How values of a column travel as text.
   *
   * @param cast the type as a cast takes it
   * @param hasBinary whether the type has a send function nevertheless
   */
  record Carriage(TextForm form, String cast, boolean hasBinary) {}

  /** Whether some columns' values travel as text, so that rows cannot be copied in binary. */
  boolean isCarried() {
    return columns.stream().anyMatch(column -> column.carriage() != null);
  }

  /**
   * Whether two keys are equal in SQL only if their bytes are. If not ({@code 1.0 = 1.00}), one
   * delta may delete and insert "the same" key under different bytes.
   */
  boolean isKeyCanonical() {
    return key.stream().allMatch(column -> columns.get(column).canonical());
  }

  boolean isKeyNotNull() {
    return key.stream().allMatch(column -> columns.get(column).notNull());
  }

  int[] keyColumns() {
    return key.stream().mapToInt(Integer::intValue).toArray();
  }

  int[] columnTypes() {
    int[] types = new int[columns.size()];
    Arrays.setAll(types, i -> columns.get(i).type());
    return types;
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
