package io.tidemark.server.cli;

import io.tidemark.server.service.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the running service for the verbs that ask or tell it something. */
final class ServiceClient {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(
      names = "--service",
      paramLabel = "URL",
      description = "Where the service listens; $TIDEMARK_SERVICE, or ${DEFAULT-VALUE}.",
      defaultValue = "${env:TIDEMARK_SERVICE:-http://127.0.0.1:8780}")
  private String service = "http://127.0.0.1:8780";

  /** Path of one stream table under the API's root. */
  static String table(String name, String suffix) {
    return "/api/v1/stream-tables/"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20")
        + suffix;
  }

  String text(String method, String path) {
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(service + path))
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw refusal(response);
      }
      return response.body();
    } catch (IOException unreachable) {
      throw new ServiceException(
          ServiceException.Kind.UNAVAILABLE,
          "TM-H001",
          "No Tidemark service answers at " + service,
          "Start one with 'tidemark run -c tidemark.yaml', or name it with --service.",
          unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ServiceException(
          ServiceException.Kind.TIMEOUT,
          "TM-H002",
          "The call was interrupted",
          "Call again.",
          interrupted);
    }
  }

  JsonNode json(String method, String path) {
    return JSON.readTree(text(method, path));
  }

  private static ServiceException refusal(HttpResponse<String> response) {
    try {
      JsonNode problem = JSON.readTree(response.body());
      ServiceException.Kind kind =
          switch (response.statusCode()) {
            case 404 -> ServiceException.Kind.NOT_FOUND;
            case 409 -> ServiceException.Kind.CONFLICT;
            case 504 -> ServiceException.Kind.TIMEOUT;
            default -> ServiceException.Kind.UNAVAILABLE;
          };
      return new ServiceException(
          kind,
          problem.path("code").asString("TM-H500"),
          problem.path("detail").asString("HTTP " + response.statusCode()),
          problem.path("hint").asString(""));
    } catch (RuntimeException notJson) {
      return new ServiceException(
          ServiceException.Kind.UNAVAILABLE,
          "TM-H003",
          "What answers is not a Tidemark service (HTTP " + response.statusCode() + ")",
          "Check the address given with --service.",
          notJson);
    }
  }
}
