package io.tidemark.server.service;

import io.tidemark.config.ConnectionUrl;
import io.tidemark.sink.RelationName;
import io.tidemark.sink.SinkAddress;
import io.tidemark.sink.SinkSession;
import io.tidemark.sink.StreamTableRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes what SQL users see of the stream tables, over a session of its own. A status is written
 * when its state changed, and at most every ten seconds while only its numbers did. Core's thread
 * only.
 */
final class Registry implements AutoCloseable {

  private static final long NUMBERS_NANOS = 10_000_000_000L;

  private final SinkAddress address;
  private final Map<String, StreamTableStatus> written = new HashMap<>();
  private @Nullable SinkSession session;
  private long numbersWrittenNanos;

  Registry(ConnectionUrl url) {
    address = new SinkAddress(url.jdbcUrl(), url.properties());
  }

  void write(List<StreamTableStatus> statuses, UnaryOperator<String> circuitOf) {
    boolean numbersDue = System.nanoTime() - numbersWrittenNanos > NUMBERS_NANOS;
    List<StreamTableRegistry.Status> changed = new ArrayList<>();
    for (StreamTableStatus status : statuses) {
      StreamTableStatus before = written.get(status.name());
      boolean sameState =
          before != null
              && before.state() == status.state()
              && java.util.Objects.equals(before.lastError(), status.lastError());
      if (!sameState || (numbersDue && !status.equals(before))) {
        changed.add(registered(status, circuitOf.apply(status.name())));
        written.put(status.name(), status);
      }
    }
    if (numbersDue) {
      numbersWrittenNanos = System.nanoTime();
    }
    if (!changed.isEmpty()) {
      SinkSession open = session;
      if (open == null || open.isClosed()) {
        open = address.connect();
        session = open;
      }
      new StreamTableRegistry(open).update(changed);
    }
  }

  private static StreamTableRegistry.Status registered(StreamTableStatus status, String circuit) {
    int dot = status.name().indexOf('.');
    StreamTableStatus.LastError error = status.lastError();
    return new StreamTableRegistry.Status(
        new RelationName(status.name().substring(0, dot), status.name().substring(dot + 1)),
        circuit,
        status.state().name(),
        status.effectiveMode(),
        status.reason(),
        status.lagBytes(),
        status.lagSeconds(),
        status.rows(),
        error == null
            ? null
            : new StreamTableRegistry.LastError(
                error.code(), error.message(), error.hint(), Instant.now()));
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
