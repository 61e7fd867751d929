package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * bit_and, bit_or and bit_xor of integers and bit strings, by counting per bit in how many values
 * it is set; bit strings are counted by their length too, since those of different lengths do not
 * go together. State: a few bytes per bit.
 */
final class BitAccumulator implements Accumulator {

  private enum Operation {
    BIT_AND("AND"),
    BIT_OR("OR"),
    BIT_XOR("XOR");

    private final String verb;

    Operation(String verb) {
      this.verb = verb;
    }
  }

  /** A bit string's wire form opens with its length in bits. */
  private static final int BIT_HEADER_BYTES = 4;

  private final Operation operation;
  private final boolean string;
  private final TreeMap<Integer, Long> countByLength = new TreeMap<>(); // in bits
  private long[]
      ones = {}; // per bit, the first on the wire first; none behind the last that is not 0

  private BitAccumulator(Operation operation, int type) {
    this.operation = operation;
    this.string = type == PgType.BIT;
  }

  /** The accumulators of such an aggregate; null if it is none. */
  static @Nullable Supplier<Accumulator> accumulator(AggregateCall call) {
    for (Operation operation : Operation.values()) {
      if (operation.name().equalsIgnoreCase(call.function().source())) {
        int type = call.arguments().getFirst().type().oid();
        return switch (type) {
          case PgType.INT2, PgType.INT4, PgType.INT8, PgType.BIT ->
              () -> new BitAccumulator(operation, type);
          default -> null;
        };
      }
    }
    return null;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.isNull(0)) {
      return;
    }
    byte[] bytes = arguments.bytes();
    int at = arguments.offset(0);
    int bits = string ? (int) Bytes.INT.get(bytes, at) : 8 * arguments.length(0);
    at += string ? BIT_HEADER_BYTES : 0;
    count(bits, weight);
    if (ones.length < bits) {
      ones = Arrays.copyOf(ones, bits);
    }
    for (int i = 0; i < bits; i++) {
      if ((bytes[at + i / 8] & 0x80 >> i % 8) != 0) {
        ones[i] += weight;
      }
    }
  }

  private void count(int bits, long weight) {
    if (countByLength.merge(bits, weight, Long::sum) == 0) {
      countByLength.remove(bits);
    }
  }

  @Override
  public void merge(Accumulator other) {
    BitAccumulator more = (BitAccumulator) other;
    more.countByLength.forEach(this::count);
    if (ones.length < more.ones.length) {
      ones = Arrays.copyOf(ones, more.ones.length);
    }
    for (int i = 0; i < more.ones.length; i++) {
      ones[i] += more.ones[i];
    }
  }

  @Override
  public void result(RowBuilder target) {
    long count = 0;
    for (long ofLength : countByLength.values()) {
      count += ofLength;
    }
    if (count <= 0) {
      target.addNull();
      return;
    }
    if (countByLength.size() > 1) {
      throw new EvaluationException(
          "22026", "cannot " + operation.verb + " bit strings of different sizes");
    }
    int bits = countByLength.firstKey();
    int header = string ? BIT_HEADER_BYTES : 0;
    byte[] result = new byte[header + (bits + 7) / 8];
    if (string) {
      Bytes.INT.set(result, 0, bits);
    }
    for (int i = 0; i < bits; i++) {
      long set = i < ones.length ? ones[i] : 0;
      boolean bit =
          switch (operation) {
            case BIT_AND -> set == count;
            case BIT_OR -> set > 0;
            case BIT_XOR -> (set & 1) != 0;
          };
      if (bit) {
        result[header + i / 8] |= (byte) (0x80 >> i % 8);
      }
    }
    target.add(result);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(countByLength.size());
    for (Map.Entry<Integer, Long> length : countByLength.entrySet()) {
      out.writeInt(length.getKey());
      out.writeLong(length.getValue());
    }
    int used = ones.length;
    while (used > 0 && ones[used - 1] == 0) {
      used--;
    }
    out.writeInt(used);
    for (int i = 0; i < used; i++) {
      writeCompact(ones[i], out);
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    countByLength.clear();
    for (int lengths = in.readInt(); lengths > 0; lengths--) {
      countByLength.put(in.readInt(), in.readLong());
    }
    ones = new long[in.readInt()];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = readCompact(in);
    }
  }

  /** Seven bits a byte, the lowest first, the sign as the lowest bit of all. */
  private static void writeCompact(long value, DataOutput out) throws IOException {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readCompact(DataInput in) throws IOException {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return (value >>> 1) ^ -(value & 1);
  }
}
