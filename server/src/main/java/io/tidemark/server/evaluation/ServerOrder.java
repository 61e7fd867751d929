package io.tidemark.server.evaluation;

import io.tidemark.engine.function.ValueOrder;
import io.tidemark.engine.type.PgType;
import io.tidemark.sink.WireStatements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An order by {@code dense_rank() OVER (PARTITION BY … ORDER BY v COLLATE …)} over the values of a
 * binary array. Values that cannot be elements of an array, such as arrays, come as VALUES.
 *
 * <p>Cost: a round trip and the server's sort: 1 to 3 µs per value by ICU.
 */
final class ServerOrder implements ValueOrder {

  private static final int VALUES_MAX = 100_000;

  /** Where each is a parameter of its own. */
  private static final int PARAMETERS_MAX = 1_024;

  private static final int INT4_ARRAY = 1007;
  private static final String UNDEFINED_FUNCTION = "42883";

  private final ServerEvaluation server;
  private final PgType type;
  private ServerTypes.@Nullable Type known;
  private @Nullable String ordering;

  ServerOrder(ServerEvaluation server, PgType type) {
    this.server = server;
    this.type = type;
  }

  /** Whether the type has an order. */
  boolean isThere() {
    String by = ordering();
    String none = "CAST(NULL AS " + described().name() + ")";
    return server.ask(session -> {
      try (var statement =
          session.prepareStatement(
              "SELECT v FROM (SELECT %s) AS a (v) ORDER BY %s".formatted(none, by))) {
        statement.executeQuery().close();
        return true;
      } catch (SQLException failed) {
        if (UNDEFINED_FUNCTION.equals(failed.getSQLState())) {
          return false;
        }
        throw failed;
      }
    });
  }

  @Override
  public int valuesMax() {
    return isElement() ? VALUES_MAX : PARAMETERS_MAX;
  }

  private boolean isElement() {
    return described().array() != 0;
  }

  private ServerTypes.Type described() {
    ServerTypes.Type described = known;
    if (described == null) {
      described = server.ask(session -> server.types().type(session, type.oid()));
      known = described;
    }
    return described;
  }

  /** {@code ORDER BY v}, by the type's default order. */
  private String ordering() {
    String text = ordering;
    if (text == null) {
      text = type.collation() == 0 ? "v" : "v COLLATE " + server.collationName(type.collation());
      ordering = text;
    }
    return text;
  }

  @Override
  public int[] ranks(int[] parts, List<byte[]> values) {
    RowBuilder builder = new RowBuilder(1);
    List<Row> rows = values.stream().map(value -> builder.add(value).build()).toList();
    String by = ordering();
    ServerTypes.Type of = described();
    return server.ask(_ -> {
      long start = System.nanoTime();
      try {
        return ranks(of, by, parts, rows);
      } finally {
        server.count(rows.size(), System.nanoTime() - start);
      }
    });
  }

  private int[] ranks(ServerTypes.Type of, String by, int[] parts, List<Row> rows)
      throws SQLException {
    WireStatements statements = server.statements();
    int slots = Batches.roundedUp(rows.size(), PARAMETERS_MAX);
    String from = of.array() != 0 ? "unnest(?, ?) WITH ORDINALITY" : parameters(of.name(), slots);
    PreparedStatement statement =
        statements.prepare(
            "SELECT i, dense_rank() OVER (PARTITION BY p ORDER BY %s) FROM (SELECT %s AS v, r.p, r.i FROM %s AS r (v, p, i)) AS a"
                .formatted(by, of.received("r.v"), from));
    if (of.array() != 0) {
      byte[] array = Batches.array(of, type.oid(), rows, 0);
      statement.setObject(1, statements.parameter(of.array(), array));
      statement.setObject(2, statements.parameter(INT4_ARRAY, array(parts)));
    } else {
      for (int slot = 0; slot < slots; slot++) {
        Row row = rows.get(Math.min(slot, rows.size() - 1));
        int part = parts[Math.min(slot, parts.length - 1)];
        statement.setObject(2 * slot + 1, statements.parameter(type.oid(), row.copy(0)));
        statement.setInt(2 * slot + 2, part);
      }
    }
    int[] ranks = new int[rows.size()];
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        int place = (int) result.getLong(1) - 1;
        if (place < ranks.length) {
          ranks[place] = (int) result.getLong(2);
        }
      }
    }
    return ranks;
  }

  private static byte[] array(int[] numbers) {
    RowBuilder builder = new RowBuilder(1);
    List<Row> rows = IntStream.of(numbers).mapToObj(n -> builder.addInt(n).build()).toList();
    return Batches.array(PgType.INT4, rows, 0);
  }

  private static String parameters(String typeName, int slots) {
    StringJoiner values = new StringJoiner(", ", "(VALUES ", ")");
    for (int slot = 1; slot <= slots; slot++) {
      values.add("(CAST(? AS " + typeName + "), ?::int4, " + slot + "::int8)");
    }
    return values.toString();
  }
}
