package io.tidemark.server.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "explain",
    description =
        "Shows how a stream table is computed: its plan, the rewrites, the circuit's row counts.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  @Mixin private ServiceClient client = new ServiceClient();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "The stream table.")
  private String name = "";

  @Override
  public Integer call() {
    String plan = client.text("GET", ServiceClient.table(name, "/explain"));
    System.out.println(
        output.isJson()
            ? JsonMapper.builder().build().writeValueAsString(Map.of("name", name, "explain", plan))
            : plan);
    return 0;
  }
}
