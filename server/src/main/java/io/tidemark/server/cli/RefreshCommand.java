package io.tidemark.server.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "refresh",
    description = "Ticks a stream table now, whatever its schedule, and waits until it is merged.",
    mixinStandardHelpOptions = true)
final class RefreshCommand extends StreamTableVerb {

  RefreshCommand() {
    super("POST", "/refresh");
  }

  @Override
  String text(String table, JsonNode answer) {
    return table + " is complete up to " + answer.path("frontier").asString();
  }
}
