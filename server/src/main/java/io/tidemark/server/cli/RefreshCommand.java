package io.tidemark.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "refresh",
    description = "Ticks a stream table now, whatever its schedule, and waits until it is merged.",
    mixinStandardHelpOptions = true)
final class RefreshCommand implements Callable<Integer> {

  @Mixin private ServiceClient client = new ServiceClient();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "The stream table.")
  private String name = "";

  @Override
  public Integer call() {
    JsonNode answer = client.json("POST", ServiceClient.table(name, "/refresh"));
    System.out.println(
        output.isJson()
            ? answer.toString()
            : name + " is complete up to " + answer.path("frontier").asString());
    return 0;
  }
}
