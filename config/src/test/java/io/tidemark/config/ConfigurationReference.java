package io.tidemark.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the manual's page about {@code tidemark.yaml} from the JSON Schema, so that there is one
 * description of each key.
 */
final class ConfigurationReference {

  static final String SCHEMA = "tidemark.schema.json";
  static final String INCLUDE_SCHEMA = "tidemark-include.schema.json";

  private final JsonNode schema;

  private ConfigurationReference(JsonNode schema) {
    this.schema = schema;
  }

  /** The page as Markdown. */
  static String markdown(String example) {
    return new ConfigurationReference(schema(SCHEMA)).page(example);
  }

  static JsonNode schema(String name) {
    try (InputStream stream = ConfigLoader.class.getResourceAsStream(name)) {
      return JsonMapper.builder().build().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String page(String example) {
    StringBuilder page = new StringBuilder();
    page.append("<!-- Generated from ").append(SCHEMA).append(": edit that file. -->\n\n");
    page.append("# Configuration\n\n").append(text(schema, "description")).append("\n\n");
    page.append(
        "`./tidemark validate tidemark.yaml` reports every mistake at once, without a server.\n");
    page.append("Editors complete and check a file by its schema, if its first line names it:\n\n");
    page.append("    # yaml-language-server: $schema=").append(SCHEMA).append("\n\n");
    page.append("The schemas are `").append(SCHEMA).append("` and, for included files, `");
    page.append(INCLUDE_SCHEMA).append("`, in `config/src/main/resources/io/tidemark/config`.\n\n");
    page.append("## Sections\n\n| key | type | meaning |\n| --- | --- | --- |\n");
    for (Map.Entry<String, JsonNode> section : schema.path("properties").properties()) {
      JsonNode node = resolved(section.getValue());
      row(page, section.getKey(), type(node), required(schema, section.getKey()) + meaning(node));
    }
    for (Map.Entry<String, JsonNode> section : schema.path("properties").properties()) {
      JsonNode node = resolved(section.getValue());
      if (node.has("properties")) {
        section(page, node);
      } else if (resolved(node.path("items")).has("properties")) {
        section(page, resolved(node.path("items")));
      }
    }
    page.append("\n## Example\n\n```yaml\n").append(example).append("```\n");
    errors(page);
    return page.toString();
  }

  private void section(StringBuilder page, JsonNode section) {
    page.append("\n## ").append(text(section, "title")).append("\n\n");
    page.append(text(section, "description")).append("\n\n");
    page.append("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
    for (Map.Entry<String, JsonNode> key : section.path("properties").properties()) {
      JsonNode node = resolved(key.getValue());
      String initial =
          required(section, key.getKey()).isEmpty() ? initial(key.getValue()) : "required";
      row(page, key.getKey(), type(node), initial, meaning(node));
    }
  }

  private static void errors(StringBuilder page) {
    page.append("\n## Errors\n\n| code | what | meaning |\n| --- | --- | --- |\n");
    for (ErrorCode code : ErrorCode.values()) {
      String kind = code.severity() == ErrorCode.Severity.WARNING ? " (warning)" : "";
      row(page, code.id(), code.title() + kind, code.meaning());
    }
  }

  private static void row(StringBuilder page, String key, String... cells) {
    List<String> all = new ArrayList<>(List.of("`" + key + "`"));
    all.addAll(List.of(cells));
    page.append("| ")
        .append(String.join(" | ", all.stream().map(cell -> cell.replace("|", "\\|")).toList()))
        .append(" |\n");
  }

  private String type(JsonNode node) {
    return switch (text(node, "type")) {
      case "object" -> "mapping";
      case "integer" -> "number";
      case "array" ->
          text(resolved(node.path("items")), "type").equals("object")
              ? "list of mappings"
              : "list of texts";
      default -> "text";
    };
  }

  private static String required(JsonNode section, String key) {
    for (JsonNode name : section.path("required")) {
      if (name.asString().equals(key)) {
        return "Required. ";
      }
    }
    return "";
  }

  private static String initial(JsonNode key) {
    if (key.has("x-default")) {
      return key.path("x-default").asString();
    }
    JsonNode value = key.path("default");
    return value.isMissingNode()
        ? "none"
        : "`" + (value.isString() ? value.asString() : value.toString().replace("\"", "")) + "`";
  }

  private static String meaning(JsonNode node) {
    return text(node, "description");
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? schema.at(text(node, "$ref").substring(1)) : node;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
