package io.tidemark.server.http;

import io.tidemark.server.metrics.Metrics;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.ServiceException;
import io.tidemark.server.service.StreamTableStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The contract's HTTP API over the service. */
public final class Api {

  private static final String TABLES = "/api/v1/stream-tables";
  private static final String TABLE = TABLES + "/{name}";
  private static final Duration SYNC_TIMEOUT_DEFAULT = Duration.ofSeconds(30);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** The body of PUT; what is left out takes the service's defaults. */
  record Definition(
      @Nullable String query,
      @Nullable List<String> searchPath,
      @Nullable String schedule,
      @Nullable String mode) {}

  private final Service service;
  private final Metrics metrics;

  private Api(Service service, Metrics metrics) {
    this.service = service;
    this.metrics = metrics;
  }

  /** The routes of the contract. */
  public static Router routes(Service service, Metrics metrics) {
    Api api = new Api(service, metrics);
    return new Router()
        .on("GET", TABLES, _ -> Response.json(200, api.service.streamTables()))
        .on("GET", TABLE, api.guarded(request -> Response.json(200, api.table(request))))
        .on("PUT", TABLE, api.guarded(api::put))
        .on("DELETE", TABLE, api.guarded(api::delete))
        .on("GET", TABLE + "/explain", api.guarded(api::explain))
        .on("GET", TABLE + "/history", api.guarded(api::history))
        .on("POST", TABLE + "/refresh", api.guarded(api::refresh))
        .on("POST", TABLE + "/pause", api.guarded(api::pause))
        .on("POST", TABLE + "/resume", api.guarded(api::resume))
        .on("POST", TABLE + "/repair", api.guarded(api::repair))
        .on("POST", TABLE + "/verify", api.guarded(api::verify))
        .on("POST", "/api/v1/sync", api.guarded(api::sync))
        .on("GET", "/api/v1/openapi.json", _ -> openApi())
        .on("GET", "/health/live", _ -> Response.json(200, Map.of("status", "live")))
        .on("GET", "/health/ready", _ -> api.ready())
        .on("GET", "/metrics", _ -> api.metrics());
  }

  private StreamTableStatus table(Request request) {
    return service.streamTable(request.variable("name"));
  }

  private Response put(Request request) {
    Definition definition;
    try {
      definition = JSON.readValue(request.body(), Definition.class);
    } catch (JacksonException malformed) {
      throw new ServiceException(
          ServiceException.Kind.INVALID,
          "TM-H400",
          "The body is not a definition: " + malformed.getOriginalMessage(),
          "Send JSON such as {\"query\": \"SELECT …\", \"schedule\": \"1s\"}.");
    }
    if (definition.query() == null) {
      throw new ServiceException(
          ServiceException.Kind.INVALID,
          "TM-H400",
          "The definition has no query",
          "Send JSON such as {\"query\": \"SELECT …\", \"schedule\": \"1s\"}.");
    }
    StreamTableStatus status =
        service.define(
            request.variable("name"),
            definition.query(),
            definition.searchPath(),
            definition.schedule(),
            definition.mode());
    return Response.json(202, status);
  }

  private Response delete(Request request) {
    service.drop(request.variable("name"));
    return Response.json(202, Map.of("name", request.variable("name"), "state", "DROPPING"));
  }

  private Response explain(Request request) {
    return Response.text(
        200, "text/plain; charset=utf-8", service.explain(request.variable("name")));
  }

  private Response history(Request request) {
    return Response.json(200, service.history(request.variable("name")));
  }

  private Response refresh(Request request) {
    service.refresh(request.variable("name"), timeout(request));
    return Response.json(200, table(request));
  }

  private Response pause(Request request) {
    service.pause(request.variable("name"));
    return Response.json(200, table(request));
  }

  private Response resume(Request request) {
    service.resume(request.variable("name"));
    return Response.json(200, table(request));
  }

  private Response repair(Request request) {
    service.repair(request.variable("name"));
    return Response.json(202, table(request));
  }

  private Response verify(Request request) {
    return Response.json(200, service.verify(request.variable("name"), timeout(request)));
  }

  private Response sync(Request request) {
    return Response.json(200, Map.of("frontier", service.sync(timeout(request))));
  }

  private Response ready() {
    boolean ready = service.isReady();
    return Response.json(ready ? 200 : 503, Map.of("status", ready ? "ready" : "starting"));
  }

  private Response metrics() throws IOException {
    return Response.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape(service));
  }

  private static Duration timeout(Request request) {
    return request.parameter("timeout").map(Api::duration).orElse(SYNC_TIMEOUT_DEFAULT);
  }

  private static Duration duration(String text) {
    try {
      return io.tidemark.config.Durations.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new ServiceException(
          ServiceException.Kind.INVALID,
          "TM-H400",
          "The timeout '" + text + "' is not a duration",
          "Write it as 500ms, 30s or 5m.");
    }
  }

  private static Response openApi() throws IOException {
    try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IOException("openapi.json is not on the class path");
      }
      return new Response(200, "application/json", in.readAllBytes());
    }
  }

  /** Turns the service's refusals into problem details. */
  private Router.Handler guarded(Router.Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (ServiceException refusal) {
        int status =
            switch (refusal.kind()) {
              case INVALID -> 400;
              case NOT_FOUND -> 404;
              case CONFLICT -> 409;
              case TIMEOUT -> 504;
              case UNAVAILABLE -> 503;
            };
        return Response.problem(
            status,
            refusal.code(),
            HttpTitles.of(status),
            String.valueOf(refusal.getMessage()),
            refusal.hint());
      }
    };
  }

  private static final class HttpTitles {
    static String of(int status) {
      return io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase();
    }
  }
}
