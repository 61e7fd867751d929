package io.tidemark.server.service;

import io.tidemark.config.ConnectionUrl;
import io.tidemark.sink.Merger;
import io.tidemark.sink.SinkAddress;
import io.tidemark.sink.SinkSchema;
import io.tidemark.sink.SinkSession;
import io.tidemark.sink.StreamTableDdl;

/**
 * The sink's session and what works over it, renewed together after a lost connection. Core's
 * thread only.
 */
final class SinkConnection implements AutoCloseable {

  private final SinkAddress address;
  private SinkSession session;
  private Merger merger;
  private StreamTableDdl ddl;

  SinkConnection(ConnectionUrl url) {
    address = new SinkAddress(url.jdbcUrl(), url.properties());
    session = address.connect();
    try {
      SinkSchema.bootstrap(session);
    } catch (RuntimeException refused) {
      session.close();
      throw refused;
    }
    merger = new Merger(session);
    ddl = new StreamTableDdl(session);
  }

  Merger merger() {
    return merger;
  }

  StreamTableDdl ddl() {
    return ddl;
  }

  SinkSession session() {
    return session;
  }

  /** Connects anew if the session is lost. */
  void revive() {
    if (session.isClosed()) {
      session = address.connect();
      merger = new Merger(session);
      ddl = new StreamTableDdl(session);
    }
  }

  /** Gives the session up after an error that a new one may mend. */
  void abandon() {
    session.close();
  }

  @Override
  public void close() {
    session.close();
  }
}
