package io.tidemark.engine.generated;

import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.QueryPlanner;
import io.tidemark.engine.circuit.Circuit;
import io.tidemark.engine.circuit.CircuitCompiler;
import io.tidemark.engine.circuit.LibraryExpressions;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Runs a case in PostgreSQL and in a circuit, side by side: after each batch the tables are read
 * and their difference is the circuit's input, in one step or in several, and what the circuit has
 * given out must be what the query gives, byte for byte in binary form.
 */
final class EngineRun {

  /** PostgreSQL refuses the case or cannot carry it out: it says nothing about the engine. */
  static final class NotACase extends Exception {
    private static final long serialVersionUID = 1;

    NotACase(Exception cause) {
      super(cause);
    }
  }

  private static final int MAJOR = 18;

  /** The fixture's databases order text by bytes. */
  private static final CollationRules COLLATIONS = new CollationRules(true, true);

  private final Connection connection;
  private int steps;

  EngineRun(Connection connection) {
    this.connection = connection;
  }

  /** Steps that were compared so far. */
  int steps() {
    return steps;
  }

  /**
   * @return what differs; null if nothing does
   * @throws io.tidemark.engine.UnsupportedQueryException if the engine refuses the query
   */
  @org.jspecify.annotations.Nullable
  String mismatch(Case run) throws NotACase {
    String query = run.query().text();
    PlannedQuery planned;
    try (Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE t1, t2, t3");
      statement.execute("EXPLAIN " + query);
      planned = new QueryPlanner().plan(connection, query, List.of("public"));
    } catch (SQLException | io.tidemark.engine.InvalidQueryException refused) {
      throw new NotACase(refused);
    }
    SplittableRandom random = new SplittableRandom(run.seed());
    InMemoryArrangements arrangements = new InMemoryArrangements();
    Circuit circuit = circuit(planned, arrangements);
    Map<Integer, ZSet> contents = new HashMap<>();
    ZSet output = new ZSet();
    add(output, circuit.step(Map.of()));
    for (int batch = -1; batch < run.batches().size(); batch++) {
      apply(batch < 0 ? run.data() : run.batches().get(batch));
      ZSet expected = rows(query); // first: where PostgreSQL fails, the engine may fail too
      Map<Integer, ZSet> deltas = new HashMap<>();
      for (SourceTable source : circuit.sources()) {
        ZSet now = rows(select(source));
        deltas.put(source.oid(), minus(now, contents.getOrDefault(source.oid(), new ZSet())));
        contents.put(source.oid(), now);
      }
      if (random.nextInt(3) == 0) {
        for (Map.Entry<Integer, ZSet> delta : deltas.entrySet()) {
          for (ZSet part : halves(delta.getValue(), random)) {
            add(output, circuit.step(Map.of(delta.getKey(), part)));
          }
        }
      } else {
        add(output, circuit.step(deltas));
      }
      if (random.nextInt(4) == 0) {
        circuit = circuit(planned, arrangements);
      }
      output.consolidate();
      ZSet difference = minus(expected, output);
      steps++;
      String repeated = repeatedKey(expected, planned.streamTable().key());
      if (repeated != null) {
        return repeated;
      }
      if (!difference.isEmpty()) {
        return "after batch %d of %d\n  missing (+) and surplus (-): %s\n  expected: %s\n"
            .formatted(batch, run.batches().size(), difference, expected);
      }
    }
    return null;
  }

  /** The first rows that are equal in the columns which the plan says identify a row. */
  private static @Nullable String repeatedKey(ZSet rows, List<Integer> key) {
    Map<Row, Row> seen = new HashMap<>();
    for (int i = 0; i < rows.size() && !key.isEmpty(); i++) {
      Row keyOfRow = rows.row(i).project(key.stream().mapToInt(Integer::intValue).toArray());
      Row other = seen.put(keyOfRow, rows.row(i));
      if (other != null || rows.weight(i) != 1) {
        return "after batch, columns %s are no key: %s, %s x %d\n"
            .formatted(key, other, rows.row(i), rows.weight(i));
      }
    }
    return null;
  }

  private static Circuit circuit(PlannedQuery planned, InMemoryArrangements arrangements) {
    return CircuitCompiler.compile(
        Map.of("q", planned.streamTable().plan()),
        Map.of(),
        arrangements,
        new LibraryExpressions(COLLATIONS, MAJOR));
  }

  private static void add(ZSet output, Map<String, ZSet> step) {
    step.values().forEach(output::addAll);
  }

  private static List<ZSet> halves(ZSet delta, SplittableRandom random) {
    ZSet one = new ZSet();
    ZSet two = new ZSet();
    delta.forEach((row, weight) -> (random.nextBoolean() ? one : two).add(row, weight));
    return List.of(one, two);
  }

  private static ZSet minus(ZSet left, ZSet right) {
    ZSet difference = new ZSet();
    difference.addAll(left);
    right.forEach((row, weight) -> difference.add(row, -weight));
    return difference.consolidate();
  }

  private void apply(List<String> statements) throws NotACase {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException refused) {
      throw new NotACase(refused);
    }
  }

  private static String select(SourceTable source) {
    return "SELECT %s FROM %s"
        .formatted(
            source.columns().stream().map(Field::name).collect(Collectors.joining(", ")),
            source.name());
  }

  private ZSet rows(String query) throws NotACase {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)", bytes);
      return parse(bytes.toByteArray());
    } catch (SQLException | IOException refused) {
      throw new NotACase(refused);
    }
  }

  /** PostgreSQL manual, COPY, "Binary Format". */
  private static ZSet parse(byte[] copy) throws IOException {
    ZSet rows = new ZSet();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(copy));
    in.skipNBytes(15);
    in.skipNBytes(in.readInt());
    for (int fields = in.readShort(); fields >= 0; fields = in.readShort()) {
      RowBuilder row = new RowBuilder(fields);
      for (int i = 0; i < fields; i++) {
        int length = in.readInt();
        if (length < 0) {
          row.addNull();
        } else {
          row.add(in.readNBytes(length), 0, length);
        }
      }
      rows.add(row.build(), 1);
    }
    return rows.consolidate();
  }
}
