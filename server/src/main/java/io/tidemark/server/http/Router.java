package io.tidemark.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the handler of a request by method and path pattern. Routes are added before it serves. */
public final class Router {

  /** Answers a request; may block, since each runs on a virtual thread of its own. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request) throws Exception;
  }

  private record Route(String method, String[] pattern, Handler handler) {}

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route; segments such as {@code {name}} are variables. */
  public Router on(String method, String pattern, Handler handler) {
    routes.add(new Route(method, pattern.split("/", -1), handler));
    return this;
  }

  /** Every route as {@code GET /path/{variable}}, for the test of openapi.json. */
  Set<String> routes() {
    Set<String> all = new TreeSet<>();
    for (Route route : routes) {
      all.add(route.method + " " + String.join("/", route.pattern));
    }
    return all;
  }

  /** Answers a request by its route. */
  public Response handle(String method, String uri, String body) throws Exception {
    int mark = uri.indexOf('?');
    String[] segments = (mark < 0 ? uri : uri.substring(0, mark)).split("/", -1);
    Map<String, String> query = mark < 0 ? Map.of() : parameters(uri.substring(mark + 1));
    Set<String> otherMethods = new TreeSet<>();
    for (Route route : routes) {
      Map<String, String> variables = match(route.pattern, segments);
      if (variables != null) {
        if (route.method.equals(method)) {
          return route.handler.handle(new Request(variables, query, body));
        }
        otherMethods.add(route.method);
      }
    }
    if (!otherMethods.isEmpty()) {
      return Response.problem(
          405,
          "TM-H405",
          "Method not allowed",
          method + " is not possible here",
          "Use " + String.join(" or ", otherMethods) + ".");
    }
    return Response.problem(
        404,
        "TM-H404",
        "Not found",
        "There is nothing at " + String.join("/", segments),
        "See /api/v1/openapi.json for what there is.");
  }

  private static @org.jspecify.annotations.Nullable Map<String, String> match(
      String[] pattern, String[] segments) {
    if (pattern.length != segments.length) {
      return null;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < pattern.length; i++) {
      String part = pattern[i];
      if (part.startsWith("{") && !segments[i].isEmpty()) {
        variables.put(part.substring(1, part.length() - 1), decode(segments[i]));
      } else if (!part.equals(segments[i])) {
        return null;
      }
    }
    return variables;
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
