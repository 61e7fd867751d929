package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.function.CatalogFunction.Kind;
import io.tidemark.engine.function.CatalogFunction.Place;
import io.tidemark.fixture.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The manual's table of functions is made from the catalogs of all majors and from the library.
 * With {@code -Dfunctions.rewrite=true} it is written anew, else compared with what is there.
 */
class FunctionCoverageTest {

  private static final Path MANUAL = Path.of("..", "docs", "functions.md");
  private static final int OLDEST = 15;
  private static final int NEWEST = 18;

  /** A signature in all majors that have it; what is said of it is the newest one's. */
  private record Signature(CatalogFunction newest, TreeSet<Integer> majors) {}

  private final Map<Integer, List<CatalogFunction>> byMajor = new TreeMap<>();
  private final Map<Integer, Integer> uncallable = new TreeMap<>();

  @Test
  void theManualListsEveryFunction() throws Exception {
    for (int major = NEWEST; major >= OLDEST; major--) {
      try (PostgresServer server = PostgresServer.start(major);
          Connection connection = server.connect("postgres")) {
        byMajor.put(major, CatalogFunction.all(connection, major));
        uncallable.put(major, CatalogFunction.uncallable(connection));
      }
    }
    String text = manual();
    if (Boolean.getBoolean("functions.rewrite")) {
      Files.writeString(MANUAL, text);
    }
    assertTrue(Files.exists(MANUAL), MANUAL + " is missing");
    assertEquals(
        text,
        Files.readString(MANUAL),
        "docs/functions.md is out of date; run this test with -Dfunctions.rewrite=true");
  }

  private String manual() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Functions

        Every function of PostgreSQL %d to %d that a query can call, and who computes it in a stream table that is maintained by deltas:
        the engine itself (*JVM*), or PostgreSQL, which the engine asks for many rows at once. Operators and casts are functions, too. What is
        *refused* makes a definition fall back to recomputation in the mode `auto`. Functions of your own and of extensions are computed by
        PostgreSQL if they are IMMUTABLE. See [SQL support](sql-support.md). This page is generated (`FunctionCoverageTest`).

        In figures, by signature:

        | PostgreSQL | functions | JVM | PostgreSQL | refused | aggregates | from state | window functions | not for queries |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        """
            .formatted(OLDEST, NEWEST));
    byMajor.forEach((major, all) ->
        text.append(
            "| %d | %d | %d | %d | %d | %d | %d | %d | %d |%n"
                .formatted(
                    major,
                    count(all, Kind.FUNCTION, null),
                    count(all, Kind.FUNCTION, Place.JVM),
                    count(all, Kind.FUNCTION, Place.POSTGRESQL),
                    count(all, Kind.FUNCTION, Place.REFUSED),
                    count(all, Kind.AGGREGATE, null),
                    count(all, Kind.AGGREGATE, Place.JVM),
                    count(all, Kind.WINDOW, null),
                    uncallable.get(major))));
    text.append(
        """

        *Not for queries* are types' input and output functions, what indexes, triggers and languages are made of, and procedures. An aggregate is kept
        up *from state*, without looking at its group again, or computed by PostgreSQL over the group's rows; the latter is so too where its
        arguments' types or their order are PostgreSQL's alone.
        """);
    section(text, "Functions", Kind.FUNCTION);
    section(text, "Aggregates", Kind.AGGREGATE);
    section(text, "Window functions", Kind.WINDOW);
    return text.toString();
  }

  private static long count(
      List<CatalogFunction> all, Kind kind, @org.jspecify.annotations.Nullable Place place) {
    return all.stream()
        .filter(each -> each.kind() == kind && (place == null || each.place() == place))
        .count();
  }

  private void section(StringBuilder text, String title, Kind kind) {
    text.append("\n## ").append(title).append("\n\n| function | operators | signatures |");
    text.append(kind == Kind.AGGREGATE ? " from state |" : " JVM |");
    text.append(" PostgreSQL | refused | majors |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    Map<String, List<Signature>> byName = new TreeMap<>();
    for (Signature signature : signatures(kind)) {
      byName
          .computeIfAbsent(signature.newest().function().name(), name -> new ArrayList<>())
          .add(signature);
    }
    byName.forEach((name, signatures) -> line(text, name, signatures));
  }

  private List<Signature> signatures(Kind kind) {
    Map<String, Signature> signatures = new LinkedHashMap<>();
    for (int major = NEWEST; major >= OLDEST; major--) {
      for (CatalogFunction function : byMajor.getOrDefault(major, List.of())) {
        if (function.kind() == kind) {
          signatures
              .computeIfAbsent(
                  function.function().name() + "(" + function.arguments() + ")",
                  key -> new Signature(function, new TreeSet<>()))
              .majors()
              .add(major);
        }
      }
    }
    return List.copyOf(signatures.values());
  }

  private static void line(StringBuilder text, String name, List<Signature> signatures) {
    List<CatalogFunction> all = signatures.stream().map(Signature::newest).toList();
    String operators =
        all.stream()
            .flatMap(each -> List.of(each.operators().split(" ")).stream())
            .filter(operator -> !operator.isEmpty())
            .distinct()
            .sorted()
            .map(operator -> "`" + operator.replace("|", "\\|") + "`")
            .collect(Collectors.joining(" "));
    String reasons =
        all.stream()
            .map(CatalogFunction::reason)
            .filter(reason -> !reason.isEmpty())
            .distinct()
            .sorted(Comparator.naturalOrder())
            .collect(Collectors.joining(", "));
    text.append("| `").append(name).append("` | ").append(operators).append(" | ");
    text.append(signatures.size()).append(" | ");
    text.append(number(all, Place.JVM)).append(" | ");
    text.append(number(all, Place.POSTGRESQL)).append(" | ");
    text.append((number(all, Place.REFUSED) + " " + reasons).strip()).append(" | ");
    text.append(majors(signatures)).append(" |\n");
  }

  private static String number(List<CatalogFunction> all, Place place) {
    long count = all.stream().filter(each -> each.place() == place).count();
    return count == 0 ? "" : String.valueOf(count);
  }

  /** Which majors have one of the signatures; empty for all, with a sign if some have not all. */
  private static String majors(List<Signature> signatures) {
    TreeSet<Integer> any = new TreeSet<>();
    boolean differ = false;
    for (Signature signature : signatures) {
      differ |= signature.majors().size() <= NEWEST - OLDEST;
      any.addAll(signature.majors());
    }
    if (!differ) {
      return "";
    }
    String range =
        any.first().equals(any.last()) ? "" + any.first() : any.first() + "–" + any.last();
    return any.size() > NEWEST - OLDEST ? "some not in all" : range;
  }
}
