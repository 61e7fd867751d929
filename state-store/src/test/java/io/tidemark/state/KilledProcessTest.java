package io.tidemark.state;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.state.log.ChangeLog;
import io.tidemark.state.log.ChangeLogs;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that appends and ticks is killed at some instant, in the midst of transactions and
 * ticks that are partly written: what it had committed is there, and nothing of the rest.
 */
class KilledProcessTest {

  private static final long MEMORY = 1;
  private static final int ROWS = 4_000;
  private static final String PADDING = "x".repeat(1000);

  @TempDir Path folder;

  /** Each transaction and each tick replaces all rows by those of its round. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      StateStore store = StateStore.open(Path.of(arguments[0]), MEMORY);
      ChangeLog log = store.logs().open("orders", new int[] {0});
      log.loaded(100);
      CircuitState circuit = store.circuit("shop");
      for (int round = 1; ; round++) {
        ChangeLogs.Transaction transaction = store.logs().begin(90 + round * 10L);
        for (int key = 0; key < ROWS; key++) {
          Row old = log.current(key(key));
          if (old == null) {
            transaction.insert(log, row(key, round));
          } else {
            transaction.update(log, old, row(key, round));
            circuit.indexed("rows").add(key(key).bytes(), old.bytes(), -1);
          }
          circuit.indexed("rows").add(key(key).bytes(), row(key, round).bytes(), 1);
        }
        transaction.commit(100 + round * 10L);
        circuit.commit(100 + round * 10L, 100 + round * 10L);
        System.out.println(round);
      }
    }
  }

  private static Row key(int key) {
    return new RowBuilder(1).addInt(key).build();
  }

  private static Row row(int key, int round) {
    return new RowBuilder(3).addInt(key).addInt(round).addText(PADDING).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 37, 171})
  void whatWasCommittedIsThereAndNothingElse(int killAfterMillis) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int reported = 0;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      while (reported < 2) {
        reported = Integer.parseInt(String.valueOf(output.readLine()));
      }
      process.onExit().completeOnTimeout(process, killAfterMillis, MILLISECONDS).join();
      process.toHandle().destroyForcibly(); // the process itself would close its output
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        reported = Integer.parseInt(line);
      }
    }
    try (StateStore store = StateStore.open(folder, MEMORY)) {
      long end = store.logs().end();
      int round = (int) (end - 100) / 10;
      assertTrue(round >= reported, () -> "the log ends at " + end);
      ChangeLog log = store.logs().open("orders", new int[] {0});
      ZSet changes = new ZSet();
      log.read(100, end, 10_000, changes::addAll);
      assertEquals(ROWS, changes.consolidate().size());
      CircuitState circuit = store.circuit("shop");
      int ticked = (int) (circuit.frontier() - 100) / 10;
      assertTrue(ticked >= reported && ticked <= round, () -> "the tick of round " + ticked);
      for (int key = 0; key < ROWS; key++) {
        int number = key;
        assertEquals(row(key, round), log.current(key(key)));
        circuit
            .indexed("rows")
            .forEach(
                key(key).bytes(),
                (element, weight) -> {
                  assertEquals(row(number, ticked), Row.wrap(element));
                  assertEquals(1, weight);
                });
      }
    }
  }
}
