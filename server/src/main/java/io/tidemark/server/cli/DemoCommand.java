package io.tidemark.server.cli;

import io.tidemark.config.Durations;
import io.tidemark.server.demo.Demo;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = "Starts PostgreSQL, a sample shop with live writes, and stream tables over it.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  /** Long enough for the summary and for PostgreSQL to stop. */
  private static final long CLEAN_UP_SECONDS = 60;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Ends by itself after this time, such as 30s, with a summary.",
      converter = TimeConverter.class)
  private @Nullable Duration length;

  @Override
  public Integer call() throws Exception {
    Logging.quiet();
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Demo demo = new Demo(out, System.getenv("TIDEMARK_TERMINAL") != null);
    CountDownLatch ended = new CountDownLatch(1);
    Thread onSignal =
        new Thread(
            () -> {
              demo.stop();
              try {
                if (!ended.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                  System.err.println(
                      "tidemark: the demo did not end in time; processes may be left");
                }
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            },
            "demo-stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      return demo.run(length) ? 0 : 1;
    } finally {
      ended.countDown();
    }
  }

  /** Reads times the way tidemark.yaml does. */
  static final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Durations.parse(text);
    }
  }
}
