package io.tidemark.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "drop",
    description = "Drops a stream table and what is kept for it.",
    mixinStandardHelpOptions = true)
final class DropCommand implements Callable<Integer> {

  @Mixin private ServiceClient client = new ServiceClient();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "The stream table.")
  private String name = "";

  @Override
  public Integer call() {
    JsonNode answer = client.json("DELETE", ServiceClient.table(name, ""));
    System.out.println(
        output.isJson() ? answer.toString() : name + ": " + answer.path("state").asString());
    return 0;
  }
}
