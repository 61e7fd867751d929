package io.tidemark.sink;

import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.StreamTablePlan;
import io.tidemark.engine.type.PgType;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database for one test: an ordinary role {@code tidemark} owns the sink, a superuser looks on.
 */
final class SinkDatabase implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  final PostgresServer server;
  final String name = "sink" + COUNT.incrementAndGet();
  final Connection superuser;
  final SinkSession session;
  final StreamTableDdl ddl;
  Merger merger;

  SinkDatabase(PostgresServer server) throws SQLException {
    this.server = server;
    server.createDatabase(name);
    superuser = server.connect(name);
    execute(
        """
        DO $$ BEGIN CREATE ROLE tidemark LOGIN PASSWORD 'secret';
        EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        GRANT CREATE ON DATABASE %s TO tidemark;
        GRANT CREATE ON SCHEMA public TO tidemark
        """
            .formatted(name));
    session = connect();
    SinkSchema.bootstrap(session);
    ddl = new StreamTableDdl(session);
    merger = new Merger(session);
  }

  SinkAddress address() {
    Properties properties = new Properties();
    properties.setProperty("user", "tidemark");
    properties.setProperty("password", "secret");
    return new SinkAddress(server.jdbcUrl(name), properties);
  }

  SinkSession connect() {
    return address().connect();
  }

  /** As the superuser. */
  void execute(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }

  /** One value as text, as the superuser. */
  String value(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** The rows of a query of one column that is a row, in wire format. */
  List<Row> rows(String sql) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (Statement statement = superuser.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT record_send(whole_row) FROM (" + sql + ") AS whole_row")) {
      while (result.next()) {
        rows.add(fromRecord(result.getBytes(1)));
      }
    }
    return rows;
  }

  private static Row fromRecord(byte[] record) {
    int columns = (int) Bytes.INT.get(record, 0);
    RowBuilder row = new RowBuilder(columns);
    int at = 4;
    for (int i = 0; i < columns; i++) {
      int length = (int) Bytes.INT.get(record, at + 4);
      at += 8;
      if (length < 0) {
        row.addNull();
      } else {
        row.add(record, at, length);
        at += length;
      }
    }
    return row.build();
  }

  /** A table's content as a multiset. */
  Map<Row, Long> content(String table) throws SQLException {
    Map<Row, Long> content = new HashMap<>();
    for (Row row : rows("SELECT * FROM " + table)) {
      content.merge(row, 1L, Long::sum);
    }
    return content;
  }

  static StreamTableDefinition definition(String table) {
    return new StreamTableDefinition(
        new RelationName("public", table),
        "SELECT …",
        List.of("public"),
        "continuous",
        "auto",
        "circuit");
  }

  /**
   * A plan with the given columns.
   *
   * @param columns as DDL writes them: name, type and, if so, NOT NULL
   */
  static StreamTablePlan plan(List<Integer> key, String... columns) {
    List<Field> fields = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (String column : columns) {
      boolean notNull = column.endsWith(" NOT NULL");
      String text = notNull ? column.substring(0, column.length() - " NOT NULL".length()) : column;
      int space = text.indexOf(' ');
      // The sink takes types from its own catalog; the plan's OIDs do not matter to it.
      fields.add(new Field(text.substring(0, space), PgType.of(PgType.UNKNOWN), !notNull));
      types.add(text.substring(space + 1));
    }
    return new StreamTablePlan(new Plan.Values(List.of(), fields), key, types);
  }

  StreamTable create(String table, List<Integer> key, String... columns) {
    return ddl.createOrAdopt(definition(table), TableShape.of(plan(key, columns)));
  }

  /** Merges one delta as a tick that moves the frontier by 1. */
  Committed tick(Frontier from, StreamTable table, ZSet delta) {
    try (MergeTransaction tick = merger.begin(from, from.lsn() + 1)) {
      tick.merge(table, delta);
      return tick.commit();
    }
  }

  @Override
  public void close() throws SQLException {
    session.close();
    superuser.close();
  }
}
