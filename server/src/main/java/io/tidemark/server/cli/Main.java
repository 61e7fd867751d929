package io.tidemark.server.cli;

import io.tidemark.config.ConfigException;
import io.tidemark.server.service.ServiceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * {@code tidemark}: finds the verb and gives its exit code: 0 fine, 1 a negative answer, 2 cannot
 * run.
 */
@Command(
    name = "tidemark",
    description =
        "Keeps stream tables — the results of queries — up to date while their sources change.",
    mixinStandardHelpOptions = true,
    version = "tidemark 0.1.0",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      ValidateCommand.class,
      StatusCommand.class,
      ExplainCommand.class,
      HistoryCommand.class,
      RefreshCommand.class,
      SyncCommand.class,
      VerifyCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      RepairCommand.class,
      DropCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs a verb in this process; for tests, which must not exit. */
  static int execute(String... arguments) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explainFailure)
        .execute(arguments);
  }

  @Override
  public void run() {
    new CommandLine(this).usage(System.out);
  }

  private static int explainFailure(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    switch (failure) {
      case ConfigException config -> System.err.println(config.getMessage());
      case ServiceException refusal -> {
        System.err.println("tidemark: error " + refusal.code() + ": " + refusal.getMessage());
        System.err.println("  hint: " + refusal.hint());
      }
      default -> throw failure;
    }
    return 2;
  }
}
