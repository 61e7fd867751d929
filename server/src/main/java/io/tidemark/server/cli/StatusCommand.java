package io.tidemark.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    description = "Lists the stream tables; exits 1 if one is in error.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Mixin private ServiceClient client = new ServiceClient();
  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    JsonNode tables = client.json("GET", "/api/v1/stream-tables");
    boolean failed = false;
    Table text = new Table("NAME", "STATE", "MODE", "SCHEDULE", "ROWS", "LAG", "FRONTIER", "ERROR");
    for (JsonNode table : tables) {
      JsonNode error = table.path("lastError");
      failed |= table.path("state").asString().equals("ERROR");
      text.add(
          table.path("name").asString(),
          table.path("state").asString(),
          table.path("effectiveMode").asString(),
          table.path("schedule").asString(),
          "%,d".formatted(table.path("rows").asLong()),
          "%.1f s".formatted(table.path("lagSeconds").asDouble()),
          table.path("frontier").asString("-"),
          error.isObject()
              ? error.path("code").asString() + " " + error.path("message").asString()
              : "");
    }
    System.out.println(output.isJson() ? tables.toString() : text.toString());
    return failed ? 1 : 0;
  }
}
