package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.NetworkAddress;
import java.nio.ByteBuffer;

/**
 * The input functions of inet and cidr, with what ISC's inet_net_pton accepts: the prefix may stand
 * for octets that are left out; a cidr without one gets that of its class.
 */
final class NetworkInput {

  private static final int VERSION_4_BYTES = 4;
  private static final int VERSION_6_BYTES = 16;
  private static final int PREFIX_4_MAX = 32;
  private static final int PREFIX_6_MAX = 128;
  private static final int NONE = -1;

  private final String text;
  private final boolean isCidr;
  private int at;

  private NetworkInput(String text, boolean isCidr) {
    this.text = text;
    this.isCidr = isCidr;
  }

  static NetworkAddress read(String text, boolean isCidr) {
    NetworkInput input = new NetworkInput(text, isCidr);
    NetworkAddress address =
        text.indexOf(':') >= 0 ? input.version6() : isCidr ? input.cidr4() : input.inet4();
    if (isCidr && !address.equals(address.network())) {
      throw new EvaluationException("22P02", "invalid cidr value: \"%s\"".formatted(text));
    }
    return address;
  }

  private EvaluationException invalid() {
    return new EvaluationException(
        "22P02",
        "invalid input syntax for type %s: \"%s\"".formatted(isCidr ? "cidr" : "inet", text));
  }

  private void check(boolean holds) {
    if (!holds) {
      throw invalid();
    }
  }

  /** The next character, 0 at the end. */
  private char current() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean isDigit() {
    return current() >= '0' && current() <= '9';
  }

  private int number(int limit) {
    int number = 0;
    while (isDigit()) {
      number = 10 * number + current() - '0';
      check(number <= limit);
      at++;
    }
    return number;
  }

  /** A prefix at the end of the text; −1 if there is none. */
  private int prefix4(int octets) {
    int prefix = NONE;
    if (current() == '/' && octets > 0) {
      at++;
      check(isDigit());
      prefix = 0;
      for (; isDigit(); at++) {
        prefix = 10 * prefix + current() - '0'; // modulo 2³², as C has it
      }
    }
    check(at == text.length() && prefix >= NONE && prefix <= PREFIX_4_MAX);
    return prefix;
  }

  /** A dot may also stand behind the last octet. */
  private NetworkAddress inet4() {
    byte[] bytes = new byte[VERSION_4_BYTES];
    int octets = 0;
    while (isDigit()) {
      int octet = number(0xFF);
      check(octets < VERSION_4_BYTES);
      bytes[octets++] = (byte) octet;
      if (current() != '.') {
        break;
      }
      at++;
    }
    int prefix = prefix4(octets);
    check(prefix == NONE ? octets == VERSION_4_BYTES : prefix / Byte.SIZE <= octets);
    return version4(bytes, prefix == NONE ? PREFIX_4_MAX : prefix);
  }

  private NetworkAddress cidr4() {
    byte[] bytes = new byte[VERSION_4_BYTES];
    int octets;
    if (text.regionMatches(true, 0, "0x", 0, 2) && Character.digit(charAt(2), 16) >= 0) {
      octets = hexadecimal(bytes);
    } else {
      octets = 0;
      do {
        at += octets == 0 ? 0 : 1; // the dot
        check(isDigit() && octets < VERSION_4_BYTES);
        bytes[octets++] = (byte) number(0xFF);
      } while (current() == '.');
    }
    int prefix = prefix4(octets);
    return version4(bytes, prefix == NONE ? ofClass(bytes[0] & 0xFF, octets) : prefix);
  }

  private char charAt(int index) {
    return index < text.length() && text.charAt(index) < 0x80 ? text.charAt(index) : '\0';
  }

  private int hexadecimal(byte[] bytes) {
    at = 2;
    int digits = 0;
    for (; Character.digit(charAt(at), 16) >= 0; at++) {
      check(digits < 2 * VERSION_4_BYTES);
      int digit = Character.digit(charAt(at), 16);
      bytes[digits / 2] |= (byte) (digits % 2 == 0 ? digit << 4 : digit);
      digits++;
    }
    return (digits + 1) / 2;
  }

  /** At least what is written; all of class D is 224/4. */
  private static int ofClass(int first, int octets) {
    int prefix = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
    return first == 224 && octets == 1 ? 4 : Math.max(prefix, octets * Byte.SIZE);
  }

  private static NetworkAddress version4(byte[] bytes, int prefix) {
    long address = (long) ByteBuffer.wrap(bytes).getInt() << Integer.SIZE;
    return new NetworkAddress(false, prefix, address, 0);
  }

  private NetworkAddress version6() {
    byte[] bytes = new byte[VERSION_6_BYTES];
    int size = 0;
    int gap = NONE; // where :: stands
    int prefix = PREFIX_6_MAX;
    if (current() == ':') {
      at++;
      check(current() == ':');
    }
    while (at < text.length()) {
      int start = at;
      int group = group();
      boolean isEmpty = at == start;
      if (current() == '.') {
        at = start;
        check(size + VERSION_4_BYTES <= VERSION_6_BYTES);
        embedded(bytes, size);
        size += VERSION_4_BYTES;
      } else if (!isEmpty) {
        check(size + Short.BYTES <= VERSION_6_BYTES);
        bytes[size++] = (byte) (group >> Byte.SIZE);
        bytes[size++] = (byte) group;
      }
      if (current() == ':') {
        at++;
        if (isEmpty) {
          check(gap == NONE);
          gap = size;
        } else {
          check(at < text.length());
        }
      } else if (current() == '/') {
        at++;
        prefix = decimal(PREFIX_6_MAX);
        check(at == text.length());
      } else {
        check(at == text.length());
      }
    }
    check(gap == NONE ? size == VERSION_6_BYTES : size < VERSION_6_BYTES);
    if (gap != NONE) {
      int moved = size - gap;
      System.arraycopy(bytes.clone(), gap, bytes, VERSION_6_BYTES - moved, moved);
      for (int i = gap; i < VERSION_6_BYTES - moved; i++) {
        bytes[i] = 0;
      }
    }
    ByteBuffer halves = ByteBuffer.wrap(bytes);
    return new NetworkAddress(true, prefix, halves.getLong(), halves.getLong());
  }

  /** Up to four hexadecimal digits. */
  private int group() {
    int group = 0;
    for (int digits = 0; Character.digit(charAt(at), 16) >= 0; at++) {
      check(++digits <= 4);
      group = group << 4 | Character.digit(charAt(at), 16);
    }
    return group;
  }

  /** A number without needless zeros before it. */
  private int decimal(int limit) {
    int start = at;
    int number = number(limit);
    check(at > start && (text.charAt(start) != '0' || at == start + 1));
    return number;
  }

  /** Octets at the end: the last ones may be left out, others may be empty. */
  private void embedded(byte[] bytes, int from) {
    for (int i = 0; i < VERSION_4_BYTES; i++) {
      check(at < text.length());
      bytes[from + i] = (byte) (isDigit() ? decimal(0xFF) : 0);
      if (current() != '.') {
        check(current() == '/' || at == text.length());
        return;
      }
      at++;
    }
    throw invalid();
  }
}
