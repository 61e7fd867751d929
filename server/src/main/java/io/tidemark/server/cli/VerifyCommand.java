package io.tidemark.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "verify",
    description =
        "Compares a stream table with its query, duplicates counted; exits 1 if they differ.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Mixin private ServiceClient client = new ServiceClient();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "The stream table.")
  private String name = "";

  @Override
  public Integer call() {
    JsonNode answer = client.json("POST", ServiceClient.table(name, "/verify"));
    boolean equal = answer.path("equal").asBoolean();
    System.out.println(
        output.isJson()
            ? answer.toString()
            : equal
                ? "%s equals its query: %d rows".formatted(name, answer.path("rows").asLong())
                : "%s differs from its query: %d rows missing, %d extra; 'tidemark repair %s' mends it"
                    .formatted(
                        name,
                        answer.path("missing").asLong(),
                        answer.path("extra").asLong(),
                        name));
    return equal ? 0 : 1;
  }
}
