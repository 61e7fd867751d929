package io.tidemark.wal;

import io.tidemark.fixture.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sessions that insert, update (also keys) and delete at random in {@code t (id int PRIMARY KEY, v
 * text, n int)}, in transactions of different sizes, and go on after a lost connection.
 */
final class Writers implements AutoCloseable {

  private final PostgresServer server;
  private final String database;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;
  private long commits; // guarded by this

  Writers(PostgresServer server, String database, int sessions) {
    this.server = server;
    this.database = database;
    for (int i = 0; i < sessions; i++) {
      int seed = i;
      threads.add(Thread.ofPlatform().start(() -> run(seed)));
    }
  }

  private synchronized void committed() {
    commits++;
    notifyAll();
  }

  private void run(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    while (!stopping) {
      try (Connection session = server.connect(database);
          var statement = session.createStatement()) {
        session.setAutoCommit(false);
        while (!stopping) {
          for (int i = random.nextInt(1, 8); i > 0; i--) {
            statement.execute(change(random, seed));
          }
          if (random.nextInt(10) == 0) {
            session.rollback();
          } else {
            session.commit();
            committed();
          }
        }
      } catch (SQLException lost) {
        Thread.onSpinWait(); // the server is down, or two sessions hit the same key: once more
      }
    }
  }

  private static String change(SplittableRandom random, int seed) {
    int id = random.nextInt(2_000);
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          "INSERT INTO t VALUES (%d, 'w%d', %d) ON CONFLICT (id) DO UPDATE SET v = excluded.v"
              .formatted(id, seed, random.nextInt(100));
      case 2 -> "DELETE FROM t WHERE id = " + id;
      case 3 ->
          "UPDATE t SET id = -id WHERE id = %d AND NOT EXISTS (SELECT FROM t WHERE id = %d)"
              .formatted(id, -id);
      case 4 -> "UPDATE t SET n = n + 1 WHERE id BETWEEN %d AND %d".formatted(id, id + 20);
      default -> "UPDATE t SET v = NULL WHERE id = " + id;
    };
  }

  /** Waits until so many more transactions were committed. */
  synchronized void awaitCommits(int more) {
    long until = commits + more;
    try {
      while (commits < until) {
        wait();
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
