package io.tidemark.server.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "verify",
    description =
        "Compares a stream table with its query, duplicates counted; exits 1 if they differ.",
    mixinStandardHelpOptions = true)
final class VerifyCommand extends StreamTableVerb {

  VerifyCommand() {
    super("POST", "/verify");
  }

  @Override
  String text(String table, JsonNode answer) {
    return isEqual(answer)
        ? "%s equals its query: %d rows".formatted(table, answer.path("rows").asLong())
        : "%s differs from its query: %d rows missing, %d extra; 'tidemark repair %s' mends it"
            .formatted(
                table, answer.path("missing").asLong(), answer.path("extra").asLong(), table);
  }

  @Override
  int exitCode(JsonNode answer) {
    return isEqual(answer) ? 0 : 1;
  }

  private static boolean isEqual(JsonNode answer) {
    return answer.path("equal").asBoolean();
  }
}
