package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.BitString;
import java.util.function.IntBinaryOperator;

/**
 * Functions and operators of bit and varbit (varbit.c). {@code bitcmp} is left to PostgreSQL: of
 * its number only the sign is specified.
 */
final class BitFunctions {

  private static final int LENGTH_MAX = Integer.MAX_VALUE - Byte.SIZE + 1; // VARBITMAXLEN

  private BitFunctions() {}

  static void register(FunctionLibrary library) {
    library.<BitString, BitString>comparisons("bit", BitString::compareTo);
    bitwise(library, "bit_and", "AND", (a, b) -> a & b);
    bitwise(library, "bit_or", "OR", (a, b) -> a | b);
    bitwise(library, "bitxor", "XOR", (a, b) -> a ^ b);
    library.<BitString>unary("bitnot", BitFunctions::not);
    library.<BitString, Integer>binary("bitshiftleft", BitFunctions::shiftLeft);
    library.<BitString, Integer>binary("bitshiftright", (a, n) -> shiftLeft(a, -(long) n));
    library.<BitString, BitString>binary("bitcat", BitFunctions::concatenate);
    library.<BitString>unary("bitlength", BitString::length);
    library.<BitString>unary("bitoctetlength", a -> a.bytes().length);
    library.<BitString>unary(FunctionLibrary.oid(1812), BitString::length);
    library.<BitString>unary("bit_bit_count", a -> BytesFunctions.bitCount(a.bytes()));
    parts(library);
    conversions(library);
  }

