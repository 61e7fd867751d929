package io.tidemark.bench.row;

import io.tidemark.state.row.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Changes of an orders table as pgoutput's binary tuples: id int4, region text (5 values), category
 * text, amount int4, price numeric, created timestamp, note text (24 bytes, a tenth NULL), paid
 * bool. Of ten changes two take back two others, as after an UPDATE that was undone in the same
 * tick: six are left.
 */
final class Orders {

  static final int COLUMNS = 8;
  static final int ID = 0;
  static final int REGION = 1;
  static final int AMOUNT = 3;
  static final int PRICE = 4;
  static final int CREATED = 5;
  static final int PAID = 7;
  static final int AMOUNT_MIN = 5_000;

  /** Type OIDs, for the array parameters. */
  static final int[] TYPES = {23, 25, 25, 23, 1700, 1114, 25, 16};

  /**
   * Bytes before the first element of a one-dimensional array: ndim, flags, type, length, bound.
   */
  static final int ARRAY_HEADER = 20;

  private static final String[] REGIONS = {"north", "south", "east", "west", "overseas"};

  final byte[][] tuples;
  final long[] weights;

  Orders(int changes) {
    Random random = new Random(42);
    tuples = new byte[changes][];
    weights = new long[changes];
    for (int i = 0; i < changes; i++) {
      boolean takesBack = i % 10 >= 8;
      tuples[i] = takesBack ? tuples[i - 5].clone() : tuple(i, random);
      weights[i] = takesBack ? -1 : 1;
    }
  }

  private static byte[] tuple(int id, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    out.writeBytes(new byte[] {0, COLUMNS});
    value(out, integer(id));
    value(out, REGIONS[random.nextInt(REGIONS.length)].getBytes(StandardCharsets.UTF_8));
    value(out, ("category-" + random.nextInt(40)).getBytes(StandardCharsets.UTF_8));
    value(out, integer(random.nextInt(10_000)));
    value(out, Numeric.encode(BigDecimal.valueOf(random.nextInt(1_000_000), 2)));
    byte[] created = new byte[8];
    Bytes.LONG.set(created, 0, 800_000_000_000_000L + random.nextInt());
    value(out, created);
    if (random.nextInt(10) == 0) {
      out.write('n');
    } else {
      value(out, "please leave at the door".getBytes(StandardCharsets.UTF_8));
    }
    value(out, new byte[] {(byte) random.nextInt(2)});
    return out.toByteArray();
  }

  private static byte[] integer(int value) {
    byte[] bytes = new byte[4];
    Bytes.INT.set(bytes, 0, value);
    return bytes;
  }

  private static void value(ByteArrayOutputStream out, byte[] value) {
    out.write('b');
    out.writeBytes(integer(value.length));
    out.writeBytes(value);
  }

  /** Writes an array's header and returns where its elements begin. */
  static int arrayHeader(byte[] target, int column, int length) {
    Bytes.INT.set(target, 0, 1);
    Bytes.INT.set(target, 4, 1);
    Bytes.INT.set(target, 8, TYPES[column]);
    Bytes.INT.set(target, 12, length);
    Bytes.INT.set(target, 16, 1);
    return ARRAY_HEADER;
  }
}
