package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Functions that change a bytea or read numbers from it (varlena.c, bytea.c). */
final class ByteEdits {

  private ByteEdits() {}

  static void register(FunctionLibrary library) {
    library.<byte[]>extremes("bytea_", Arrays::compareUnsigned);
    library.<byte[], String>binary("binary_encode", (a, name) -> ByteEncoding.of(name).encode(a));
    library.<String, String>binary("binary_decode", (a, name) -> ByteEncoding.of(name).decode(a));
    library.<byte[], Long>binary("byteaGetBit", ByteEdits::bitAt);
    library.<byte[], Long, Integer>ternary("byteaSetBit", ByteEdits::withBit);
    library.<byte[], Integer, Integer>ternary("byteaSetByte", ByteEdits::withByte);
    library.<byte[], byte[], Integer>ternary(
        "byteaoverlay_no_len", (a, b, s) -> overlay(a, b, s, b.length));
    library.nary(
        "byteaoverlay",
        arguments ->
            overlay(
                FunctionLibrary.<byte[]>argument(arguments, 0),
                FunctionLibrary.<byte[]>argument(arguments, 1),
                FunctionLibrary.<Integer>argument(arguments, 2),
                FunctionLibrary.<Integer>argument(arguments, 3)));
    library.<byte[], byte[]>binary("byteatrim", (a, set) -> trim(a, set, true, true));
    library.<byte[], byte[]>binary("bytealtrim", (a, set) -> trim(a, set, true, false));
    library.<byte[], byte[]>binary("byteartrim", (a, set) -> trim(a, set, false, true));
    library.<byte[], byte[]>binary(
        "bytealike", (a, p) -> LikePattern.matches(characters(a), characters(p)));
    library.<byte[], byte[]>binary(
        "byteanlike", (a, p) -> !LikePattern.matches(characters(a), characters(p)));
    library.<byte[], byte[]>binary(
        "like_escape_bytea",
        (p, escape) ->
            PatternFunctions.withEscape(characters(p), characters(escape))
                .getBytes(StandardCharsets.ISO_8859_1));
    library.<byte[]>unary("bytea_reverse", ByteEdits::reverse);
    library.<byte[]>unary("crc32_bytea", a -> checksum(new CRC32(), a));
    library.<byte[]>unary("crc32c_bytea", a -> checksum(new CRC32C(), a));
    numbers(library);
  }

  private static void numbers(FunctionLibrary library) {
    library.<byte[]>unary("bytea_int2", a -> (int) (short) number(a, Short.BYTES, "smallint"));
    library.<byte[]>unary("bytea_int4", a -> (int) number(a, Integer.BYTES, "integer"));
    library.<byte[]>unary("bytea_int8", a -> number(a, Long.BYTES, "bigint"));
    library.<Integer>unary(
        "int2_bytea", a -> ByteBuffer.allocate(Short.BYTES).putShort(a.shortValue()).array());
    library.<Integer>unary("int4_bytea", a -> ByteBuffer.allocate(Integer.BYTES).putInt(a).array());
    library.<Long>unary("int8_bytea", a -> ByteBuffer.allocate(Long.BYTES).putLong(a).array());
  }

  /** The number of its bytes, the highest first; fewer than the type's are filled with zeros. */
  private static long number(byte[] bytes, int limit, String type) {
    if (bytes.length > limit) {
      throw new EvaluationException("22003", type + " out of range");
    }
    long number = 0;
    for (byte each : bytes) {
      number = number << Byte.SIZE | (each & 0xFF);
    }
    return number;
  }

  /** Each byte as the character of the same number. */
  private static String characters(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void checkIndex(long index, long count) {
    if (index < 0 || index >= count) {
      throw new EvaluationException(
          "2202E", "index %d out of valid range, 0..%d".formatted(index, count - 1));
    }
  }

  /** Bits count from the lowest of the first byte on. */
  private static int bitAt(byte[] bytes, long index) {
    checkIndex(index, (long) bytes.length * Byte.SIZE);
    return bytes[(int) (index / Byte.SIZE)] >> index % Byte.SIZE & 1;
  }

  private static byte[] withBit(byte[] bytes, long index, int value) {
    checkIndex(index, (long) bytes.length * Byte.SIZE);
    if (value != 0 && value != 1) {
      throw new EvaluationException("22023", "new bit must be 0 or 1");
    }
    byte[] changed = bytes.clone();
    int at = (int) (index / Byte.SIZE);
    int mask = 1 << index % Byte.SIZE;
    changed[at] = (byte) (value == 1 ? changed[at] | mask : changed[at] & ~mask);
    return changed;
  }

  private static byte[] withByte(byte[] bytes, int index, int value) {
    checkIndex(index, bytes.length);
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return changed;
  }

  private static byte[] overlay(byte[] bytes, byte[] part, int start, int length) {
    if (start <= 0) {
      throw new EvaluationException("22011", "negative substring length not allowed");
    }
    long end = (long) start + length;
    if ((int) end != end) {
      throw new EvaluationException("22003", "integer out of range");
    }
    return BytesFunctions.concatenate(
        BytesFunctions.concatenate(BytesFunctions.between(bytes, 1, start), part),
        BytesFunctions.between(bytes, end, Long.MAX_VALUE));
  }

  private static byte[] trim(byte[] bytes, byte[] set, boolean start, boolean end) {
    int from = 0;
    int to = bytes.length;
    while (start && from < to && contains(set, bytes[from])) {
      from++;
    }
    while (end && to > from && contains(set, bytes[to - 1])) {
      to--;
    }
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static boolean contains(byte[] set, byte wanted) {
    for (byte each : set) {
      if (each == wanted) {
        return true;
      }
    }
    return false;
  }

  private static byte[] reverse(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static long checksum(Checksum algorithm, byte[] bytes) {
    algorithm.update(bytes);
    return algorithm.getValue();
  }
}
