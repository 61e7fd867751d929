package io.tidemark.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "repair",
    description = "Rebuilds a stream table from a new snapshot and merges only the difference.",
    mixinStandardHelpOptions = true)
final class RepairCommand extends StreamTableVerb {

  RepairCommand() {
    super("POST", "/repair");
  }
}
