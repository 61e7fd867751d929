package io.tidemark.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Types that share two tables: {@code t<n>}, with a key, and {@code k<n>}, which sends whole old
 * rows. A service with a stream table for each question to each type would take minutes.
 */
record TypeBatch(int number, List<TypeSubject> subjects) {

  TypeBatch {
    subjects = List.copyOf(subjects);
  }

  private int valuesMax() {
    return subjects.stream().mapToInt(subject -> subject.texts().size() + 1).max().orElseThrow();
  }

  /** The tables, whose long values are not carried by an update of another column. */
  List<String> ddl() {
    List<String> ddl = new ArrayList<>();
    subjects.forEach(subject -> ddl.addAll(subject.ddl()));
    String columns = subjects.stream().map(TypeSubject::columns).collect(Collectors.joining(", "));
    ddl.add("CREATE TABLE t%d (id int PRIMARY KEY, %s, note int)".formatted(number, columns));
    ddl.add("CREATE TABLE k%d (%s, note int)".formatted(number, columns));
    ddl.add("ALTER TABLE k%d REPLICA IDENTITY FULL".formatted(number));
    ddl.add(
        """
        DO $$ DECLARE c record; BEGIN
          FOR c IN SELECT attrelid::regclass AS t, attname FROM pg_attribute
                    WHERE attrelid IN ('t%1$d'::regclass, 'k%1$d'::regclass) AND attnum > 0 AND attlen = -1 AND attstorage <> 'p'
          LOOP EXECUTE format('ALTER TABLE %%s ALTER %%I SET STORAGE EXTERNAL', c.t, c.attname); END LOOP;
        END $$
        """
            .formatted(number));
    return ddl;
  }

  private String row(int index) {
    return subjects.stream()
        .map(subject -> subject.values(index))
        .collect(Collectors.joining(", "));
  }

  /** Rows with every value of every type, each twice, from an id on. */
  List<String> insert(int id) {
    List<String> inserts = new ArrayList<>();
    for (int i = 0; i < valuesMax(); i++) {
      inserts.add(
          "INSERT INTO k%1$d SELECT %2$s, 0 FROM generate_series(1, 2)".formatted(number, row(i)));
      inserts.add(
          "INSERT INTO t%1$d SELECT %3$d + g, %2$s, 0 FROM generate_series(0, 1) g"
              .formatted(number, row(i), id + 2 * i));
    }
    return inserts;
  }

  List<String> touch() {
    return List.of(
        "UPDATE t%d SET note = 1".formatted(number), "UPDATE k%d SET note = 1".formatted(number));
  }

  /** Other values in half of the rows. */
  List<String> shift() {
    List<String> updates = new ArrayList<>();
    String columns =
        subjects.stream()
            .map(s -> s.columns("v%1$d, a%1$d, d%1$d, c%1$d", "v%1$d, d%1$d"))
            .collect(Collectors.joining(", ", "(", ")"));
    for (int i = 0; i < valuesMax(); i++) {
      updates.add(
          "UPDATE t%d SET %s = ROW(%s) WHERE id = %d"
              .formatted(number, columns, row(i + 1), 2 * i + 1));
      updates.add(
          "UPDATE k%1$d SET %2$s = ROW(%3$s) WHERE ctid = (SELECT ctid FROM k%1$d ORDER BY ctid LIMIT 1)"
              .formatted(number, columns, row(i + 2)));
    }
    return updates;
  }

  List<String> delete() {
    return List.of(
        "DELETE FROM t%d WHERE id %% 3 = 0".formatted(number),
        "DELETE FROM k%1$d WHERE ctid IN (SELECT ctid FROM k%1$d ORDER BY ctid LIMIT 9)"
            .formatted(number));
  }

  /** The same tables with some of the types. */
  TypeBatch of(List<TypeSubject> some) {
    return new TypeBatch(number, some);
  }

  /**
   * Constants of every type as columns {@code k<n>}, beside the first row of the table with the
   * key.
   */
  String constants() {
    StringJoiner columns =
        new StringJoiner(", ", "SELECT id, ", " FROM t" + number + " WHERE id = 1");
    int count = 0;
    for (TypeSubject subject : subjects) {
      for (String constant : subject.constants()) {
        columns.add(constant + " AS k" + ++count);
      }
    }
    return columns.toString();
  }

  /** What {@link #constants} are compared by. */
  String constantsImage() {
    int count = subjects.stream().mapToInt(subject -> subject.constants().size()).sum();
    StringJoiner image = new StringJoiner(", ");
    StringJoiner row = new StringJoiner(", ", "record_send(ROW(", "))");
    boolean binary = subjects.stream().allMatch(TypeSubject::hasBinary);
    for (int i = 1; i <= count; i++) {
      image.add("k" + i + "::text");
      row.add("k" + i);
    }
    return "id, " + image + (binary ? ", " + row : "");
  }

  /** All columns as text and, where possible, as the server sends them. */
  String image() {
    return subjects.stream()
        .map(s ->
            s.columns(
                "v%1$d::text, a%1$d::text, d%1$d::text, c%1$d::text, record_send(ROW(v%1$d, a%1$d, d%1$d, c%1$d))",
                "v%1$d::text, d%1$d::text"))
        .collect(Collectors.joining(", "));
  }
}
