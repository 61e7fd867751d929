package io.tidemark.server.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A whole response; the body must not be changed. */
public record Response(int status, String contentType, byte[] body) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** JSON of a record, map or list. */
  public static Response json(int status, Object value) {
    return new Response(status, "application/json", JSON.writeValueAsBytes(value));
  }

  public static Response text(int status, String contentType, String text) {
    return new Response(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Problem details of RFC 9457, with our stable code and the way out.
   *
   * @param code of the manual's error reference, {@code TM-H004} for instance
   */
  public static Response problem(
      int status, String code, String title, String detail, String hint) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "urn:tidemark:error:" + code);
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    problem.put("code", code);
    problem.put("hint", hint);
    return new Response(status, "application/problem+json", JSON.writeValueAsBytes(problem));
  }
}
