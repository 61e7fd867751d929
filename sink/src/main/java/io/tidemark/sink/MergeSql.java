package io.tidemark.sink;

import io.tidemark.sink.StreamTable.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that change one stream table. Their sources call a row {@code s} and its columns
 * {@code c0}, {@code c1} …, the table is {@code t}; so no column name of a user's can clash.
 */
final class MergeSql {

  private static final String STAGE = "pg_temp.tidemark_stage";
  private static final String CARRIED = "pg_temp.tidemark_carried";
  private static final String DIFFERENCE = "pg_temp.tidemark_difference";

  private final StreamTable table;
  private final String target;
  private final List<Column> columns;
  private final Map<Integer, String> merges = new HashMap<>();
  final String insert;
  final String deleteCopies;

  MergeSql(StreamTable table) {
    this.table = table;
    this.target = table.name().quoted();
    this.columns = table.columns();
    this.insert =
        "INSERT INTO %s (%s) SELECT %s FROM %s"
            .formatted(target, names(), numbered("s."), rows("", ""));
    this.deleteCopies = deleteCopiesText();
  }

  /** Merges an array of rows and one of operations, for keys that are NULL in the given columns. */
  String merge(int keyNulls) {
    return merges.computeIfAbsent(
        keyNulls, key -> mergeFrom(rows("pg_catalog.\"char\"", "op"), key));
  }

  /**
   * The rows of a statement: parameters, an array of the table's row type and one of marks; or what
   * {@link CarriedRows} has copied.
   *
   * @param mark the name of one more column, empty for none
   */
  private String rows(String markType, String mark) {
    boolean marked = !mark.isEmpty();
    return table.isCarried()
        ? "(SELECT %s%s FROM %s AS p) AS s"
            .formatted(each(this::received), marked ? ", p." + mark : "", CARRIED)
        : "unnest(?::%s[]%s) AS s(%s%s)"
            .formatted(
                target,
                marked ? ", ?::" + markType + "[]" : "",
                numbered(""),
                marked ? ", " + mark : "");
  }

  private String received(int column) {
    StreamTable.Carriage carriage = columns.get(column).carriage();
    return carriage == null
        ? "p.c" + column
        : "CAST(p.c%1$d AS %2$s) AS c%1$d".formatted(column, carriage.cast());
  }

  /** A table for rows on their way, with either mark. */
  String createCarried() {
    return "CREATE TEMPORARY TABLE tidemark_carried ON COMMIT DROP AS SELECT %s, NULL::pg_catalog.\"char\" AS op, NULL::pg_catalog.int8 AS k FROM %s AS t WITH NO DATA"
        .formatted(
            each(i ->
                columns.get(i).carriage() == null
                    ? "t." + columns.get(i).quoted() + " AS c" + i
                    : "NULL::pg_catalog.text AS c" + i),
            target);
  }

  String copyIntoCarried(String mark) {
    return "COPY %s (%s%s) FROM STDIN (FORMAT binary)"
        .formatted(CARRIED, numbered(""), mark.isEmpty() ? "" : ", " + mark);
  }

  static String dropCarried() {
    return "DROP TABLE " + CARRIED;
  }

  /** Fills the staging table with rows on their way. */
  String insertIntoStage() {
    return "INSERT INTO %s (%s) SELECT %s FROM %s"
        .formatted(STAGE, numbered(""), numbered("s."), rows("", ""));
  }

  String mergeStage(int keyNulls) {
    return mergeFrom(STAGE + " AS s", keyNulls);
  }

  private String mergeFrom(String source, int keyNulls) {
    String set = assignments();
    return "MERGE INTO %s AS t USING %s ON %s".formatted(target, source, matchKey(keyNulls))
        + " WHEN MATCHED AND s.op = 'd' THEN DELETE"
        + (set.isEmpty() ? "" : " WHEN MATCHED AND s.op = 'u' THEN UPDATE SET " + set)
        + " WHEN NOT MATCHED AND s.op = 'i' THEN INSERT (%s) VALUES (%s)"
            .formatted(names(), numbered("s."));
  }

