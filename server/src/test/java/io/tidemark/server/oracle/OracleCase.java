package io.tidemark.server.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case file. It is plain SQL in sections, each opened by a comment line:
 *
 * <pre>
 * -- schema                      DDL and the first rows
 * -- schema icu LOCALE           likewise, in a database whose default collation is ICU's for the locale
 * -- stream table NAME           followed by its query; several allowed, they may read each other
 * -- stream table NAME typed     likewise, compared by SQL equality: the query leaves open which of
 *                                equal values (1.0, 1.00) it shows
 * -- stream table NAME full      likewise, with mode: full; "falls to full" for mode: auto, where the
 *                                effective mode must be full
 * -- stream table NAME from 16   likewise, left out on older majors; also: typed from 16
 * -- refused CODE                followed by a query that mode: differential must refuse with that code
 * -- batch                       statements, in one transaction
 * -- batch autocommit            statements, one transaction each; each ends with ; at a line's end
 * -- batch failing NAME CODE     after it the stream table must be in state ERROR with that code
 * </pre>
 */
record OracleCase(
    String schema,
    @Nullable String icuLocale,
    List<Table> tables,
    List<Refusal> refusals,
    List<Batch> batches) {

  /**
   * A stream table.
   *
   * @param full whether its effective mode must be full
   */
  record Table(String name, String query, boolean typed, String mode, boolean full) {

    /** One with mode: auto that must be maintained by deltas. */
    Table(String name, String query, boolean typed) {
      this(name, query, typed, "auto", false);
    }
  }

  record Refusal(String code, String query) {}

  /** What fails after a batch: a stream table and the error's code. */
  record Failing(String table, String code) {}

  record Batch(String sql, boolean autocommit, List<Failing> failing) {

    List<String> statements() {
      return autocommit
          ? List.of(sql.strip().split(";\\s*(\\n|$)"))
          : sql.isBlank() ? List.of() : List.of(sql);
    }
  }

  static OracleCase read(Path file) throws IOException {
    return read(file, Integer.MAX_VALUE);
  }

  /** The case as it is on a major version of PostgreSQL. */
  static OracleCase read(Path file, int major) throws IOException {
    OracleCase parsed =
        new OracleCase("", null, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    String header = "";
    StringBuilder body = new StringBuilder();
    for (String line : (Files.readString(file) + "\n-- end").lines().toList()) {
      if (line.matches("-- (schema|stream table|refused|batch|end)\\b.*")) {
        parsed = parsed.with(header, body.toString(), major);
        header = line.substring(3).strip();
        body.setLength(0);
      } else {
        body.append(line).append('\n');
      }
    }
    return parsed;
  }

  private OracleCase with(String header, String body, int major) {
    String[] words = header.split("\\s+");
    switch (words[0]) {
      case "" -> {}
      case "schema" -> {
        String locale = words.length > 2 && words[1].equals("icu") ? words[2] : icuLocale;
        return new OracleCase(schema + body, locale, tables, refusals, batches);
      }
      case "stream" -> {
        if (major >= since(words)) {
          List<String> how = List.of(words).subList(3, words.length);
          tables.add(
              new Table(
                  words[2],
                  query(body),
                  how.contains("typed"),
                  how.contains("full") && !how.contains("falls") ? "full" : "auto",
                  how.contains("full")));
        }
      }
      case "refused" -> refusals.add(new Refusal(words[1], query(body)));
      case "batch" -> {
        List<Failing> failing =
            header.contains("failing")
                ? List.of(new Failing(words[words.length - 2], words[words.length - 1]))
                : List.of();
        batches.add(new Batch(body, header.contains("autocommit"), failing));
      }
      default -> throw new IllegalArgumentException("no section is called '" + header + "'");
    }
    return this;
  }

  /** The major version that a section says it needs. */
  private static int since(String[] words) {
    return words.length > 4 && words[words.length - 2].equals("from")
        ? Integer.parseInt(words[words.length - 1])
        : 0;
  }

  private static String query(String body) {
    String text = body.strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }
}
