package io.tidemark.server.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "history",
    description = "Lists a stream table's last refreshes, oldest first.",
    mixinStandardHelpOptions = true)
final class HistoryCommand extends StreamTableVerb {

  HistoryCommand() {
    super("GET", "/history");
  }

  @Override
  String text(String table, JsonNode refreshes) {
    Table text = new Table("AT", "KIND", "TO", "INSERTED", "DELETED", "ENGINE", "MERGE", "ERROR");
    for (JsonNode refresh : refreshes) {
      text.add(
          refresh.path("at").asString(),
          refresh.path("kind").asString(),
          refresh.path("toLsn").asString(),
          "%,d".formatted(refresh.path("inserted").asLong()),
          "%,d".formatted(refresh.path("deleted").asLong()),
          "%.2f ms".formatted(refresh.path("engineMillis").asDouble()),
          "%.2f ms".formatted(refresh.path("mergeMillis").asDouble()),
          refresh.path("error").asString(""));
    }
    return text.toString();
  }
}
