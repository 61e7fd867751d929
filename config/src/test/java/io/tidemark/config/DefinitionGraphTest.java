package io.tidemark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DefinitionGraphTest {

  @Test
  void whatIsReadComesFirstInWhateverOrderItIsDefined() {
    List<StreamTableDefinition> definitions =
        new ArrayList<>(
            List.of(
                define("a", "SELECT * FROM d, c"),
                define("b", "SELECT * FROM orders"),
                define("c", "SELECT * FROM d"),
                define("d", "SELECT * FROM b JOIN customers USING (id)"),
                define("e", "SELECT * FROM orders")));
    Random random = new Random(1);
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(definitions, random);
      DefinitionGraph graph = new DefinitionGraph(definitions);
      assertEquals(
          List.of("public.b", "public.d", "public.c", "public.a", "public.e"),
          names(graph.inOrder()));
      assertTrue(graph.cycle().isEmpty());
    }
  }

  @Test
  void connectedStreamTablesAreOneComponentNamedByTheSmallest() {
    DefinitionGraph graph =
        new DefinitionGraph(
            List.of(
                define("x", "SELECT * FROM m"),
                define("m", "SELECT * FROM orders"),
                define("b", "SELECT * FROM m"),
                define("c", "SELECT * FROM orders")));
    List<DefinitionGraph.Component> components = graph.components();
    assertEquals(
        List.of("public.b", "public.c"),
        components.stream().map(component -> component.name().toString()).toList());
    assertEquals(
        List.of("public.m", "public.b", "public.x"), names(components.getFirst().definitions()));
    assertEquals("[public.m]", graph.readBy(new QualifiedName("public", "x")).toString());
    assertEquals(
        "[public.b, public.x]", graph.readers(new QualifiedName("public", "m")).toString());
  }

  @Test
  void namesAreResolvedByEachDefinitionsSearchPath() {
    StreamTableDefinition one = define("one.t", "SELECT * FROM raw.orders");
    StreamTableDefinition two = define("two.t", "SELECT * FROM raw.orders");
    DefinitionGraph graph =
        new DefinitionGraph(
            List.of(
                one,
                two,
                define("public.first", "SELECT * FROM t", "two", "one"),
                define("public.other", "SELECT * FROM T", "three", "one"),
                define("public.none", "SELECT * FROM t, \"T\"", "three"),
                define("public.both", "SELECT * FROM one.t, two.t")));
    assertEquals("[two.t]", graph.readBy(new QualifiedName("public", "first")).toString());
    assertEquals("[one.t]", graph.readBy(new QualifiedName("public", "other")).toString());
    assertEquals("[]", graph.readBy(new QualifiedName("public", "none")).toString());
    assertEquals("[one.t, two.t]", graph.readBy(new QualifiedName("public", "both")).toString());
  }

  @Test
  void everyCircleIsReportedOnceWithItsPath() {
    DefinitionGraph graph =
        new DefinitionGraph(
            List.of(
                define("a", "SELECT * FROM b"),
                define("b", "SELECT * FROM c, orders"),
                define("c", "SELECT * FROM a"),
                define("self", "SELECT * FROM self"),
                define("behind", "SELECT * FROM a, self"),
                define("fine", "SELECT * FROM orders")));
    assertEquals(
        "[[public.a, public.b, public.c, public.a], [public.self, public.self]]",
        graph.cycles().toString());
    assertEquals("public.fine", names(graph.inOrder()).getFirst());
    assertEquals(6, graph.inOrder().size());
  }

  @Test
  void aChainOfThousandsDoesNotOverflowTheStack() {
    List<StreamTableDefinition> chain =
        IntStream.range(0, 5_000).mapToObj(i -> chained("t" + i, "t" + (i + 1))).toList();
    DefinitionGraph graph = new DefinitionGraph(chain);
    assertEquals("public.t4999", names(graph.inOrder()).getFirst());
    assertEquals(1, graph.components().size());
    List<StreamTableDefinition> ring = new ArrayList<>(chain);
    ring.add(chained("t5000", "t0"));
    assertEquals(5_002, new DefinitionGraph(ring).cycle().orElseThrow().size());
  }

  @Test
  void aRequestGetsAllItsProblemsAtOnce() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                StreamTableDefinition.of(
                    "pg_catalog.x", "SELECT 1;\n SELECT $1", List.of("a.b"), "1 s", "fast"));
    assertEquals(
        List.of(
            ErrorCode.BAD_NAME,
            ErrorCode.BAD_NAME,
            ErrorCode.BAD_SCHEDULE,
            ErrorCode.BAD_MODE,
            ErrorCode.SEVERAL_STATEMENTS),
        refused.problems().stream().map(Problem::code).toList());
    assertTrue(
        refused.getMessage().contains("(line 2, column 2 of the query)"), refused.getMessage());
  }

  @Test
  void aRequestIsNotGivenTheEnvironment() {
    StreamTableDefinition definition =
        StreamTableDefinition.of(
            "s.T", "SELECT '${env:PATH}'; -- x", List.of(), "cron '0 6 * * *'", "full");
    assertEquals("SELECT '${env:PATH}'", definition.query());
    assertEquals(new QualifiedName("s", "t"), definition.name());
    assertEquals(List.of("public"), definition.searchPath());
    assertEquals(RefreshMode.FULL, definition.mode());
  }

  @Test
  void immediateGoesWithContinuousOnly() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> StreamTableDefinition.of("t", "SELECT 1", List.of(), "1s", "immediate"));
    assertEquals(ErrorCode.BAD_SCHEDULE, refused.problems().getFirst().code());
  }

  private static StreamTableDefinition define(String name, String query, String... searchPath) {
    return StreamTableDefinition.of(name, query, List.of(searchPath), "continuous", "auto");
  }

  private static StreamTableDefinition chained(String name, String read) {
    return new StreamTableDefinition(
        new QualifiedName("public", name),
        "TABLE " + read,
        List.of("public"),
        new Schedule.Continuous(),
        RefreshMode.AUTO,
        java.util.Set.of(new Relation(java.util.Optional.empty(), read)),
        false);
  }

  private static List<String> names(List<StreamTableDefinition> definitions) {
    return definitions.stream().map(definition -> definition.name().toString()).toList();
  }
}
