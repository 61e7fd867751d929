package io.tidemark.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "sync",
    description =
        "Returns when everything committed before the call is merged in every active stream table.",
    mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {

  @Mixin private ServiceClient client = new ServiceClient();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "${DEFAULT-VALUE} unless given.",
      defaultValue = "30s")
  private String timeout = "30s";

  @Override
  public Integer call() {
    JsonNode answer = client.json("POST", "/api/v1/sync?timeout=" + timeout);
    System.out.println(
        output.isJson() ? answer.toString() : "merged up to " + answer.path("frontier").asString());
    return 0;
  }
}
