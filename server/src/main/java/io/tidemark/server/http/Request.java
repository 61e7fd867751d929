package io.tidemark.server.http;

import java.util.Map;
import java.util.Optional;

/**
 * A request as handlers see it.
 *
 * @param path the variables of the route's pattern, decoded
 * @param query the query parameters, the first value of each
 * @param body the whole body, at most {@link HttpServer#BODY_BYTES_MAX}
 */
public record Request(Map<String, String> path, Map<String, String> query, String body) {

  /** A variable that the route's pattern names. */
  public String variable(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no variable " + name);
    }
    return value;
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }
}
