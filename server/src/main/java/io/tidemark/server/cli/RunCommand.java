package io.tidemark.server.cli;

import io.tidemark.config.ConfigLoader;
import io.tidemark.server.service.Service;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = "Runs the service until SIGTERM or Ctrl-C.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration; ${DEFAULT-VALUE} unless given.",
      defaultValue = "tidemark.yaml")
  private Path config = Path.of("tidemark.yaml");

  @Override
  public Integer call() throws Exception {
    CountDownLatch stopping = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Service service = Service.start(ConfigLoader.load(config));
    Thread onSignal =
        new Thread(
            () -> {
              stopping.countDown();
              try {
                stopped.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    int exit = 0;
    try (service) {
      log.info("Tidemark serves on {}", service.address());
      if (service.awaitFatal(stopping)) {
        exit = 2;
      }
    } finally {
      log.info("Tidemark has stopped");
      stopped.countDown();
    }
    return exit;
  }
}
