package io.tidemark.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * All that a {@code tidemark.yaml} and its included files say, complete and valid. Prints without
 * passwords.
 *
 * @param sink where the stream tables are; the source's database unless given
 * @param listen where the HTTP server listens
 * @param limits where it refuses or stops
 * @param defaults what a definition got that did not say otherwise
 * @param streamTables in an order in which each can be created: whatever one reads comes before it
 * @param warnings what is odd but usable
 */
public record Settings(
    Source source,
    ConnectionUrl sink,
    State state,
    InetSocketAddress listen,
    Limits limits,
    Defaults defaults,
    List<StreamTableDefinition> streamTables,
    List<Problem> warnings) {

  static final ListenAddress DEFAULT_LISTEN = new ListenAddress("127.0.0.1", 8780);

  public Settings {
    streamTables = List.copyOf(streamTables);
    warnings = List.copyOf(warnings);
  }

  /** Whether stream tables live in the source database itself. */
  public boolean sinkIsSource() {
    return sink.jdbcUrl().equals(source.url().jdbcUrl());
  }

  /** The database whose changes are read, and the names of the objects that Tidemark owns there. */
  public record Source(ConnectionUrl url, String slot, String publication) {
    static final String DEFAULT_SLOT = "tidemark";
    static final String DEFAULT_PUBLICATION = "tidemark";
  }

  /**
   * The local state, a cache of the databases.
   *
   * @param directory absolute
   * @param memoryBytes budget of heap and off-heap memory for state
   */
  public record State(Path directory, long memoryBytes) {
    static final String DEFAULT_DIRECTORY = "./state";
    static final ByteSize DEFAULT_MEMORY = ByteSize.ofMebibytes(2048);

    /** RocksDB's caches and the smallest useful write buffers need about this much. */
    static final ByteSize MIN_MEMORY = ByteSize.ofMebibytes(64);
  }

  /** What a definition gets that does not say otherwise. */
  public record Defaults(Schedule schedule, RefreshMode mode) {
    static final Defaults BUILT_IN = new Defaults(new Schedule.Continuous(), RefreshMode.AUTO);
  }
}
