package io.tidemark.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code tidemark run} as a process of its own, as users start it, so that it can be killed. */
public final class ServiceProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;
  private final int port;
  private final Path output;

  private ServiceProcess(Process process, int port, Path output) {
    this.process = process;
    this.port = port;
    this.output = output;
  }

  /** What a verb printed and how it ended. */
  public record Outcome(int exitCode, String output) {}

  /** Runs a verb to its end. */
  public static Outcome run(Path folder, String... arguments) throws Exception {
    Path output = Files.createTempFile(folder, "verb-", ".out");
    Process process = launch(output, arguments);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the verb did not end: " + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output));
  }

  /** Starts the service; {@link #awaitReady} waits for it. */
  public static ServiceProcess start(Path folder, Path config, int port) throws IOException {
    Path output = Files.createTempFile(folder, "service-", ".log");
    return new ServiceProcess(launch(output, "run", "-c", config.toString()), port, output);
  }

  private static Process launch(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.tidemark.server.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Waits until all stream tables are loaded and the stream is up. */
  public void awaitReady() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        if (call("GET", "/health/ready").statusCode() == 200) {
          return;
        }
      } catch (IOException notListeningYet) {
        // it is starting
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("the service is not ready: " + Files.readString(output));
  }

  public HttpResponse<String> call(String method, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** SIGKILL, and waits for the end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its stream tables and its log, for a failure's message. */
  public String describe() {
    try {
      return call("GET", "/api/v1/stream-tables").body() + "\n" + log();
    } catch (Exception silent) {
      return "the service does not answer: " + silent;
    }
  }

  public String log() throws IOException {
    return Files.readString(output);
  }

  /** SIGTERM, and waits for the end. */
  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the service did not stop on SIGTERM: " + log());
    }
  }
}
