package io.tidemark.server.service;

import io.tidemark.config.QualifiedName;
import io.tidemark.config.Settings;
import io.tidemark.engine.analyzed.QueryInspector;
import io.tidemark.engine.function.NumberSymbols;
import io.tidemark.engine.function.SessionSettings;
import io.tidemark.engine.function.Zones;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.server.evaluation.ServerEvaluation;
import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.state.log.ChangeLog;
import io.tidemark.wal.CapturedTable;
import io.tidemark.wal.Database;
import io.tidemark.wal.Publication;
import io.tidemark.wal.QueryRows;
import io.tidemark.wal.ReplicationSlot;
import io.tidemark.wal.Snapshot;
import io.tidemark.wal.SourceCatalog;
import io.tidemark.wal.SourceException;
import io.tidemark.wal.WalReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source database's side of the service: slot, publication, captured tables with their change
 * logs, the reader. Owned by the core's thread.
 */
final class Sources implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Sources.class);
  private static final String APPLICATION_NAME = "tidemark";
  private static final String EVALUATION_NAME = "tidemark-evaluation";

  /** Changes that are kept before a log is trimmed: each trim leaves a tombstone in RocksDB. */
  private static final long TRIM_BYTES_MIN = 8L << 20;

  /** Connections that load at once: more only compete for the source's disks and cores. */
  private static final int LOAD_PARALLELISM = 2;

  /** Counting more rows than this would hold up a start. */
  private static final long COUNTED_ROWS_MAX = 5_000_000;

  /** A captured table and its log. */
  record Captured(CapturedTable table, ChangeLog log) {}

  private final Database database;
  private final ReplicationSlot slot;
  private final Publication publication;
  private final StateStore store;
  private final WalReader reader;
  private final Map<Integer, Captured> captured = new HashMap<>();
  private final Map<Integer, String> partitions = new HashMap<>();
  private final ServerEvaluation evaluation;
  private final Zones zones = new Zones(this::agrees);
  private Connection connection;
  private boolean started;

  private Sources(
      Database database, Settings.Source settings, StateStore store, WalReader.Listener listener) {
    this.database = database;
    this.store = store;
    this.slot = new ReplicationSlot(settings.slot());
    this.publication = new Publication(settings.publication());
    this.reader = new WalReader(database, slot, publication, store, listener, APPLICATION_NAME);
    this.evaluation = new ServerEvaluation(() -> database.connect(EVALUATION_NAME));
    this.connection = database.connect(APPLICATION_NAME);
  }

  /**
   * Connects, checks what the server must allow, and creates or adopts the slot.
   *
   * @throws SourceException if something is missing there
   */
  static Sources open(Settings.Source settings, StateStore store, WalReader.Listener listener)
      throws SQLException {
    Database database = new Database(settings.url().jdbcUrl(), settings.url().properties());
    Sources sources = new Sources(database, settings, store, listener);
    try {
      ReplicationSlot.checkServer(sources.connection);
      // The publication first: before PostgreSQL 18, decoding a change older than it is an error
      sources.publication.cover(sources.connection, List.of());
      long holdsFrom = sources.slot.ensure(sources.connection);
      sources.checkContinuity(holdsFrom);
      return sources;
    } catch (SQLException | RuntimeException failed) {
      sources.connection.close();
      throw failed;
    }
  }

  /** The slot must hold everything from the end of the change logs on; else they begin anew. */
  private void checkContinuity(long slotHoldsFrom) {
    long end = store.logs().end();
    if (Long.compareUnsigned(slotHoldsFrom, end) > 0) {
      if (end != Lsn.NONE) {
        log.warn(
            "The slot {} holds changes from {} only, the change logs end at {}: everything is loaded anew and only the difference merged",
            slot.name(),
            Lsn.format(slotHoldsFrom),
            Lsn.format(end));
        for (String circuit : store.circuits()) {
          store.dropCircuit(circuit);
        }
        for (String source : store.logs().sources()) {
          store.logs().drop(source);
        }
      }
      store.logs().advance(slotHoldsFrom);
    }
  }

  /** The session for planning and catalog look-ups; reconnected if it was lost. */
  Connection connection() throws SQLException {
    if (!connection.isValid(5)) {
      connection.close();
      connection = database.connect(APPLICATION_NAME);
    }
    return connection;
  }

  /** PostgreSQL as a computer of expressions. */
  ServerEvaluation evaluation() {
    return evaluation;
  }

  /** What may be assumed of the database's default collation. */
  CollationRules collations() throws SQLException {
    try (var statement = connection().createStatement();
        var row =
            statement.executeQuery(
                "SELECT datlocprovider, datcollate, datctype FROM pg_database WHERE datname ="
                    + " current_database()")) {
      row.next();
      boolean icu = row.getString(1).equals("i");
      String order = row.getString(2);
      String letters = row.getString(3);
      boolean isC = order.equals("C") || order.equals("POSIX");
      boolean bytewise =
          isC || order.equalsIgnoreCase("C.UTF-8") || order.equalsIgnoreCase("C.UTF8");
      return new CollationRules(
          !icu && bytewise,
          !icu && isC && (letters.equals("C") || letters.equals("POSIX")),
          deterministicCollations());
    }
  }

  /** Those of users' own, by OID. */
  private Set<Integer> deterministicCollations() throws SQLException {
    Set<Integer> collations = new HashSet<>();
    try (var statement = connection().createStatement();
        var rows =
            statement.executeQuery(
                "SELECT oid::int8 FROM pg_catalog.pg_collation WHERE oid >= 16384 AND"
                    + " collisdeterministic")) {
      while (rows.next()) {
        collations.add((int) rows.getLong(1));
      }
    }
    return collations;
  }

  int major() throws SQLException {
    return connection().getMetaData().getDatabaseMajorVersion();
  }

  /**
   * Settings of this session by which PostgreSQL computes: the time zone is that of this machine
   * unless the connection sets another, what numbers are written with is the locale's.
   */
  SessionSettings settings() throws SQLException {
    try (var statement = connection().createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT current_setting('TimeZone'), current_setting('DateStyle') LIKE 'ISO%'
                  AND current_setting('IntervalStyle') = 'postgres',
                  to_char(1.5, 'FM9D9'), to_char(1000, 'FM9G999'), to_char(1000, 'FM9G999D0'),
                  to_char(1, 'FML9'), to_char(-1, 'FMS9'), to_char(1, 'FMS9')
                """)) {
      row.next();
      return new SessionSettings(
          zone(row.getString(1)),
          zones,
          NumberSymbols.ofSamples(
              row.getString(3),
              row.getString(4),
              row.getString(5),
              row.getString(6),
              row.getString(7),
              row.getString(8)),
          row.getBoolean(2));
    }
  }

  /** Whether a zone has these offsets in the server's time zone database. */
  private boolean agrees(String zone, List<Long> seconds, List<Integer> offsets) {
    String sql =
        """
        SELECT NOT EXISTS (
          SELECT FROM unnest(?::bigint[], ?::integer[]) AS sample(at, zone_offset)
          WHERE extract(epoch FROM to_timestamp(at) AT TIME ZONE ?) - at <> zone_offset)
        """;
    try (var query = connection().prepareStatement(sql)) {
      query.setArray(1, connection.createArrayOf("int8", seconds.toArray()));
      query.setArray(2, connection.createArrayOf("int4", offsets.toArray()));
      query.setString(3, zone);
      try (var rows = query.executeQuery()) {
        rows.next();
        boolean agrees = rows.getBoolean(1);
        if (!agrees) {
          log.info(
              "The time zone {} differs from the server's: PostgreSQL computes what depends on it",
              zone);
        }
        return agrees;
      }
    } catch (SQLException unknownThere) {
      log.info(
          "The time zone {} is not the server's: PostgreSQL computes what depends on it: {}",
          zone,
          unknownThere.getMessage());
      return false;
    }
  }

  /** Null if it is none that Java knows by its name: then what depends on it is refused. */
  private static @Nullable ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return null;
    }
  }

  /**
   * The partitioned tables whose set of partitions, or the storage of one, is not what it was at
   * the last call: attached, detached, truncated or dropped partitions are not in the stream.
   */
  List<CapturedTable> repartitioned() throws SQLException {
    Long[] oids =
        captured.values().stream()
            .filter(source -> source.table().partitioned())
            .map(source -> Integer.toUnsignedLong(source.table().oid()))
            .toArray(Long[]::new);
    List<CapturedTable> changed = new ArrayList<>();
    if (oids.length == 0) {
      return changed;
    }
    try (var query =
        connection()
            .prepareStatement(
                """
                SELECT r.root, coalesce(string_agg(c.oid || ':' || c.relfilenode, ' ' ORDER BY c.oid), '')
                FROM unnest(?::int8[]) AS r(root)
                LEFT JOIN LATERAL pg_partition_tree(r.root::oid::regclass) t ON true
                LEFT JOIN pg_class c ON c.oid = t.relid GROUP BY r.root\
                """)) {
      query.setArray(1, connection.createArrayOf("int8", oids));
      try (var row = query.executeQuery()) {
        while (row.next()) {
          int oid = (int) row.getLong(1);
          String before = partitions.put(oid, row.getString(2));
          if (before != null && !before.equals(row.getString(2))) {
            changed.add(get(oid).table());
          }
        }
      }
    }
    return changed;
  }

  /**
   * Describes the tables, puts them into the publication and opens their logs. They are loaded
   * afterwards if {@link #needsLoad}.
   *
   * @throws SourceException if one of them cannot be captured
   */
  void capture(Collection<SourceTable> tables) throws SQLException {
    SourceCatalog catalog = new SourceCatalog(connection());
    Map<Integer, CapturedTable> described = new HashMap<>();
    for (SourceTable table : tables) {
      described.put(table.oid(), catalog.describe(table.oid()));
    }
    publication.cover(connection(), described.values());
    for (CapturedTable table : described.values()) {
      Captured known = captured.get(table.oid());
      if (known == null || !known.table().logName().equals(table.logName())) {
        ChangeLog opened = store.logs().open(table.logName(), table.keyColumns());
        captured.put(table.oid(), new Captured(table, opened));
        if (opened.isLoaded() && started) {
          hold(() -> reader.capture(table, opened));
        } else if (opened.isLoaded()) {
          reader.capture(table, opened);
        }
      }
    }
  }

  /**
   * Looks whether a table's changes could be captured.
   *
   * @throws SourceException if not, saying why
   */
  void checkCapturable(int oid) throws SQLException {
    new SourceCatalog(connection()).describe(oid);
  }

  /**
   * Publishes tables, so that the reader tells of their changes once {@link #watch} names them.
   *
   * @return the first transaction that cannot have begun before they were published
   * @throws SourceException if one of them cannot be published without harm
   */
  long publish(Collection<Integer> oids) throws SQLException {
    SourceCatalog catalog = new SourceCatalog(connection());
    List<CapturedTable> tables = new ArrayList<>();
    for (int oid : oids) {
      tables.add(catalog.describe(oid));
    }
    publication.cover(connection(), tables);
    try (var statement = connection().createStatement();
        var row = statement.executeQuery("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")) {
      row.next();
      return Long.parseUnsignedLong(row.getString(1));
    }
  }

  /** Names the published tables whose changes the reader tells of. */
  void watch(Set<Integer> oids) {
    reader.watch(oids);
  }

  /** What tells whether tables were rewritten, truncated or repartitioned, by OID. */
  Map<Integer, String> storage(Collection<Integer> oids) throws SQLException {
    Map<Integer, String> storage = new HashMap<>();
    if (oids.isEmpty()) {
      return storage;
    }
    Long[] roots = oids.stream().map(Integer::toUnsignedLong).toArray(Long[]::new);
    try (var query =
        connection()
            .prepareStatement(
                """
                SELECT r.root, string_agg(c.oid || ':' || c.relfilenode, ' ' ORDER BY c.oid)
                FROM unnest(?::int8[]) AS r(root)
                JOIN pg_class c ON c.oid = r.root::oid
                  OR c.oid IN (SELECT relid FROM pg_partition_tree(r.root::oid::regclass))
                GROUP BY r.root\
                """)) {
      query.setArray(1, connection.createArrayOf("int8", roots));
      try (var row = query.executeQuery()) {
        while (row.next()) {
          storage.put((int) row.getLong(1), row.getString(2));
        }
      }
    }
    return storage;
  }

  /** Starts a query in the source database. Any thread. */
  QueryRows query(String query, List<String> searchPath, int columns) throws SQLException {
    return QueryRows.start(database, query, searchPath, columns);
  }

  /**
   * Has PostgreSQL compute every row of a query, and throws them away. Any thread.
   *
   * @throws SQLException if it cannot, with its SQLSTATE
   */
  void probe(String query, List<String> searchPath) throws SQLException {
    String statement;
    try (Connection session = database.connect("tidemark-probe")) {
      statement = new QueryInspector().inspect(session, query, searchPath).query();
    }
    // the text form of whole rows, or the planner would leave out columns that nobody asks for
    try (QueryRows rows =
        query("SELECT count(q::text) FROM (" + statement + "\n) AS q", searchPath, 1)) {
      rows.next();
    } catch (QueryRows.QueryFailedException failed) {
      throw failed.error();
    }
  }

  /** The rows of a table as it stands; of a large one, PostgreSQL's estimate. */
  long countRows(QualifiedName name) throws SQLException {
    try (var estimate =
        connection()
            .prepareStatement("SELECT reltuples::int8 FROM pg_class WHERE oid = ?::regclass")) {
      estimate.setString(1, name.quoted());
      try (var row = estimate.executeQuery()) {
        if (row.next() && row.getLong(1) > COUNTED_ROWS_MAX) {
          return row.getLong(1);
        }
      }
    }
    try (var statement = connection().createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + name.quoted())) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The end of the change logs: what a tick may read up to. */
  long end() {
    return store.logs().end();
  }

  boolean needsLoad(int oid) {
    return !get(oid).log().isLoaded();
  }

  ChangeLog logOf(int oid) {
    return get(oid).log();
  }

  private Captured get(int oid) {
    Captured source = captured.get(oid);
    if (source == null) {
      throw new IllegalStateException("the table with OID " + oid + " was not captured");
    }
    return source;
  }

  /** Takes the rows of one source's snapshot. */
  interface RowTaker {
    void take(int source, List<io.tidemark.state.row.Row> rows);
  }

  /**
   * Reads all rows of some sources at one snapshot; logs that are not loaded yet are loaded on the
   * way. The reader is held back meanwhile if it has started and a log is loaded.
   *
   * @return the LSN that the rows are as of
   */
  long load(Set<Integer> oids, RowTaker rows) throws SQLException {
    Set<Integer> unloaded = oids.stream().filter(this::needsLoad).collect(Collectors.toSet());
    boolean hold = started && !unloaded.isEmpty();
    if (hold) {
      reader.pause();
    }
    try (Snapshot snapshot = Snapshot.take(database)) {
      for (int oid : oids) {
        Captured source = get(oid);
        boolean fill = unloaded.contains(oid);
        snapshot.copy(
            source.table(),
            LOAD_PARALLELISM,
            batch -> {
              if (fill) {
                source.log().load(batch.iterator());
              }
              rows.take(oid, batch);
            });
      }
      for (int oid : unloaded) {
        Captured source = get(oid);
        source.log().loaded(snapshot.lsn());
        reader.capture(source.table(), source.log());
      }
      return snapshot.lsn();
    } finally {
      if (hold) {
        reader.resume();
      }
    }
  }

  /**
   * Forgets a source whose changes cannot be followed any more; it is captured anew when needed.
   */
  void forget(CapturedTable table) {
    captured.remove(table.oid());
    hold(() -> store.logs().drop(table.logName()));
  }

  private void hold(Runnable work) {
    reader.pause();
    try {
      work.run();
    } finally {
      reader.resume();
    }
  }

  /** Starts the reader, after every source that the definitions read was captured. */
  void start() {
    Set<String> followed =
        captured.values().stream().map(source -> source.log().source()).collect(Collectors.toSet());
    for (String source : store.logs().sources()) {
      if (!followed.contains(source)) {
        store.logs().drop(source); // nobody would append to it: it would come back with a hole
      }
    }
    reader.start();
    started = true;
  }

  boolean isConnected() {
    return reader.isConnected();
  }

  /**
   * Puts a mark into the WAL behind everything that is committed now.
   *
   * @return its LSN: the change logs have reached it when all that is in them
   */
  long emitBarrier() throws SQLException {
    try (Connection session = database.connect(APPLICATION_NAME);
        var statement = session.createStatement()) {
      statement.execute("SET synchronous_commit = local");
      try (var row =
          statement.executeQuery(
              "SELECT pg_logical_emit_message(true, '%s', 'sync')::text"
                  .formatted(WalReader.BARRIER_PREFIX))) {
        row.next();
        return Lsn.parse(row.getString(1));
      }
    }
  }

  /** Writes a barrier that only gives an LSN: on this connection, since the clock asks often. */
  void emitLsn() throws SQLException {
    try (var statement = connection().createStatement()) {
      statement.execute(
          "SET synchronous_commit = local; SELECT pg_logical_emit_message(true, '%s', 'clock')"
              .formatted(WalReader.BARRIER_PREFIX));
    }
  }

  /** WAL that the slot keeps and the change logs have not seen, in bytes. */
  long walBytesBehind() throws SQLException {
    try (var query =
        connection()
            .prepareStatement("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), ?::pg_lsn)::int8")) {
      query.setString(1, Lsn.format(store.logs().end()));
      try (var row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Trims the logs that are worth it to what every reader is durably past. */
  void trim(Map<Integer, Long> slowestReaders) {
    captured.forEach((oid, source) -> {
      if (source.log().isLoaded() && source.log().bytes() > TRIM_BYTES_MIN) {
        source.log().trim(slowestReaders.getOrDefault(oid, source.log().start()));
      }
    });
  }

  @Override
  public void close() throws SQLException {
    if (started) {
      reader.close();
    }
    evaluation.close();
    connection.close();
  }
}
