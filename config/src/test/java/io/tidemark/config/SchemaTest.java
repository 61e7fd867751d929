package io.tidemark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The schema that editors use, the loader and the manual say the same. */
class SchemaTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path EXAMPLE = DOCS.resolve("examples/tidemark.yaml");
  private static final JsonNode MAIN = ConfigurationReference.schema(ConfigurationReference.SCHEMA);
  private static final JsonNode INCLUDED =
      ConfigurationReference.schema(ConfigurationReference.INCLUDE_SCHEMA);

  private static final Map<Keys, JsonNode> SECTIONS =
      Map.of(
          ConfigKeys.MAIN, MAIN,
          ConfigKeys.INCLUDED, INCLUDED,
          ConfigKeys.SOURCE, MAIN.at("/$defs/source"),
          ConfigKeys.SINK, MAIN.at("/$defs/sink"),
          ConfigKeys.STATE, MAIN.at("/$defs/state"),
          ConfigKeys.HTTP, MAIN.at("/$defs/http"),
          ConfigKeys.LIMITS, MAIN.at("/$defs/limits"),
          ConfigKeys.DEFAULTS, MAIN.at("/$defs/defaults"),
          ConfigKeys.STREAM_TABLE, MAIN.at("/$defs/streamTable"));

  private static final String LIMIT = "/$defs/limits/properties/%s/default";

  @TempDir private Path temp;

  @Test
  void schemaAndLoaderKnowTheSameKeys() {
    SECTIONS.forEach((keys, section) -> {
      assertEquals(
          new TreeSet<>(keys.names()),
          new TreeSet<>(section.path("properties").propertyNames()),
          keys.section());
      assertFalse(section.path("additionalProperties").asBoolean(true), keys.section());
    });
  }

  @Test
  void everyMappingOfTheSchemaIsComparedWithTheLoader() {
    long mappings =
        MAIN.path("$defs").properties().stream()
            .filter(definition -> definition.getValue().has("properties"))
            .count();
    assertEquals(SECTIONS.size() - 2, mappings);
  }

  @Test
  void everyKeyIsDescribed() {
    MAIN.path("$defs")
        .properties()
        .forEach(definition ->
            assertFalse(
                definition.getValue().path("description").asString("").isBlank(),
                definition.getKey()));
    SECTIONS.forEach((keys, section) ->
        section
            .path("properties")
            .properties()
            .forEach(key ->
                assertTrue(
                    key.getValue().has("description") || key.getValue().has("$ref"),
                    keys.section() + "." + key.getKey())));
  }

  @Test
  void defaultsOfTheSchemaAreThoseOfTheLoader() {
    Settings settings = new ConfigFolder(temp).load(ConfigFolder.SOURCE);
    assertEquals(settings.source().slot(), initial("source", "slot"));
    assertEquals(settings.source().publication(), initial("source", "publication"));
    assertEquals(
        settings.state().memoryBytes(), ByteSize.parse(initial("state", "memory")).bytes());
    assertEquals(settings.state().directory(), temp.resolve(initial("state", "dir")).normalize());
    assertEquals(
        settings.listen(), ListenAddress.parse(initial("http", "listen")).toSocketAddress());
    Limits limits = settings.limits();
    assertEquals(limits.queryDepth(), MAIN.at(LIMIT.formatted("queryDepth")).asInt());
    assertEquals(limits.planOperators(), MAIN.at(LIMIT.formatted("planOperators")).asInt());
    assertEquals(limits.groupingSets(), MAIN.at(LIMIT.formatted("groupingSets")).asInt());
    assertEquals(
        limits.recursionIterations(), MAIN.at(LIMIT.formatted("recursionIterations")).asInt());
    assertEquals(limits.recursionRows(), MAIN.at(LIMIT.formatted("recursionRows")).asLong());
    assertEquals(Limits.UNLIMITED, limits.deltaRows());
    assertEquals(settings.defaults().schedule().toString(), initial("defaults", "schedule"));
    assertEquals(settings.defaults().mode().toString(), initial("defaults", "mode"));
    assertEquals(
        StreamTableDefinition.DEFAULT_SEARCH_PATH.toString(),
        MAIN.at("/$defs/streamTable/properties/searchPath/default").toString().replace("\"", ""));
  }

  @Test
  void theExamplesAreValidForBoth() throws IOException {
    assertEquals(List.of(), errors(ConfigurationReference.SCHEMA, Files.readString(EXAMPLE)));
    assertEquals(
        List.of(),
        errors(
            ConfigurationReference.INCLUDE_SCHEMA,
            Files.readString(DOCS.resolve("examples/stream-tables/returns.yaml"))));
    Settings settings = ConfigLoader.load(EXAMPLE, new Environment(Map.of(), temp, "joe"));
    assertEquals(
        List.of("public.sales_by_region", "public.large_regions", "reporting.returns_by_day"),
        settings.streamTables().stream().map(table -> table.name().toString()).toList());
    assertEquals(List.of(), settings.warnings());
  }

  @Test
  void includedFilesAreCheckedByTheirSchema() {
    String schema = ConfigurationReference.INCLUDE_SCHEMA;
    assertFalse(errors(schema, ConfigFolder.SOURCE).isEmpty());
    assertFalse(errors(schema, "streamTables: [{name: a, query: SELECT 1, nam: b}]").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state: {memory: 512MB}",
        "state: {memory: 1.5 GiB}",
        "http: {listen: '*:0'}",
        "http: {listen: '[::1]:80'}",
        "defaults: {schedule: on demand, mode: differential}",
        "defaults: {schedule: cron '*/5 * * * *' Europe/Berlin}",
        "defaults: {schedule: continuous, mode: immediate}",
        "sink: {url: 'postgres://db/x'}",
        "sink: {}",
        "limits: {queryDepth: 100, deltaRows: 1000000}",
        "streamTables: []",
        "streamTables: [{name: a, query: SELECT 1, searchPath: [x, y], schedule: 10ms}]"
      })
  void bothAcceptWhatIsValid(String text) {
    String file = ConfigFolder.SOURCE + text + "\n";
    assertEquals(List.of(), errors(ConfigurationReference.SCHEMA, file));
    assertEquals(List.of(), new ConfigFolder(temp).places(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "limits: {queryDepth: 501}",
        "limits: {deltaRows: many}",
        "limits: {deltaRows: 0}",
        "state: {memory: 512}",
        "state: {memory: 512mb}",
        "state:",
        "http: {listen: 8780}",
        "http: {listen: localhost}",
        "defaults: {schedule: 5}",
        "defaults: {schedule: 5 m}",
        "defaults: {schedule: calculated}",
        "defaults: {mode: FULL}",
        "sink: {url: 'mysql://db/x'}",
        "source2: {}",
        "streamTables: {}",
        "streamTables: [{name: a}]",
        "streamTables: [{query: SELECT 1}]",
        "streamTables: [{name: a, query: ''}]",
        "streamTables: [{name: a, query: SELECT 1, searchPath: public}]",
        "include: a.yaml"
      })
  void bothRefuseWhatIsNot(String text) {
    String file = ConfigFolder.SOURCE + text + "\n";
    assertFalse(errors(ConfigurationReference.SCHEMA, file).isEmpty());
    assertFalse(new ConfigFolder(temp).places(file).isEmpty());
  }

  /** After a change of the schema, run with {@code -Dtidemark.docs.write=true}. */
  @Test
  void theManualIsGeneratedFromTheSchema() throws IOException {
    Path page = DOCS.resolve("configuration.md");
    String expected = ConfigurationReference.markdown(Files.readString(EXAMPLE));
    if (Boolean.getBoolean("tidemark.docs.write")) {
      Files.writeString(page, expected);
    }
    assertEquals(
        expected,
        Files.exists(page) ? Files.readString(page) : "",
        "docs/configuration.md is stale; run the tests of config with -Dtidemark.docs.write=true");
  }

  private static String initial(String section, String key) {
    return MAIN.at("/$defs/" + section + "/properties/" + key + "/default").asString();
  }

  private static List<String> errors(String schema, String yaml) {
    Schema validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("classpath:io/tidemark/config/" + schema));
    return validator.validate(yaml, InputFormat.YAML).stream().map(Object::toString).toList();
  }
}
