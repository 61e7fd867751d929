package io.tidemark.engine.function;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bob Jenkins' lookup3 (public domain, 2006) with the start value and the seed that PostgreSQL's
 * hashfn.c gives it, as a little-endian server computes it. Of 64 bits the last 32 are, with seed
 * 0, the hash of 32 bits.
 */
final class JenkinsHash {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int START = 0x9e3779b9 + 3923095;
  private static final int BLOCK = 12;

  private int a;
  private int b;
  private int c;

  private JenkinsHash(int length, long seed) {
    a = START + length;
    b = a;
    c = a;
    if (seed != 0) {
      a += (int) (seed >>> Integer.SIZE);
      b += (int) seed;
      mix();
    }
  }

  static long of(byte[] bytes, long seed) {
    JenkinsHash state = new JenkinsHash(bytes.length, seed);
    int at = 0;
    for (; bytes.length - at >= BLOCK; at += BLOCK) {
      state.a += (int) INT.get(bytes, at);
      state.b += (int) INT.get(bytes, at + 4);
      state.c += (int) INT.get(bytes, at + 8);
      state.mix();
    }
    byte[] rest = new byte[BLOCK];
    System.arraycopy(bytes, at, rest, 0, bytes.length - at);
    state.a += (int) INT.get(rest, 0);
    state.b += (int) INT.get(rest, 4);
    state.c += (int) INT.get(rest, 8) << Byte.SIZE; // its lowest byte is the length's
    return state.result();
  }

  /** The hash of the four bytes of a number. */
  static long of(int number, long seed) {
    JenkinsHash state = new JenkinsHash(Integer.BYTES, seed);
    state.a += number;
    return state.result();
  }

  /** The hash of the eight bytes of a number. */
  static long ofBytes(long number, long seed) {
    JenkinsHash state = new JenkinsHash(Long.BYTES, seed);
    state.a += (int) number;
    state.b += (int) (number >>> Integer.SIZE);
    return state.result();
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private long result() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
    return (long) b << Integer.SIZE | Integer.toUnsignedLong(c);
  }
}
