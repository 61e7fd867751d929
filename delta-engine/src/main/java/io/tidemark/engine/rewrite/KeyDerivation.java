package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Collation;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The columns that identify a row of a stream table, from what its query says.
 *
 * <p>A result of at most one row, such as an aggregate without GROUP BY, is identified by any of
 * its columns; the first whose type can be a key is taken.
 */
public final class KeyDerivation {

  private KeyDerivation() {}

  /**
   * The smallest key among the plan's columns, in their order; empty if rows may repeat or no key
   * has types that can be one.
   */
  public static List<Integer> key(Plan plan, Map<Integer, Collation> collations) {
    List<Field> fields = plan.fields();
    for (BitSet key : Dependencies.of(plan).keys()) {
      BitSet columns = key.isEmpty() ? firstKeyable(fields, collations) : key;
      if (!columns.isEmpty()
          && columns.stream().allMatch(c -> canBeKey(fields.get(c).type(), collations))) {
        return columns.stream().boxed().toList();
      }
    }
    return List.of();
  }

  private static BitSet firstKeyable(List<Field> fields, Map<Integer, Collation> collations) {
    BitSet first = new BitSet();
    for (int i = 0; i < fields.size(); i++) {
      if (canBeKey(fields.get(i).type(), collations)) {
        first.set(i);
        return first;
      }
    }
    return first;
  }

  private static boolean canBeKey(PgType type, Map<Integer, Collation> collations) {
    return switch (type.oid()) {
      case PgType.BOOL,
          PgType.BYTEA,
          PgType.CHAR,
          PgType.INT8,
          PgType.INT2,
          PgType.INT4,
          PgType.OID,
          PgType.DATE,
          PgType.TIME,
          PgType.TIMESTAMP,
          PgType.TIMESTAMPTZ,
          PgType.NUMERIC,
          PgType.UUID ->
          true;
      case PgType.TEXT, PgType.VARCHAR, PgType.BPCHAR, PgType.NAME -> {
        Collation collation = collations.get(type.collation());
        yield collation != null && collation.deterministic();
      }
      default -> false;
    };
  }
}
