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
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * An order by {@code dense_rank() OVER (ORDER BY v COLLATE …)} over the values of a binary array.
 * Values that cannot be elements of an array, such as arrays, come as VALUES.
 *
 * <p>Cost: a round trip and the server's sort: 1 to 3 µs per value by ICU.
 */
final class ServerOrder implements ValueOrder {

  private static final int VALUES_MAX = 100_000;

  /** Where each is a parameter of its own. */
  private static final int PARAMETERS_MAX = 1_024;

  private final ServerEvaluation server;
  private final PgType type;
  private ServerTypes.@Nullable Type known;
  private @Nullable String ordering;

  ServerOrder(ServerEvaluation server, PgType type) {
    this.server = server;
    this.type = type;
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
  public int[] ranks(List<byte[]> values) {
    RowBuilder builder = new RowBuilder(1);
    List<Row> rows = values.stream().map(value -> builder.add(value).build()).toList();
    String by = ordering();
    ServerTypes.Type of = described();
    return server.ask(session -> {
      long start = System.nanoTime();
      try {
        return ranks(session, of, by, rows);
      } finally {
        server.count(rows.size(), System.nanoTime() - start);
      }
    });
  }

  private int[] ranks(BaseConnection session, ServerTypes.Type of, String by, List<Row> rows)
      throws SQLException {
    WireStatements statements = server.statements();
    int slots = Batches.roundedUp(rows.size(), PARAMETERS_MAX);
    String from = of.array() != 0 ? "unnest(?) WITH ORDINALITY" : parameters(of.name(), slots);
    PreparedStatement statement =
        statements.prepare(
            "SELECT i, dense_rank() OVER (ORDER BY %s) FROM (SELECT %s AS v, p.i FROM %s AS p (v, i)) AS a"
                .formatted(by, of.received("p.v"), from));
    if (of.array() != 0) {
      byte[] array = Batches.array(of, type.oid(), rows, 0);
      statement.setObject(1, statements.parameter(of.array(), array));
    } else {
      for (int slot = 0; slot < slots; slot++) {
        Row row = rows.get(Math.min(slot, rows.size() - 1));
        statement.setObject(slot + 1, statements.parameter(type.oid(), row.copy(0)));
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

  private static String parameters(String typeName, int slots) {
    StringJoiner values = new StringJoiner(", ", "(VALUES ", ")");
    for (int slot = 1; slot <= slots; slot++) {
      values.add("(CAST(? AS " + typeName + "), " + slot + "::int8)");
    }
    return values.toString();
  }
}
