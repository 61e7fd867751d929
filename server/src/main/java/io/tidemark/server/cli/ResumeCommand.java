package io.tidemark.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "resume",
    description = "Goes on with a paused stream table.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends StreamTableVerb {

  ResumeCommand() {
    super("POST", "/resume");
  }
}
