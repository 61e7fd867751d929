package io.tidemark.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.sink.MergeTransaction.Thresholds;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random deltas and replacements against a model of the table, for tables of many shapes. */
class MergeModelTest {

  private static final Map<Integer, PostgresServer> SERVERS = new HashMap<>();

  /** Small ticks take every way of sending rows: arrays, COPY into the table, staging. */
  private static final Thresholds EVERY_WAY = new Thresholds(8, 16);

  private static final String TYPES =
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
      CREATE TYPE pair AS (a int, b text, c numeric);
      CREATE DOMAIN small AS int CHECK (VALUE < 1000000);
      CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)
      """;

  /**
   * A table and what may stand in it.
   *
   * @param variants rows for the key numbers {@code k}, of which each has the variants {@code v};
   *     with a key, a table holds at most one of them
   */
  record Shape(String name, List<Integer> key, List<String> columns, String variants) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(
              "integer key",
              List.of(0),
              List.of("id int4 NOT NULL", "label text", "amount numeric(12,2)", "t timestamptz"),
              "k, nullif('v' || v, 'v0'), (k * v)::numeric(12,2), 'epoch'::timestamptz + v * interval '1 s'"),
          new Shape(
              "key in the middle with odd names",
              List.of(1),
              List.of("\"t\" int8", "\"Ünï \"\"code\"\" ?\" text NOT NULL", "\"select\" float8"),
              "(v + 1)::int8, 'schlüssel ' || k, v / 3.0::float8"),
          new Shape(
              "nullable keys of two columns",
              List.of(0, 1),
              List.of("a int4", "b text", "c int8"),
              "nullif(k % 7, 0), nullif('x' || k / 7, 'x0'), v::int8"),
          new Shape(
              "numeric key of changing scale",
              List.of(0),
              List.of("n numeric NOT NULL", "v int4"),
              "round(k::numeric, 1 + v), v"),
          new Shape(
              "nullable numeric key and nothing else",
              List.of(0),
              List.of("n numeric"),
              "CASE WHEN k > 1 THEN round(k::numeric, 1 + v) END"),
          new Shape(
              "caseless key",
              List.of(0),
              List.of("name text COLLATE public.caseless NOT NULL", "v int4"),
              "CASE v WHEN 0 THEN 'key' || k ELSE 'KEY' || k END COLLATE public.caseless, v"),
          new Shape(
              "enum and padded key",
              List.of(0, 1),
              List.of("m public.mood NOT NULL", "c char(8) NOT NULL", "v text"),
              "(enum_range(NULL::public.mood))[1 + k % 3], (k / 3)::text::char(8), 'v' || v"),
          new Shape(
              "every kind of type beside a key",
              List.of(0),
              List.of(
                  "id public.small NOT NULL",
                  "m public.mood",
                  "ms public.mood[]",
                  "p public.pair",
                  "ps public.pair[]",
                  "matrix int4[]",
                  "texts text[]",
                  "j json",
                  "jb jsonb",
                  "r int4range",
                  "mr int4multirange",
                  "i interval",
                  "by bytea",
                  "pt point",
                  "bits varbit",
                  "nn numeric",
                  "ip inet",
                  "x xml",
                  "c \"char\"",
                  "money money"),
              """
              k::public.small, (enum_range(NULL::public.mood))[1 + v],
              ARRAY['sad', NULL]::public.mood[], ROW(v, NULL, 1.50)::public.pair,
              ARRAY[ROW(v, 'x', 1.0)::public.pair, NULL],
              CASE v WHEN 0 THEN '{}'::int4[] WHEN 1 THEN '{{1,2},{3,4}}' ELSE '[2:3]={5,NULL}' END,
              ARRAY[['a', 'b,"'], [NULL, 'v' || v]], ('{"b": ' || v || ', "a":  1}')::json,
              ('{"b": ' || v || '.0, "a": 1}')::jsonb, int4range(v, v + 5),
              int4multirange(int4range(v, 5)), v * interval '1 mon 30 days', decode('00ff', 'hex'),
              point(v, -0.0), B'101'::varbit, CASE v WHEN 0 THEN 'NaN'::numeric ELSE v + 0.10 END,
              '10.0.0.1/8'::inet, '<a/>'::xml, 'c'::"char", v::money
              """),
          new Shape(
              "duplicates with NULLs",
              List.of(),
              List.of("a int4", "b text", "n numeric"),
              "nullif(k % 5, 0), nullif('b' || k % 3, 'b0'), round(1::numeric, v)"),
          new Shape(
              "duplicates of every kind of type",
              List.of(),
              List.of(
                  "m public.mood",
                  "ms public.mood[]",
                  "p public.pair",
                  "matrix int4[]",
                  "texts text[]",
                  "j json",
                  "jb jsonb",
                  "pt point",
                  "f float8",
                  "i interval",
                  "c text COLLATE public.caseless",
                  "money money",
                  "n numeric(8,2)"),
              """
              (enum_range(NULL::public.mood))[1 + v], ARRAY['sad', NULL]::public.mood[],
              ROW(v, NULL, 1.50)::public.pair, '{{1,2},{3,4}}'::int4[], ARRAY['a', NULL],
              ('{"b": ' || v || ', "a":  1}')::json, ('{"b": ' || v || '.0, "a": 1}')::jsonb,
              point(k % 2, 1), CASE v WHEN 0 THEN 0.0::float8 WHEN 1 THEN '-0.0' ELSE 'NaN' END,
              CASE v WHEN 0 THEN interval '1 mon' ELSE interval '30 days' END,
              CASE k % 2 WHEN 0 THEN 'same' ELSE 'SAME' END COLLATE public.caseless, v::money,
              v::numeric(8,2)
              """),
          new Shape(
              "duplicates without any hash", List.of(), List.of("m money"), "(k % 4)::money"));

  static Stream<Arguments> shapes() {
    return SHAPES.stream()
        .flatMap(shape ->
            Stream.of(
                Arguments.of(15, shape, Thresholds.MEASURED),
                Arguments.of(18, shape, Thresholds.MEASURED),
                Arguments.of(15, shape, EVERY_WAY),
                Arguments.of(18, shape, EVERY_WAY)));
  }

  @BeforeAll
  static void startServers() throws IOException {
    SERVERS.put(15, PostgresServer.start(15));
    SERVERS.put(18, PostgresServer.start(18));
  }

  @AfterAll
  static void stopServers() throws IOException {
    for (PostgresServer server : SERVERS.values()) {
      server.close();
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void holdsWhatTheModelHoldsAfterEveryTick(int major, Shape shape, Thresholds thresholds)
      throws SQLException {
    try (SinkDatabase database = database(major)) {
      database.merger = new Merger(database.session, thresholds);
      Model model = new Model(database, shape, 60, 3);
      Random random = new Random(7);
      for (int tick = 0; tick < 25; tick++) {
        if (tick % 6 == 5) {
          model.replace(random);
        } else {
          model.merge(random, 1 + random.nextInt(40));
        }
        model.check();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("largeShapes")
  void holdsWhatTheModelHoldsAfterLargeTicks(int major, Shape shape) throws SQLException {
    try (SinkDatabase database = database(major)) {
      Model model = new Model(database, shape, 30_000, 2);
      Random random = new Random(11);
      model.replace(random);
      model.check();
      model.merge(random, 29_000);
      model.merge(random, 5_000);
      model.check();
      model.replace(random);
      model.check();
    }
  }

  static Stream<Arguments> largeShapes() {
    return Stream.of(
        Arguments.of(18, SHAPES.get(0)),
        Arguments.of(18, SHAPES.get(2)),
        Arguments.of(15, SHAPES.get(3)),
        Arguments.of(
            18,
            new Shape(
                "many duplicates",
                List.of(),
                List.of("a int4", "b text"),
                "nullif(k / 10, 0), 'b' || v")));
  }

  private static SinkDatabase database(int major) throws SQLException {
    SinkDatabase database = new SinkDatabase(SERVERS.get(major));
    database.execute(TYPES);
    return database;
  }

  /** A table in the sink and what should stand in it. */
  private static final class Model {
    private final SinkDatabase database;
    private final StreamTable table;
    private final List<Row> pool;
    private final int variants;
    private final boolean keyed;
    private final Map<Row, Long> content = new HashMap<>();
    private final int[] current; // with a key: the variant of each key number, −1 if none
    private Frontier frontier;

    Model(SinkDatabase database, Shape shape, int keys, int variants) throws SQLException {
      this.database = database;
      this.variants = variants;
      keyed = !shape.key().isEmpty();
      List<String> columns = new ArrayList<>();
      for (String column : shape.columns()) {
        columns.add(column.startsWith("\"") ? unquote(column) : column);
      }
      table = database.create("subject", shape.key(), columns.toArray(String[]::new));
      pool =
          database.rows(
              "SELECT %s FROM generate_series(1, %d) k, generate_series(0, %d) v ORDER BY k.k, v.v"
                  .formatted(shape.variants(), keys, variants - 1));
      current = new int[keys];
      java.util.Arrays.fill(current, -1);
      frontier = database.merger.acquire("circuit");
    }

    private static String unquote(String column) {
      int end = column.lastIndexOf('"');
      return column.substring(1, end).replace("\"\"", "§").replace(' ', '_').replace('§', '"')
          + column.substring(end + 1);
    }

    void merge(Random random, int changes) {
      ZSet delta = new ZSet();
      if (keyed) {
        for (int change = 0; change < changes; change++) {
          int key = random.nextInt(current.length);
          move(delta, key, random.nextInt(variants + 1) - 1);
        }
      } else {
        List<Row> present = new ArrayList<>(content.keySet());
        present.sort(null);
        Collections.shuffle(present, random);
        for (int change = 0; change < changes; change++) {
          Row row = pool.get(random.nextInt(pool.size()));
          if (change % 2 == 1 && change / 2 < present.size()) {
            Row old = present.get(change / 2);
            add(delta, old, -1 - (long) random.nextInt(Math.toIntExact(content.get(old))));
          } else {
            add(delta, row, 1L + random.nextInt(3));
          }
        }
      }
      frontier = database.tick(frontier, table, delta).frontier();
    }

    /** Turns the content into a random one. */
    void replace(Random random) {
      ZSet ignored = new ZSet();
      if (keyed) {
        for (int key = 0; key < current.length; key++) {
          if (random.nextInt(3) > 0) {
            move(ignored, key, random.nextInt(variants + 1) - 1);
          }
        }
      } else {
        for (Row row : new ArrayList<>(content.keySet())) {
          if (random.nextBoolean()) {
            add(ignored, row, -content.get(row));
          }
        }
        for (int i = 0; i < pool.size() / 3; i++) {
          add(ignored, pool.get(random.nextInt(pool.size())), 1);
        }
      }
      List<Row> rows = new ArrayList<>();
      content.forEach((row, copies) -> rows.addAll(Collections.nCopies(copies.intValue(), row)));
      try (MergeTransaction tick = database.merger.begin(frontier, frontier.lsn() + 1)) {
        tick.replace(table, rows.iterator());
        frontier = tick.commit().frontier();
      }
    }

    private void move(ZSet delta, int key, int variant) {
      if (current[key] >= 0) {
        add(delta, pool.get(key * variants + current[key]), -1);
      }
      if (variant >= 0) {
        add(delta, pool.get(key * variants + variant), 1);
      }
      current[key] = variant;
    }

    private void add(ZSet delta, Row row, long copies) {
      delta.add(row, copies);
      content.merge(row, copies, (a, b) -> a + b == 0 ? null : a + b);
    }

    void check() throws SQLException {
      assertEquals(content, database.content("public.subject"));
    }
  }
}
