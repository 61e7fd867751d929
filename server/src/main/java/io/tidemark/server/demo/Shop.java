package io.tidemark.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The demo's shop: its schema, and real-looking rows from a seeded generator, so that every run
 * starts from the same data.
 */
final class Shop {

  static final int CUSTOMERS = 20_000;
  static final int PRODUCTS = 1_000;
  static final int ORDERS = 60_000;

  /** Rows of all four tables, nearly: an order has 1 to 5 lines, 3 on average. */
  static final int ROWS_EXPECTED = CUSTOMERS + PRODUCTS + ORDERS + 3 * ORDERS;

  static final String[] STATUSES = {"new", "paid", "shipped", "delivered", "cancelled"};

  private static final String[] FIRST = {
    "Ada", "Björn", "Chiara", "Dmitri", "Eun-ji", "Fatima", "Grace", "Hiroshi", "Inês", "Jonas",
    "Kofi", "Łucja", "Marta", "Nils", "Olu", "Priya", "Quentin", "Rosa", "Søren", "Tomás", "Uma",
    "Vera", "Wei", "Ximena", "Yusuf", "Zoë"
  };
  private static final String[] LAST = {
    "Almeida", "Bauer", "Chen", "Dubois", "Eriksson", "Fischer", "García", "Haddad", "Ito",
    "Jensen", "Kowalski", "Larsen", "Moreau", "Nakamura", "O'Brien", "Petrov", "Quispe", "Rossi",
    "Silva", "Tanaka", "Usman", "Vogel", "Wang", "Yılmaz", "Zhang"
  };
  private static final String[] COUNTRIES = {
    "Argentina", "Brazil", "Canada", "Denmark", "Egypt", "France", "Germany", "India", "Italy",
    "Japan", "Kenya", "Mexico", "Netherlands", "Nigeria", "Poland", "Portugal", "Spain", "Sweden",
    "United Kingdom", "United States"
  };
  private static final String[] SEGMENTS = {"consumer", "business", "public"};
  private static final String[] CATEGORIES = {
    "books",
    "coffee",
    "furniture",
    "garden",
    "kitchen",
    "lighting",
    "music",
    "office",
    "outdoor",
    "toys"
  };
  private static final String[] ADJECTIVES = {
    "Quiet", "Amber", "Folding", "Classic", "Nordic", "Compact", "Double", "Little", "Grand",
    "Round"
  };
  private static final String[] NOUNS = {
    "Lamp", "Chair", "Kettle", "Notebook", "Speaker", "Planter", "Puzzle", "Tent", "Grinder", "Desk"
  };

  private Shop() {}

  /** A product line's price in cents, the same for everyone who asks. */
  static int priceCents(int product) {
    return 199 + (int) ((product * 7919L) % 24_800);
  }

  /**
   * Creates and fills the tables.
   *
   * @param progress told how many rows are loaded so far
   */
  static void load(Connection connection, LongConsumer progress) throws SQLException, IOException {
    try (var statement = connection.createStatement()) {
      statement.execute(schema());
    }
    SplittableRandom random = new SplittableRandom(20_26);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Loader loader = new Loader(connection.unwrap(PGConnection.class), progress);
    loader.table("customers", CUSTOMERS, (id, line) -> customer(id, random, now, line));
    loader.table("products", PRODUCTS, (id, line) -> product(id, line));
    loader.table("orders", ORDERS, (id, line) -> order(id, random, now, line));
    loader.table("order_lines", ORDERS, (id, line) -> orderLines(id, random, line));
    try (var statement = connection.createStatement()) {
      statement.execute("ANALYZE");
    }
  }

  private static String schema() throws IOException {
    try (InputStream in = Shop.class.getResourceAsStream("shop.sql")) {
      if (in == null) {
        throw new IOException("shop.sql is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int customer(int id, SplittableRandom random, Instant now, StringBuilder to) {
    to.append(id).append('\t').append(pick(FIRST, random)).append(' ').append(pick(LAST, random));
    to.append('\t').append(pick(COUNTRIES, random)).append('\t').append(pick(SEGMENTS, random));
    to.append('\t').append(now.minus(random.nextInt(1, 1500), ChronoUnit.DAYS)).append('\n');
    return 1;
  }

  private static int product(int id, StringBuilder to) {
    to.append(id).append('\t');
    to.append(ADJECTIVES[id % 10]).append(' ').append(NOUNS[id / 10 % 10]).append(' ').append(id);
    to.append('\t').append(CATEGORIES[id / 100 % 10]);
    to.append('\t').append(money(priceCents(id))).append('\n');
    return 1;
  }

  private static int order(int id, SplittableRandom random, Instant now, StringBuilder to) {
    to.append(id).append('\t').append(random.nextInt(1, CUSTOMERS + 1));
    to.append('\t').append(pick(STATUSES, random));
    to.append('\t').append(now.minusSeconds(random.nextInt(1, 90 * 86_400)));
    to.append('\t').append(random.nextInt(4) == 0 ? "leave at the door" : "\\N").append('\n');
    return 1;
  }

  private static int orderLines(int order, SplittableRandom random, StringBuilder to) {
    int lines = random.nextInt(1, 6);
    for (int line = 1; line <= lines; line++) {
      int product = random.nextInt(1, PRODUCTS + 1);
      to.append(order).append('\t').append(line).append('\t').append(product);
      to.append('\t').append(random.nextInt(1, 5)).append('\t').append(money(priceCents(product)));
      to.append('\n');
    }
    return lines;
  }

  static String money(int cents) {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }

  private static String pick(String[] values, SplittableRandom random) {
    return values[random.nextInt(values.length)];
  }

  /** Appends the COPY text of one id; returns its rows. */
  @FunctionalInterface
  private interface RowWriter {
    int write(int id, StringBuilder line);
  }

  private static final class Loader {
    private static final int FLUSH_CHARS = 1 << 16;

    private final PGConnection connection;
    private final LongConsumer progress;
    private long rows;

    Loader(PGConnection connection, LongConsumer progress) {
      this.connection = connection;
      this.progress = progress;
    }

    void table(String name, int ids, RowWriter writer) throws SQLException {
      CopyIn copy = connection.getCopyAPI().copyIn("COPY " + name + " FROM STDIN");
      StringBuilder buffer = new StringBuilder(FLUSH_CHARS + 1024);
      for (int id = 1; id <= ids; id++) {
        rows += writer.write(id, buffer);
        if (buffer.length() >= FLUSH_CHARS || id == ids) {
          byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
          copy.writeToCopy(bytes, 0, bytes.length);
          buffer.setLength(0);
          progress.accept(rows);
        }
      }
      copy.endCopy();
    }
  }
}
