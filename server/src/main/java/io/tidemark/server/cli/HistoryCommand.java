package io.tidemark.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "history",
    description = "Lists a stream table's last refreshes, oldest first.",
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {

  @Mixin private ServiceClient client = new ServiceClient();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "The stream table.")
  private String name = "";

  @Override
  public Integer call() {
    JsonNode refreshes = client.json("GET", ServiceClient.table(name, "/history"));
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
    System.out.println(output.isJson() ? refreshes.toString() : text.toString());
    return 0;
  }
}
