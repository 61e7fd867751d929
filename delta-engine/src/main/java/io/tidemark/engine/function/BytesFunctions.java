package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/** Functions and operators of bytea (varlena.c, cryptohashfuncs.c) and of uuid. */
final class BytesFunctions {

  private BytesFunctions() {}

  static void register(FunctionLibrary library) {
    library.<UUID>comparisons("uuid_", Arrays::compareUnsigned, BytesFunctions::compare);
    library.<byte[]>comparisons("bytea", Arrays::compareUnsigned, Arrays::compareUnsigned);
    library.<byte[]>unary("byteaoctetlen", a -> a.length);
    library.<byte[]>unary(FunctionLibrary.oid(1810), a -> Math.multiplyExact(a.length, 8));
    library.<byte[], byte[]>binary("byteacat", BytesFunctions::concatenate);
    library.<byte[], Integer>binary("bytea_substr_no_len", (a, s) -> between(a, s, Long.MAX_VALUE));
    library.<byte[], Integer, Integer>ternary("bytea_substr", BytesFunctions::substring);
    library.<byte[], byte[]>binary("byteapos", BytesFunctions::position);
    library.<byte[], Integer>binary("byteaGetByte", BytesFunctions::byteAt);
    library.<byte[]>unary("bytea_bit_count", BytesFunctions::bitCount);
    library.<byte[]>unary("md5_bytea", a -> HexFormat.of().formatHex(digest("MD5", a)));
    library.<byte[]>unary("sha224_bytea", a -> digest("SHA-224", a));
    library.<byte[]>unary("sha256_bytea", a -> digest("SHA-256", a));
    library.<byte[]>unary("sha384_bytea", a -> digest("SHA-384", a));
    library.<byte[]>unary("sha512_bytea", a -> digest("SHA-512", a));
  }

  private static int compare(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  static byte[] concatenate(byte[] a, byte[] b) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(a.length + b.length);
    bytes.writeBytes(a);
    bytes.writeBytes(b);
    return bytes.toByteArray();
  }

  static byte[] between(byte[] bytes, long start, long end) {
    int from = (int) Math.min(bytes.length, Math.max(0, start - 1));
    int to = (int) Math.min(bytes.length, Math.max(from, end - 1));
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] substring(byte[] bytes, int start, int length) {
    if (length < 0) {
      throw new EvaluationException("22011", "negative substring length not allowed");
    }
    return between(bytes, start, (long) start + length);
  }

  private static int position(byte[] bytes, byte[] part) {
    for (int i = 0; i <= bytes.length - part.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static int byteAt(byte[] bytes, int index) {
    if (index < 0 || index >= bytes.length) {
      throw new EvaluationException(
          "2202E", "index %d out of valid range, 0..%d".formatted(index, bytes.length - 1));
    }
    return bytes[index] & 0xFF;
  }

  static long bitCount(byte[] bytes) {
    long count = 0;
    for (byte each : bytes) {
      count += Integer.bitCount(each & 0xFF);
    }
    return count;
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has them
    }
  }
}
