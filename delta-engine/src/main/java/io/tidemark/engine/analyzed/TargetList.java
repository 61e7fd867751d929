package io.tidemark.engine.analyzed;

import java.util.List;

/**
 * What a query's SELECT list consists of: target entries, some of them only to sort or group by.
 */
final class TargetList {

  private TargetList() {}

  /** The entries that are columns of the result. */
  static List<Node> visible(Node query) {
    return query.nodes("targetList").stream().filter(entry -> !entry.flag("resjunk")).toList();
  }

  /** The entry that a GROUP BY, DISTINCT or ORDER BY item means. */
  static Node referenced(List<Node> entries, int reference) {
    return entries.stream()
        .filter(entry -> entry.integer("ressortgroupref") == reference)
        .findFirst()
        .orElseThrow(
            () -> new NodeFormatException("A sort or group item of the analysed query is missing"));
  }

  /** The name of a result column. */
  static String name(Node entry) {
    String name = entry.name("resname");
    return name == null ? "?column?" : name;
  }
}
