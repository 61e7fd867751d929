package io.tidemark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(temp);
  }

  @Test
  void theSmallestFileGetsAllDefaults() {
    Settings settings = folder.load(ConfigFolder.SOURCE);
    assertEquals("jdbc:postgresql://db:5432/shop", settings.source().url().jdbcUrl());
    assertEquals("tidemark", settings.source().slot());
    assertEquals("tidemark", settings.source().publication());
    assertTrue(settings.sinkIsSource());
    assertEquals(temp.resolve("state"), settings.state().directory());
    assertEquals(2L << 30, settings.state().memoryBytes());
    assertEquals(new InetSocketAddress("127.0.0.1", 8780), settings.listen());
    assertEquals(List.of(), settings.streamTables());
  }

  @Test
  void everyKeyIsRead() {
    Settings settings =
        folder.load(
            """
            source: {url: 'postgresql://a@db/shop', slot: s_1, publication: Pub}
            sink: {url: 'postgresql://b:pw@dw/reports'}
            state: {dir: data/../st, memory: 512MiB}
            http: {listen: '[::1]:0'}
            defaults: {schedule: 5m, mode: full}
            streamTables:
              - {name: b, query: 'SELECT * FROM a'}
              - name: a
                searchPath: [Reporting, public]
                query: |
                  SELECT 1 AS x; -- one
                schedule: cron '0 6 * * *' Europe/Berlin
                mode: differential
            """);
    assertEquals("s_1", settings.source().slot());
    assertEquals("Pub", settings.source().publication());
    assertEquals("pw", settings.sink().properties().getProperty("password"));
    assertFalse(settings.sinkIsSource());
    assertEquals(temp.resolve("st"), settings.state().directory());
    assertEquals(512L << 20, settings.state().memoryBytes());
    assertEquals(0, settings.listen().getPort());
    StreamTableDefinition a = settings.streamTables().get(1);
    assertEquals("reporting.a", a.name().toString());
    assertEquals("SELECT 1 AS x", a.query());
    assertEquals(List.of("reporting", "public"), a.searchPath());
    assertEquals("cron '0 6 * * *' Europe/Berlin", a.schedule().toString());
    assertEquals(RefreshMode.DIFFERENTIAL, a.mode());
    StreamTableDefinition b = settings.streamTables().getFirst();
    assertEquals("5m", b.schedule().toString());
    assertEquals(RefreshMode.FULL, b.mode());
    assertFalse(settings.toString().contains("pw"), settings::toString);
  }

  @Test
  void everyMistakeOfAFileIsAProblemWithItsPlace() {
    assertEquals(
        List.of(
            "tidemark.yaml:2:3 UNKNOWN_KEY",
            "tidemark.yaml:3:9 BAD_NAME",
            "tidemark.yaml:4:17 BAD_SIZE",
            "tidemark.yaml:5:16 WRONG_TYPE",
            "tidemark.yaml:6:22 BAD_SCHEDULE",
            "tidemark.yaml:6:35 BAD_MODE",
            "tidemark.yaml:8:5 MISSING_KEY",
            "tidemark.yaml:10:18 BAD_NAME",
            "tidemark.yaml:13:11 QUERY_UNBALANCED",
            "tidemark.yaml:14:11 DUPLICATE_STREAM_TABLE",
            "tidemark.yaml:16:5 UNKNOWN_KEY",
            "tidemark.yaml:17:12 INCLUDE_MISSING"),
        folder.places(
            """
            source: {url: "postgresql://tidemark@db/shop",
              slott: x,
              slot: Upper}
            state: {memory: lots}
            http: {listen: 8780}
            defaults: {schedule: often, mode: fast}
            streamTables:
              - query: SELECT 1
              - name: t
                searchPath: [a b]
                query: |
                  SELECT 1
                    , (2
              - name: PUBLIC.T
                query: SELECT 1
                schedul: 1s
            include: [ none/*.yaml ]
            """));
  }

  @Test
  void duplicatesNameTheOtherPlace() {
    Problem problem =
        folder
            .validate(
                ConfigFolder.SOURCE
                    + "streamTables:\n"
                    + "  - {name: X, query: SELECT 1}\n"
                    + "  - {name: public.x, query: SELECT 2}\n")
            .problems()
            .getFirst();
    assertEquals("tidemark.yaml:4:12 DUPLICATE_STREAM_TABLE", folder.place(problem));
    assertTrue(problem.message().endsWith("tidemark.yaml:3"), problem.message());
  }

  @Test
  void wrongTypesAreToldForEveryKind() {
    assertEquals(
        List.of(
            "tidemark.yaml:1:9 WRONG_TYPE",
            "tidemark.yaml:2:7 WRONG_TYPE",
            "tidemark.yaml:3:14 WRONG_TYPE",
            "tidemark.yaml:4:16 WRONG_TYPE",
            "tidemark.yaml:5:10 WRONG_TYPE"),
        folder.places(
            """
            source: [1]
            sink: text
            state: {dir: [a]}
            http: {listen: true}
            include: one.yaml
            """));
  }

  @Test
  void syntaxErrorsHaveAPlaceAndOtherFilesAreStillRead() {
    folder.with("a.yaml", "streamTables:\n\t- x\n").with("b.yaml", "streamTables: [{nam: x}]\n");
    List<String> places = folder.places(ConfigFolder.SOURCE + "include: [a.yaml, b.yaml]\n");
    assertEquals("a.yaml:2:1 YAML_SYNTAX", places.getFirst());
    assertTrue(places.contains("b.yaml:1:17 UNKNOWN_KEY"), places::toString);
  }

  @Test
  void oddFilesAreRefused() {
    assertEquals(List.of("tidemark.yaml:1:1 MISSING_KEY"), folder.places("# nothing\n"));
    assertEquals(List.of("tidemark.yaml:1:1 WRONG_TYPE"), folder.places("- a\n"));
    assertEquals(
        List.of("tidemark.yaml:2:1 DUPLICATE_KEY"),
        folder.places(ConfigFolder.SOURCE + ConfigFolder.SOURCE));
    String deep = ConfigFolder.SOURCE + "sink: " + "[".repeat(9_000) + "]".repeat(9_000) + "\n";
    assertEquals("LIMIT_EXCEEDED", folder.places(deep).getFirst().split(" ")[1]);
    assertEquals("YAML_SYNTAX", folder.places("a: b\n---\nc: d\n").getFirst().split(" ")[1]);
    assertEquals("YAML_SYNTAX", folder.places("a: \u0007\n").getFirst().split(" ")[1]);
    assertEquals(
        ErrorCode.FILE_UNREADABLE,
        Validation.validate(temp.resolve("none.yaml"), folder.environment())
            .problems()
            .getFirst()
            .code());
  }

  @Test
  void includesAreRelativeToTheirFileAndCountOnce() {
    folder
        .with("sub/one.yaml", "streamTables: [{name: one, query: SELECT 1}]\ninclude: [two.yaml]\n")
        .with("sub/two.yaml", "streamTables: [{name: two, query: TABLE one}]\n")
        .with("sub/.hidden.yaml", "broken: [")
        .with("sub/deep/three.yaml", "streamTables: [{name: three, query: TABLE two}]\n");
    Settings settings = folder.load(ConfigFolder.SOURCE + "include: ['sub/**.yaml']\n");
    assertEquals(
        List.of("public.one", "public.two", "public.three"),
        settings.streamTables().stream().map(table -> table.name().toString()).toList());
    assertEquals(
        2, folder.load(ConfigFolder.SOURCE + "include: [sub/*.yaml]\n").streamTables().size());
  }

  @Test
  void includedFilesHaveNoSettings() {
    folder.with("a.yaml", ConfigFolder.SOURCE);
    Problem problem =
        folder.validate(ConfigFolder.SOURCE + "include: [a.yaml]\n").problems().getFirst();
    assertEquals("a.yaml:1:1 UNKNOWN_KEY", folder.place(problem));
    assertTrue(problem.hint().contains("main file"), problem.hint());
  }

  @Test
  void includeCyclesAreReportedWhereTheyClose() {
    folder.with("a.yaml", "include: [b.yaml]\n").with("b.yaml", "include: [a.yaml]\n");
    Problem problem =
        folder.validate(ConfigFolder.SOURCE + "include: [a.yaml]\n").problems().getFirst();
    assertEquals("b.yaml:1:11 INCLUDE_CYCLE", folder.place(problem));
    assertTrue(problem.message().contains(" → "), problem.message());
    assertEquals(
        List.of("tidemark.yaml:2:11 INCLUDE_CYCLE"),
        folder.places(ConfigFolder.SOURCE + "include: ['*.yam[l]']\n").stream()
            .filter(place -> place.startsWith("tidemark"))
            .toList());
  }

  @Test
  void badIncludePatternsAreRefused() {
    assertEquals(
        List.of("tidemark.yaml:2:11 BAD_PATH", "tidemark.yaml:2:17 INCLUDE_MISSING"),
        folder.places(ConfigFolder.SOURCE + "include: ['[a', 'none.yaml']\n"));
  }

  @Test
  void referencesAreReplacedAnywhere() {
    folder =
        folder
            .with("secret", "p%40w\n")
            .with("q.sql", "SELECT * FROM orders;\n")
            .withVariables(Map.of("HOST", "db9", "T", "totals"));
    Settings settings =
        folder.load(
            """
            source: {url: "postgresql://me:${file:secret}@${env:HOST}/shop", publication: "$${env:X}"}
            streamTables:
              - {name: "${env:T}", query: "${file:q.sql}"}
              - {name: json, query: 'SELECT $${"a": 1}$$::jsonb'}
            """);
    assertEquals("p@w", settings.source().url().properties().getProperty("password"));
    assertEquals("jdbc:postgresql://db9:5432/shop", settings.source().url().jdbcUrl());
    assertEquals("${env:X}", settings.source().publication());
    assertEquals("SELECT $${\"a\": 1}$$::jsonb", settings.streamTables().get(0).query());
    assertEquals("SELECT * FROM orders", settings.streamTables().get(1).query());
  }

  @Test
  void referencesThatLeadNowhereArePlacedWithinTheText() {
    assertEquals(
        List.of(
            "tidemark.yaml:1:27 VARIABLE_UNDEFINED",
            "tidemark.yaml:1:42 SECRET_UNREADABLE",
            "tidemark.yaml:2:13 BAD_REFERENCE",
            "tidemark.yaml:3:14 BAD_REFERENCE"),
        folder.places(
            """
            source: {url: "postgres://${env:NONE_SET}${file:/none/such}"}
            sink: {url: "${ENV:x}"}
            state: {dir: "${env:1x}"}
            """));
  }

  @Test
  void noMessageShowsWhatAReferenceHolds() {
    folder = folder.with("s", "s77word bad").withVariables(Map.of("S", "s77word bad; x"));
    Validation.Report report =
        folder.validate(
            """
            source: {url: "${env:S}", slot: "${file:s}"}
            state: {memory: "${env:S}"}
            http: {listen: "${env:S}"}
            defaults: {schedule: "${env:S}", mode: "${env:S}"}
            streamTables: [{name: "${env:S}", query: "${env:S}", searchPath: ["${env:S}"]}]
            include: ["${env:S}"]
            """);
    assertEquals(11, report.problems().size(), report::render);
    assertFalse(report.render().contains("s77"), report::render);
  }

  @Test
  void renderedLinesMaskPasswords() {
    String report =
        folder
            .validate("source: {url: \"postgresql://me:s77word@db/x?nope=1\", slott: a}\n")
            .render();
    assertTrue(report.contains("postgresql://me:***"), report);
    assertFalse(report.contains("s77word"), report);
  }

  @Test
  void problemsAreRenderedAsCompilersDo() {
    String report =
        folder
            .validate(
                ConfigFolder.SOURCE
                    + "streamTables:\n  - name: t\n    query: SELECT 1\n    schedul: 1s\n")
            .render()
            .replace(temp + "/", "");
    assertEquals(
        """
        tidemark.yaml:5:5: error TM-C004: unknown key 'schedul' in a stream table
          5 |     schedul: 1s
            |     ^
          hint: did you mean 'schedule'?
        1 problem\
        """,
        report);
  }

  @Test
  void mistakesInsideOfQueriesArePlacedInTheFile() {
    assertEquals(
        List.of(
            "tidemark.yaml:6:14 QUERY_PARAMETER",
            "tidemark.yaml:7:33 SEVERAL_STATEMENTS",
            "tidemark.yaml:8:22 NOT_A_QUERY",
            "tidemark.yaml:9:22 NOT_A_QUERY"),
        folder.places(
            ConfigFolder.SOURCE
                + """
                streamTables:
                  - name: a
                    query: |

                      SELECT $1
                  - {name: b, query: 'SELECT 1; SELECT 2'}
                  - {name: c, query: DROP TABLE x}
                  - {name: d, query: "\\x44ROP TABLE x"}
                """));
  }

  @Test
  void circlesAreReportedAtTheQueryOfTheSmallestName() {
    Validation.Report report =
        folder.validate(
            ConfigFolder.SOURCE
                + "streamTables:\n"
                + "  - {name: b, query: TABLE a}\n"
                + "  - {name: a, query: TABLE b}\n"
                + "  - {name: orders, query: TABLE orders}\n");
    assertEquals(
        List.of("tidemark.yaml:4:22 CYCLE", "tidemark.yaml:5:27 CYCLE"),
        report.problems().stream().map(folder::place).toList());
    assertTrue(report.render().contains("public.a → public.b → public.a"), report::render);
  }

  @Test
  void aQueryThatOnlyPostgresUnderstandsIsAWarning() {
    String main = ConfigFolder.SOURCE + "streamTables: [{name: a, query: SELECT @ -5 FROM t}]\n";
    assertEquals(1, folder.load(main).warnings().size());
    Validation.Report report = folder.validate(main);
    assertEquals(List.of(), report.problems());
    assertEquals(List.of("public.a"), report.streamTables());
    assertTrue(report.render().contains("warning TM-C090"), report::render);
    assertTrue(report.render().endsWith("0 problems, 1 warning"), report::render);
  }

  @Test
  void loadThrowsAllProblems() {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> folder.load("sourc: {}\nhttp: {}\nstate: 1\n"));
    assertEquals(3, refused.problems().size());
    assertTrue(refused.getMessage().contains("hint: did you mean 'source'?"), refused.getMessage());
  }

  @Test
  void namesOfOthersAreRefused() {
    assertEquals(
        List.of(
            "tidemark.yaml:3:12 BAD_NAME",
            "tidemark.yaml:4:12 BAD_NAME",
            "tidemark.yaml:5:45 BAD_NAME"),
        folder.places(
            ConfigFolder.SOURCE
                + "streamTables:\n"
                + "  - {name: tidemark.x, query: SELECT 1}\n"
                + "  - {name: pg_catalog.x, query: SELECT 1}\n"
                + "  - {name: x, query: SELECT 1, searchPath: [$user]}\n"));
  }
}
