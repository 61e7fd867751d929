package io.tidemark.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * A whole configuration: {@code tidemark.yaml} with its includes, checked.
 *
 * @param sink equal to the source's address unless given
 * @param streamTables in the order of their files
 */
public record Settings(
    Source source,
    ConnectionUrl sink,
    State state,
    InetSocketAddress listen,
    List<StreamTableDefinition> streamTables) {

  /** The database whose changes are read. */
  public record Source(ConnectionUrl url, String slot, String publication) {}

  /** Where state is kept and how much memory it may take. */
  public record State(Path directory, long memoryBytes) {}

  public Settings {
    streamTables = List.copyOf(streamTables);
  }

  /** Whether stream tables live in the source database itself. */
  public boolean sinkIsSource() {
    return sink.jdbcUrl().equals(source.url().jdbcUrl());
  }
}
