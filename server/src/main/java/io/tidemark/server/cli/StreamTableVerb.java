package io.tidemark.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A verb about one stream table: asks the service, and prints its answer as JSON or for people. */
abstract class StreamTableVerb implements Callable<Integer> {

  @Mixin private ServiceClient client = new ServiceClient();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "The stream table.")
  private String name = "";

  private final String method;
  private final String suffix;

  /**
   * @param suffix of the stream table's path in the API
   */
  StreamTableVerb(String method, String suffix) {
    this.method = method;
    this.suffix = suffix;
  }

  @Override
  public Integer call() {
    JsonNode answer = client.json(method, ServiceClient.table(name, suffix));
    System.out.println(output.isJson() ? answer.toString() : text(name, answer));
    return exitCode(answer);
  }

  /** The answer for people. */
  String text(String table, JsonNode answer) {
    return table + ": " + answer.path("state").asString();
  }

  /** 0, unless the answer is a negative one. */
  int exitCode(JsonNode answer) {
    return 0;
  }
}