  /** NULLs by IS NULL, so that the key's index answers for every pattern of NULLs. */
  private String matchKey(int keyNulls) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < table.key().size(); i++) {
      int number = table.key().get(i);
      Column column = columns.get(number);
      conditions.add(
          (keyNulls & 1 << i) == 0
              ? "t.%s %s s.c%d".formatted(column.quoted(), column.equality(), number)
              : "t.%s IS NULL".formatted(column.quoted()));
    }
    return String.join(" AND ", conditions);
  }

  /** All columns but the key's; of the key those that may change without the key changing. */
  private String assignments() {
    return IntStream.range(0, columns.size())
        .filter(i -> !table.key().contains(i) || !columns.get(i).canonical())
        .mapToObj(i -> "%s = s.c%d".formatted(columns.get(i).quoted(), i))
        .collect(Collectors.joining(", "));
  }

  /** Deletes as many copies of each row as the second array says; docs/decisions/0004. */
  private String deleteCopiesText() {
    String hash = RowHash.of(table, "t");
    return """
    DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
      SELECT x.ctid FROM %2$s
       CROSS JOIN LATERAL (
         SELECT t.ctid FROM %1$s AS t
          WHERE %3$s t.* OPERATOR(pg_catalog.*=) ROW(%4$s)::%1$s
          LIMIT s.k) AS x))
    """
        .formatted(
            target,
            rows("pg_catalog.int8", "k"),
            hash.isEmpty() ? "" : hash + " = " + RowHash.ofNumbered(table, "s") + " AND",
            numbered("s."));
  }

  String copyIntoTable() {
    return "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(target, names());
  }

  /** An empty copy of the table's columns, with room for an operation. */
  String createStage() {
    return "CREATE TEMPORARY TABLE tidemark_stage ON COMMIT DROP AS SELECT %s, NULL::\"char\" AS op FROM %s AS t WITH NO DATA"
        .formatted(each(i -> "t." + columns.get(i).quoted() + " AS c" + i), target);
  }

  /** The result of a query as the staging table. */
  String stageOf(String query) {
    return "CREATE TEMPORARY TABLE tidemark_stage (%s) ON COMMIT DROP AS (%s\n)"
        .formatted(numbered(""), query);
  }

  String countRows() {
    return "SELECT count(*) FROM " + target;
  }

  String copyIntoStage(boolean withOperations) {
    return "COPY %s (%s%s) FROM STDIN (FORMAT binary)"
        .formatted(STAGE, numbered(""), withOperations ? ", op" : "");
  }

  static String analyzeStage() {
    return "ANALYZE " + STAGE;
  }

  static String dropStage() {
    return "DROP TABLE " + STAGE;
  }

  String hasRows() {
    return "SELECT FROM %s LIMIT 1".formatted(target);
  }

  String analyze() {
    return "ANALYZE " + target;
  }

  /** The statements that turn the table's content into the stage's; the last ones count. */
  List<String> replaceByStage() {
    return table.key().isEmpty() ? replaceBag() : replaceKeyed();
  }

  private List<String> replaceKeyed() {
    String same =
        table.isKeyNotNull()
            ? matchKey(0)
            // Byte equality, since IS NOT DISTINCT FROM can be neither hashed nor sorted.
            : "%s = %s".formatted(image("t", table.key()), image("s", table.key()));
    String set = assignments();
    return List.of(
        "DELETE FROM %s AS t WHERE NOT EXISTS (SELECT FROM %s AS s WHERE %s)"
            .formatted(target, STAGE, same),
        "MERGE INTO %s AS t USING %s AS s ON %s".formatted(target, STAGE, same)
            + (set.isEmpty()
                ? ""
                : " WHEN MATCHED AND t.* OPERATOR(pg_catalog.*<>) ROW(%s)::%s THEN UPDATE SET %s"
                    .formatted(numbered("s."), target, set))
            + " WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)".formatted(names(), numbered("s.")));
  }

  private List<String> replaceBag() {
    List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
    String tableRow = image("t", all);
    String stageRow = image("s", all);
    return List.of(
        """
        CREATE TEMPORARY TABLE tidemark_difference ON COMMIT DROP AS
        SELECT image, sum(n)::int8 AS n
          FROM (SELECT %s AS image, 1 AS n FROM %s AS s
                UNION ALL
                SELECT %s, -1 FROM %s AS t) AS both_sides
         GROUP BY image HAVING sum(n) <> 0
        """
            .formatted(stageRow, STAGE, tableRow, target),
        "ANALYZE " + DIFFERENCE,
        """
        DELETE FROM %1$s AS d USING (
          SELECT t.ctid AS place, row_number() OVER (PARTITION BY x.image) AS nth, -x.n AS k
            FROM %1$s AS t JOIN %2$s AS x ON x.image = %3$s AND x.n < 0) AS gone
         WHERE d.ctid = gone.place AND gone.nth <= gone.k
        """
            .formatted(target, DIFFERENCE, tableRow),
        """
        INSERT INTO %s (%s)
        SELECT %s FROM (
          SELECT s.*, row_number() OVER (PARTITION BY x.image) AS nth, x.n AS k
            FROM %s AS s JOIN %s AS x ON x.image = %s AND x.n > 0) AS s
         WHERE s.nth <= s.k
        """
            .formatted(target, names(), numbered("s."), STAGE, DIFFERENCE, stageRow),
        "DROP TABLE " + DIFFERENCE);
  }

  /**
   * The wire format of a row, equal exactly if the rows are equal byte for byte; by text where a
   * type has no such format.
   */
  private String image(String alias, List<Integer> of) {
    return of.stream()
        .map(i -> {
          StreamTable.Carriage carriage = columns.get(i).carriage();
          boolean sent = carriage == null || carriage.hasBinary();
          String name = alias.equals("t") ? columns.get(i).quoted() : "c" + i;
          return alias + "." + name + (sent ? "" : "::pg_catalog.text");
        })
        .collect(Collectors.joining(", ", "pg_catalog.record_send(ROW(", "))"));
  }

  private String names() {
    return each(i -> columns.get(i).quoted());
  }

  private String numbered(String prefix) {
    return each(i -> prefix + "c" + i);
  }

  private String each(IntFunction<String> column) {
    return IntStream.range(0, columns.size()).mapToObj(column).collect(Collectors.joining(", "));
  }
}
