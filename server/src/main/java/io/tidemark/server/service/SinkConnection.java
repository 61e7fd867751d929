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

  private SinkConnection(SinkAddress address, SinkSession session) {
    this.address = address;
    this.session = session;
    this.merger = new Merger(session);
    this.ddl = new StreamTableDdl(session);
  }

  /** Connects and brings the schema tidemark up to date. */
  static SinkConnection open(ConnectionUrl url) {
    SinkConnection first = another(url);
    try {
      SinkSchema.bootstrap(first.session);
      return first;
    } catch (RuntimeException refused) {
      first.close();
      throw refused;
    }
  }

  /** One more connection to a sink that is {@link #open}. */
  static SinkConnection another(ConnectionUrl url) {
    SinkAddress address = new SinkAddress(url.jdbcUrl(), url.properties());
    return new SinkConnection(address, address.connect());
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