  private static void bitwise(
      FunctionLibrary library, String source, String verb, IntBinaryOperator operation) {
    library.<BitString, BitString>binary(
        source,
        (a, b) -> {
          if (a.length() != b.length()) {
            throw new EvaluationException(
                "22026", "cannot %s bit strings of different sizes".formatted(verb));
          }
          byte[] bytes = new byte[a.bytes().length];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) operation.applyAsInt(a.bytes()[i], b.bytes()[i]);
          }
          return new BitString(a.length(), bytes);
        });
  }

  private static BitString not(BitString bits) {
    byte[] inverted = bits.bytes().clone();
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) ~inverted[i];
    }
    return new BitString(bits.length(), inverted);
  }

  private static BitString shiftLeft(BitString bits, long count) {
    return bits.slice(count, count + bits.length());
  }

  private static BitString concatenate(BitString a, BitString b) {
    if (a.length() > LENGTH_MAX - b.length()) {
      throw new EvaluationException(
          "54000", "bit string length exceeds the maximum allowed (%d)".formatted(LENGTH_MAX));
    }
    return a.concatenate(b);
  }

  private static void parts(FunctionLibrary library) {
    library.<BitString, Integer>binary("bitsubstr_no_len", (a, s) -> from(a, s));
    library.<BitString, Integer, Integer>ternary("bitsubstr", BitFunctions::substring);
    library.<BitString, BitString, Integer>ternary(
        "bitoverlay_no_len", (a, b, s) -> overlay(a, b, s, b.length()));
    library.nary(
        "bitoverlay",
        arguments ->
            overlay(
                FunctionLibrary.<BitString>argument(arguments, 0),
                FunctionLibrary.<BitString>argument(arguments, 1),
                FunctionLibrary.<Integer>argument(arguments, 2),
                FunctionLibrary.<Integer>argument(arguments, 3)));
    library.<BitString, BitString>binary("bitposition", BitFunctions::position);
    library.<BitString, Integer>binary(
        "bitgetbit",
        (a, index) -> {
          checkIndex(a, index);
          return a.get(index) ? 1 : 0;
        });
    library.<BitString, Integer, Integer>ternary("bitsetbit", BitFunctions::withBit);
  }

  private static BitString from(BitString bits, int start) {
    return between(bits, start, Long.MAX_VALUE);
  }

  private static BitString substring(BitString bits, int start, int length) {
    if (length < 0) {
      throw new EvaluationException("22011", "negative substring length not allowed");
    }
    return between(bits, start, (long) start + length);
  }

  /**
   * The bits from {@code start}, counted from 1, up to before {@code end}; both may lie outside.
   */
  private static BitString between(BitString bits, long start, long end) {
    long from = Math.min(bits.length(), Math.max(0, start - 1));
    return bits.slice(from, Math.min(bits.length(), Math.max(from, end - 1)));
  }

  private static BitString overlay(BitString bits, BitString part, int start, int length) {
    if (start <= 0) {
      throw new EvaluationException("22011", "negative substring length not allowed");
    }
    long end = (long) start + length;
    if ((int) end != end) {
      throw new EvaluationException("22003", "integer out of range");
    }
    return concatenate(
        concatenate(between(bits, 1, start), part), between(bits, end, Long.MAX_VALUE));
  }

  private static int position(BitString bits, BitString part) {
    if (bits.length() == 0) {
      return 0;
    }
    for (int i = 0; i <= bits.length() - part.length(); i++) {
      if (bits.slice(i, (long) i + part.length()).equals(part)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static void checkIndex(BitString bits, int index) {
    if (index < 0 || index >= bits.length()) {
      throw new EvaluationException(
          "2202E", "bit index %d out of valid range (0..%d)".formatted(index, bits.length() - 1));
    }
  }

  private static BitString withBit(BitString bits, int index, int value) {
    checkIndex(bits, index);
    if (value != 0 && value != 1) {
      throw new EvaluationException("22023", "new bit must be 0 or 1");
    }
    byte[] bytes = bits.bytes().clone();
    int mask = 0x80 >> index % Byte.SIZE;
    int at = index / Byte.SIZE;
    bytes[at] = (byte) (value == 1 ? bytes[at] | mask : bytes[at] & ~mask);
    return new BitString(bits.length(), bytes);
  }

  private static void conversions(FunctionLibrary library) {
    library.<BitString, Integer, Boolean>ternary("bit", BitFunctions::toLength);
    library.<BitString, Integer, Boolean>ternary("varbit", BitFunctions::toLimit);
    library.<Integer, Integer>binary("bitfromint4", (n, length) -> ofNumber(n, length));
    library.<Long, Integer>binary("bitfromint8", BitFunctions::ofNumber);
    library.<BitString>unary(
        "bittoint4", a -> (int) number(a, Integer.SIZE, "integer out of range"));
    library.<BitString>unary("bittoint8", a -> number(a, Long.SIZE, "bigint out of range"));
  }

  private static BitString toLength(BitString bits, int length, boolean explicit) {
    if (length <= 0 || length > Integer.MAX_VALUE - Byte.SIZE || length == bits.length()) {
      return bits;
    }
    if (!explicit) {
      throw new EvaluationException(
          "22026",
          "bit string length %d does not match type bit(%d)".formatted(bits.length(), length));
    }
    return bits.slice(0, length);
  }

  private static BitString toLimit(BitString bits, int limit, boolean explicit) {
    if (limit <= 0 || limit >= bits.length()) {
      return bits;
    }
    if (!explicit) {
      throw new EvaluationException(
          "22001", "bit string too long for type bit varying(%d)".formatted(limit));
    }
    return bits.slice(0, limit);
  }

  /** The last bits of a number, which has its sign in as many bits as are wanted. */
  private static BitString ofNumber(long number, int wanted) {
    int length = wanted <= 0 || wanted > LENGTH_MAX ? 1 : wanted;
    byte[] bytes = new byte[BitString.bytesFor(length)];
    int padding = bytes.length * Byte.SIZE - length;
    for (int i = 0; i < bytes.length; i++) {
      int shift = (bytes.length - 1 - i) * Byte.SIZE - padding;
      bytes[i] = (byte) (shift < 0 ? number << -shift : number >> Math.min(shift, Long.SIZE - 1));
    }
    return new BitString(length, bytes);
  }

  private static long number(BitString bits, int limit, String message) {
    if (bits.length() > limit) {
      throw new EvaluationException("22003", message);
    }
    long number = 0;
    for (int i = 0; i < bits.length(); i++) {
      number = number << 1 | (bits.get(i) ? 1 : 0);
    }
    return number;
  }
}
