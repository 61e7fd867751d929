package io.tidemark.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "drop",
    description = "Drops a stream table and what is kept for it.",
    mixinStandardHelpOptions = true)
final class DropCommand extends StreamTableVerb {

  DropCommand() {
    super("DELETE", "");
  }
}
