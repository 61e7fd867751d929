package io.tidemark.server.service;

import io.tidemark.config.ConfigException;
import io.tidemark.config.QualifiedName;
import io.tidemark.config.Settings;
import io.tidemark.config.StreamTableDefinition;
import io.tidemark.server.evaluation.ServerEvaluation;
import io.tidemark.server.http.Api;
import io.tidemark.server.http.HttpServer;
import io.tidemark.server.metrics.Metrics;
import io.tidemark.sink.SinkException;
import io.tidemark.state.StateStore;
import io.tidemark.state.StateStoreException;
import io.tidemark.wal.SourceException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: the state store, the core with its thread, the HTTP listener. What other
 * threads may ask of it is here; changes are handed to the core as commands. Thread-safe.
 */
public final class Service implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Service.class);

  private final Settings settings;
  private final StateStore store;
  private final Core core;
  private final HttpServer http;

  private Service(Settings settings, StateStore store, Core core, HttpServer http) {
    this.settings = settings;
    this.store = store;
    this.core = core;
    this.http = http;
  }

  /**
   * Starts everything; stream tables are loaded in the background.
   *
   * @throws ServiceException if something is missing or in the way, naming the fix; nothing is left
   *     running then
   */
  public static Service start(Settings settings) {
    StateStore store = openState(settings.state());
    Metrics metrics = new Metrics();
    @Nullable Core core = null;
    try {
      core = Core.open(settings, store, metrics);
      Handle handle = new Handle();
      HttpServer http = listen(settings.listen(), handle, metrics);
      Service service = new Service(settings, store, core, http);
      handle.service = service;
      core.start();
      return service;
    } catch (RuntimeException refused) {
      if (core != null) {
        core.close();
      }
      store.close();
      throw explained(refused);
    }
  }

  /** Opens the state; what is damaged or of another format is a lost cache, and begins anew. */
  private static StateStore openState(Settings.State state) {
    try {
      try {
        return StateStore.open(state.directory(), state.memoryBytes());
      } catch (StateStoreException unusable) {
        if (!unusable.isMendedByRebuild()) {
          throw unusable;
        }
        log.warn(
            "{}: {}. It is deleted and rebuilt from PostgreSQL; only the difference is merged.",
            unusable.code(),
            unusable.getMessage());
        StateStore.destroy(state.directory());
        return StateStore.open(state.directory(), state.memoryBytes());
      }
    } catch (StateStoreException refused) {
      throw explained(refused);
    }
  }

  /** Lets the API be bound before the service exists that it serves. */
  private static final class Handle {
    volatile @Nullable Service service;
  }

  private static HttpServer listen(InetSocketAddress address, Handle handle, Metrics metrics) {
    try {
      return new HttpServer(
          address,
          (method, uri, body) -> {
            Service running = handle.service;
            return running == null
                ? io.tidemark.server.http.Response.problem(
                    503, "TM-H503", "Starting", "The service is starting", "Try again in a moment.")
                : Api.routes(running, metrics).handle(method, uri, body);
          });
    } catch (IOException inUse) {
      throw new ServiceException(
          ServiceException.Kind.UNAVAILABLE,
          "TM-H004",
          "Cannot listen on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), inUse.getMessage()),
          "Another process has the port, perhaps another Tidemark: stop it, or set http.listen to a free one.",
          inUse);
    }
  }

  /** Every module's refusal as one kind, with its code and hint. */
  static RuntimeException explained(RuntimeException refused) {
    return switch (refused) {
      case SourceException source ->
          new ServiceException(
              ServiceException.Kind.UNAVAILABLE,
              source.code().toString(),
              String.valueOf(source.getMessage()),
              source.hint(),
              source);
      case SinkException sink ->
          new ServiceException(
              ServiceException.Kind.UNAVAILABLE,
              sink.code().toString(),
              String.valueOf(sink.getMessage()),
              sink.hint(),
              sink);
      case StateStoreException state ->
          new ServiceException(
              ServiceException.Kind.UNAVAILABLE,
              state.code(),
              String.valueOf(state.getMessage()),
              state.hint(),
              state);
      default -> refused;
    };
  }

  public int httpPort() {
    return http.port();
  }

  /** Where it listens, for people. */
  public String address() {
    return "http://" + settings.listen().getHostString() + ":" + httpPort();
  }

  public List<StreamTableStatus> streamTables() {
    return core.tables().statuses();
  }

  /**
   * @param name qualified, or of the schema public
   * @throws ServiceException if there is none of that name
   */
  public StreamTableStatus streamTable(String name) {
    return core.tables().status(qualified(name));
  }

  public List<Refresh> history(String name) {
    return core.tables().entry(qualified(name)).history();
  }

  public String explain(String name) {
    return core.tables().explain(qualified(name));
  }

  /**
   * Creates or replaces a stream table; it is built in the background.
   *
   * @throws ServiceException if the definition cannot be used; nothing has changed then
   */
  public StreamTableStatus define(
      String name,
      String query,
      @Nullable List<String> searchPath,
      @Nullable String schedule,
      @Nullable String mode) {
    StreamTableDefinition definition;
    try {
      definition =
          StreamTableDefinition.of(
              name,
              query,
              searchPath == null ? List.of() : searchPath,
              schedule == null ? "continuous" : schedule,
              mode == null ? "auto" : mode);
    } catch (ConfigException invalid) {
      throw new ServiceException(
          ServiceException.Kind.INVALID,
          invalid.problems().getFirst().code().toString(),
          String.join("; ", invalid.problems().stream().map(problem -> problem.message()).toList()),
          invalid.problems().getFirst().hint(),
          invalid);
    }
    core.run(() -> core.tables().define(definition));
    return core.tables().status(definition.name());
  }

  public void drop(String name) {
    core.run(() -> core.tables().drop(qualified(name)));
  }

  public void pause(String name) {
    core.run(() -> core.tables().pause(qualified(name)));
  }

  public void resume(String name) {
    core.run(() -> core.tables().resume(qualified(name)));
  }

  public void repair(String name) {
    core.run(() -> core.tables().repair(qualified(name)));
  }

  /** Ticks a stream table's circuit now and waits until it is merged. */
  public void refresh(String name, Duration timeout) {
    core.tables().entry(qualified(name));
    sync(timeout);
  }

  /**
   * Waits until everything that was committed before the call is merged in every active stream
   * table.
   *
   * @return the LSN that they are complete up to
   */
  public String sync(Duration timeout) {
    return core.sync(timeout);
  }

  /** The outcome of a comparison of a stream table with its query. */
  public record Verification(String name, boolean equal, long rows, long missing, long extra) {}

  /** Compares a stream table with its query at one snapshot, after a sync. */
  public Verification verify(String name, Duration timeout) {
    return new Verifier(settings, this).verify(streamTable(name), timeout);
  }

  public boolean isReady() {
    return readerConnected()
        && streamTables().stream()
            .noneMatch(table ->
                table.state() == StreamTableStatus.State.CREATING
                    || table.state() == StreamTableStatus.State.BACKFILLING);
  }

  public boolean readerConnected() {
    return core.readerConnected();
  }

  public long stateDiskBytes() {
    return store.diskBytes();
  }

  /** PostgreSQL as a computer of expressions, for its figures. */
  public ServerEvaluation evaluation() {
    return core.evaluation();
  }

  public long stateMemoryBytes() {
    return store.memoryBytes();
  }

  /**
   * Waits until the service is told to stop or cannot go on.
   *
   * @return whether it cannot go on
   */
  public boolean awaitFatal(CountDownLatch stopping) throws InterruptedException {
    while (!stopping.await(200, TimeUnit.MILLISECONDS)) {
      if (core.fatal() != null) {
        return true;
      }
    }
    return false;
  }

  private static QualifiedName qualified(String name) {
    try {
      return QualifiedName.parse(name, StreamTableDefinition.DEFAULT_SEARCH_PATH.getFirst());
    } catch (IllegalArgumentException malformed) {
      throw new ServiceException(
          ServiceException.Kind.INVALID,
          "TM-H400",
          String.valueOf(malformed.getMessage()),
          "Write schema.name.",
          malformed);
    }
  }

  @Override
  public void close() {
    http.close();
    core.close();
    store.close();
  }

  /** SQLException as what it means to callers. */
  static ServiceException unavailable(SQLException failed) {
    return new ServiceException(
        ServiceException.Kind.UNAVAILABLE,
        "TM-S001",
        "PostgreSQL failed: " + failed.getMessage(),
        "Check that the server runs and is reachable; see the service's log.",
        failed);
  }
}
