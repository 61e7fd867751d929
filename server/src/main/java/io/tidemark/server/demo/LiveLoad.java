package io.tidemark.server.demo;

import io.tidemark.fixture.PostgresServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the shop as its users would: new orders with lines, orders that move on, price
 * changes, cancellations. One connection, a bounded rate, each step its own transaction.
 */
final class LiveLoad implements AutoCloseable {

  /** Transactions a second: brisk for a shop, and half of a small machine stays free. */
  private static final int TRANSACTIONS_PER_SECOND = 250;

  private static final long STEP_NANOS = 1_000_000_000L / TRANSACTIONS_PER_SECOND;

  private final Connection connection;
  private final Thread thread = Thread.ofPlatform().name("demo-writer").unstarted(this::run);
  private final SplittableRandom random = new SplittableRandom(7);
  private final AtomicLong transactions = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private int nextOrder = Shop.ORDERS + 1;
  private volatile boolean stopping;
  private volatile @Nullable SQLException failure;

  LiveLoad(PostgresServer server, String database) throws SQLException {
    connection = server.connect(database);
    connection.setAutoCommit(false);
  }

  void start() {
    thread.start();
  }

  long transactions() {
    return transactions.get();
  }

  /** Rows inserted, updated and deleted so far. */
  long rows() {
    return rows.get();
  }

  /** Stops after the running transaction; rethrows what ended the load before its time. */
  void stop() throws SQLException {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    SQLException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public void close() throws SQLException {
    stop();
    connection.close();
  }

  private void run() {
    try (var order =
            connection.prepareStatement("INSERT INTO orders VALUES (?, ?, 'new', now(), NULL)");
        var line = connection.prepareStatement("INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)");
        var move = connection.prepareStatement("UPDATE orders SET status = ? WHERE id = ?");
        var amend =
            connection.prepareStatement(
                "UPDATE order_lines SET quantity = ? WHERE order_id = ? AND line = 1");
        var cancel = connection.prepareStatement("DELETE FROM orders WHERE id = ?");
        var country =
            connection.prepareStatement("UPDATE customers SET country = ? WHERE id = ?")) {
      long next = System.nanoTime();
      while (!stopping) {
        int dice = random.nextInt(100);
        if (dice < 35) {
          placeOrder(order, line);
        } else if (dice < 75) {
          move.setString(1, Shop.STATUSES[random.nextInt(Shop.STATUSES.length)]);
          move.setInt(2, someOrder());
          rows.addAndGet(move.executeUpdate());
        } else if (dice < 90) {
          amend.setInt(1, random.nextInt(1, 9));
          amend.setInt(2, someOrder());
          rows.addAndGet(amend.executeUpdate());
        } else if (dice < 98) {
          cancel.setInt(1, someOrder());
          rows.addAndGet(cancel.executeUpdate());
        } else {
          country.setString(1, random.nextBoolean() ? "Iceland" : "Germany");
          country.setInt(2, random.nextInt(1, Shop.CUSTOMERS + 1));
          rows.addAndGet(country.executeUpdate());
        }
        connection.commit();
        transactions.incrementAndGet();
        next += STEP_NANOS;
        long early = next - System.nanoTime();
        if (early > 0) {
          LockSupport.parkNanos(early);
        } else {
          next = System.nanoTime();
        }
      }
    } catch (SQLException failed) {
      failure = failed;
    }
  }

  private void placeOrder(PreparedStatement order, PreparedStatement line) throws SQLException {
    int id = nextOrder++;
    order.setInt(1, id);
    order.setInt(2, random.nextInt(1, Shop.CUSTOMERS + 1));
    order.executeUpdate();
    int lines = random.nextInt(1, 6);
    for (int i = 1; i <= lines; i++) {
      int product = random.nextInt(1, Shop.PRODUCTS + 1);
      line.setInt(1, id);
      line.setInt(2, i);
      line.setInt(3, product);
      line.setInt(4, random.nextInt(1, 5));
      line.setBigDecimal(5, new BigDecimal(Shop.money(Shop.priceCents(product))));
      line.addBatch();
    }
    line.executeBatch();
    rows.addAndGet(1 + lines);
  }

  private int someOrder() {
    return random.nextInt(1, nextOrder);
  }
}
