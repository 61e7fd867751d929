package io.tidemark.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description = "Stops a stream table from being refreshed; its changes are kept.",
    mixinStandardHelpOptions = true)
final class PauseCommand extends StreamTableVerb {

  PauseCommand() {
    super("POST", "/pause");
  }
}
