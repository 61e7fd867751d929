package io.tidemark.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidemark.server.service.Refresh;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.StreamTableStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds openapi.json to the routes and to the records that they answer with. */
final class OpenApiTest {

  private static JsonNode document;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
      document = JsonMapper.builder().build().readTree(in.readAllBytes());
    }
  }

  @Test
  void describesEveryRouteAndNoOther() {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    // Routes are only listed here, never called, so they need nothing behind them.
    assertEquals(Api.routes(null, null).routes(), described);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        StreamTableStatus.class,
        StreamTableStatus.LastError.class,
        Refresh.class,
        Service.Verification.class,
        Api.Definition.class
      })
  void describesExactlyTheComponentsOfARecord(Class<?> record) {
    Set<String> components =
        Arrays.stream(record.getRecordComponents())
            .map(component -> component.getName())
            .collect(Collectors.toCollection(TreeSet::new));
    JsonNode schema = document.path("components").path("schemas").path(record.getSimpleName());
    assertEquals(components, namesOf(schema.path("properties")));
  }

  @Test
  void describesTheMembersOfProblemDetails() {
    Response problem = Response.problem(404, "TM-H404", "Not found", "detail", "hint");
    JsonNode sent = JsonMapper.builder().build().readTree(problem.body());
    JsonNode schema = document.path("components").path("schemas").path("Problem");
    assertEquals(namesOf(sent), namesOf(schema.path("properties")));
  }

  @Test
  void refersOnlyToWhatIsThere() {
    for (JsonNode reference : document.findValues("$ref")) {
      String target = reference.asString();
      assertEquals('#', target.charAt(0));
      assertFalse(document.at(target.substring(1)).isMissingNode(), target);
    }
  }

  private static Set<String> namesOf(JsonNode object) {
    return object.properties().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
