package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;

/**
 * What cannot be maintained by deltas yet, named as the user wrote it. An operator that comes to
 * maintain one of these takes its line out here.
 */
final class Refusals {

  private Refusals() {}

  static UnsupportedQueryException construct(String construct) {
    return new UnsupportedQueryException(
        construct + " cannot be maintained by deltas yet", UnsupportedQueryException.RECOMPUTE);
  }

  static UnsupportedQueryException construct(String construct, String hint) {
    return new UnsupportedQueryException(construct + " cannot be maintained by deltas yet", hint);
  }

  /** An expression node that the translation does not know. */
  static UnsupportedQueryException expression(Node node) {
    return construct(
        switch (node.tag()) {
          case "PARAM" -> "A parameter";
          case "FIELDSTORE" -> "An assignment to a field";
          case "NEXTVALUEEXPR" -> "A sequence";
          default -> "The expression that PostgreSQL calls " + node.tag();
        });
  }

  /** The clauses of a query that have no operator yet. */
  static void check(Node query) {
    refuse(query.integer("commandType") != 1, "A statement other than SELECT");
    refuse(query.flag("hasModifyingCTE"), "A data-modifying WITH");
    refuse(query.flag("hasForUpdate"), "FOR UPDATE or FOR SHARE");
    refuse(query.isPresent("rowMarks"), "FOR UPDATE or FOR SHARE");
  }

  private static void refuse(boolean found, String construct) {
    if (found) {
      throw construct(construct);
    }
  }
}
