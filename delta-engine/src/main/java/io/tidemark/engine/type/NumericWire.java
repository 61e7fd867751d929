package io.tidemark.engine.type;

import io.tidemark.state.row.RowBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * numeric's wire form: {@code i16 digits, weight, sign, scale}, then base-10000 digits, the first
 * of which is worth {@code 10000^weight}.
 */
final class NumericWire {

  private static final int BASE = 10_000;
  private static final int BASE_DIGITS = 4;
  private static final int SIGN_NEGATIVE = 0x4000;
  private static final int SIGN_NAN = 0xC000;
  private static final int SIGN_POSITIVE_INFINITY = 0xD000;
  private static final int SIGN_NEGATIVE_INFINITY = 0xF000;

  /** Kinds of numbers in their order. */
  private static final int NEGATIVE_INFINITY = 0;

  private static final int NEGATIVE = 1;
  private static final int ZERO = 2;
  private static final int POSITIVE = 3;
  private static final int POSITIVE_INFINITY = 4;
  private static final int NAN = 5;

  /** What the wire has as the scale of an infinity: bits of the header, not a scale. */
  private static final int INFINITY_SCALE = 0x20;

  /** Groups that are read as a long: 16 decimal digits. */
  private static final int SMALL_GROUPS = 4;

  /** A header and 18 decimal digits that begin and end within a group. */
  private static final int SMALL_BYTES = 8 + 2 * 6;

  private NumericWire() {}

  static PgNumeric decode(byte[] bytes, int at) {
    int digits = int16(bytes, at);
    int weight = (short) int16(bytes, at + 2);
    int sign = int16(bytes, at + 4);
    int scale = int16(bytes, at + 6);
    switch (sign) {
      case SIGN_NAN -> {
        return PgNumeric.NAN;
      }
      case SIGN_POSITIVE_INFINITY -> {
        return PgNumeric.POSITIVE_INFINITY;
      }
      case SIGN_NEGATIVE_INFINITY -> {
        return PgNumeric.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    int lastExponent = (weight - digits + 1) * BASE_DIGITS; // of the last digit group
    if (digits <= SMALL_GROUPS) {
      long unscaled = 0;
      for (int i = 0; i < digits; i++) {
        unscaled = unscaled * BASE + int16(bytes, at + 8 + 2 * i);
      }
      long signed = sign == SIGN_NEGATIVE ? -unscaled : unscaled;
      int shift = scale + lastExponent; // to the display scale; below 0 there are zeros to cut
      if (shift >= 0 && PgNumeric.staysSmall(signed, shift)) {
        return PgNumeric.ofUnscaled(signed * PgNumeric.POWERS[shift], scale);
      }
      if (shift < 0 && shift > -BASE_DIGITS && signed % PgNumeric.POWERS[-shift] == 0) {
        return PgNumeric.ofUnscaled(signed / PgNumeric.POWERS[-shift], scale);
      }
      return scaled(BigDecimal.valueOf(signed, -lastExponent), scale);
    }
    StringBuilder text = new StringBuilder(digits * BASE_DIGITS);
    for (int i = 0; i < digits; i++) {
      int group = int16(bytes, at + 8 + 2 * i);
      text.append((char) ('0' + group / 1000)).append((char) ('0' + group / 100 % 10));
      text.append((char) ('0' + group / 10 % 10)).append((char) ('0' + group % 10));
    }
    BigInteger unscaled = new BigInteger(text.toString());
    return scaled(
        new BigDecimal(sign == SIGN_NEGATIVE ? unscaled.negate() : unscaled, -lastExponent), scale);
  }

  private static PgNumeric scaled(BigDecimal value, int scale) {
    return PgNumeric.of(value.setScale(scale, RoundingMode.HALF_UP));
  }

  /** Compares the digits themselves: no value is made. */
  static int compare(byte[] left, int leftAt, byte[] right, int rightAt) {
    int leftKind = kind(left, leftAt);
    int rightKind = kind(right, rightAt);
    if (leftKind != rightKind
        || leftKind == ZERO
        || (leftKind != POSITIVE && leftKind != NEGATIVE)) {
      return Integer.compare(leftKind, rightKind);
    }
    int magnitude = compareMagnitudes(left, leftAt, right, rightAt);
    return leftKind == POSITIVE ? magnitude : -magnitude;
  }

  private static int kind(byte[] bytes, int at) {
    return switch (int16(bytes, at + 4)) {
      case SIGN_NAN -> NAN;
      case SIGN_POSITIVE_INFINITY -> POSITIVE_INFINITY;
      case SIGN_NEGATIVE_INFINITY -> NEGATIVE_INFINITY;
      case SIGN_NEGATIVE -> int16(bytes, at) == 0 ? ZERO : NEGATIVE;
      default -> int16(bytes, at) == 0 ? ZERO : POSITIVE;
    };
  }

  /**
   * Of numbers other than 0; PostgreSQL and {@link #encode} write no zeros before the first digit.
   */
  private static int compareMagnitudes(byte[] left, int leftAt, byte[] right, int rightAt) {
    int weights = Short.compare((short) int16(left, leftAt + 2), (short) int16(right, rightAt + 2));
    if (weights != 0) {
      return weights;
    }
    int leftDigits = int16(left, leftAt);
    int rightDigits = int16(right, rightAt);
    int common = Math.min(leftDigits, rightDigits);
    for (int i = 0; i < common; i++) {
      int order =
          Integer.compare(int16(left, leftAt + 8 + 2 * i), int16(right, rightAt + 8 + 2 * i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(leftDigits, rightDigits); // nor behind the last one
  }

  /** Appends a value in numeric_recv's form. */
  static void encode(PgNumeric value, RowBuilder target) {
    switch (value.kind()) {
      case NAN -> special(SIGN_NAN, 0, target);
      case POSITIVE_INFINITY -> special(SIGN_POSITIVE_INFINITY, INFINITY_SCALE, target);
      case NEGATIVE_INFINITY -> special(SIGN_NEGATIVE_INFINITY, INFINITY_SCALE, target);
      case FINITE -> {
        if (value.isSmall()) {
          encodeSmall(value.unscaled(), value.scale(), target);
        } else {
          encodeLarge(value.decimal(), target);
        }
      }
    }
  }

  private static void special(int sign, int scale, RowBuilder target) {
    target.add(new byte[] {0, 0, 0, 0, (byte) (sign >> 8), 0, 0, (byte) scale});
  }

  /** Writes the groups from the last to the first, then the header before them. */
  private static void encodeSmall(long unscaled, int scale, RowBuilder target) {
    byte[] bytes = new byte[SMALL_BYTES];
    long rest = Math.abs(unscaled);
    int partial = scale % BASE_DIGITS; // decimal digits in the last group
    int fractionGroups = (scale + BASE_DIGITS - 1) / BASE_DIGITS;
    int groups = 0;
    int at = SMALL_BYTES;
    if (partial > 0) {
      long power = PgNumeric.POWERS[partial];
      long group = rest % power;
      rest /= power;
      groups++;
      if (group != 0) {
        at -= 2;
        put16(bytes, at, (int) (group * PgNumeric.POWERS[BASE_DIGITS - partial]));
      }
    }
    while (rest != 0) {
      int group = (int) (rest % BASE);
      rest /= BASE;
      groups++;
      if (group != 0 || at < SMALL_BYTES) { // zeros at the end are not written
        at -= 2;
        put16(bytes, at, group);
      }
    }
    int written = (SMALL_BYTES - at) / 2;
    at -= 8;
    put16(bytes, at, written);
    put16(bytes, at + 2, written == 0 ? 0 : groups - fractionGroups - 1);
    put16(bytes, at + 4, unscaled < 0 ? SIGN_NEGATIVE : 0);
    put16(bytes, at + 6, scale);
    target.add(bytes, at, SMALL_BYTES - at);
  }

  private static void encodeLarge(BigDecimal finite, RowBuilder target) {
    int scale = finite.scale();
    int padding = (BASE_DIGITS - scale % BASE_DIGITS) % BASE_DIGITS;
    int fractionGroups = (scale + padding) / BASE_DIGITS;
    int[] groups = groups(finite.unscaledValue().abs(), padding);
    int first = 0;
    while (first < groups.length && groups[first] == 0) {
      first++;
    }
    int last = groups.length;
    while (last > first && groups[last - 1] == 0) {
      last--;
    }
    int weight = first == last ? 0 : groups.length - fractionGroups - 1 - first;
    byte[] bytes = new byte[8 + 2 * (last - first)];
    put16(bytes, 0, last - first);
    put16(bytes, 2, weight);
    put16(bytes, 4, finite.signum() < 0 ? SIGN_NEGATIVE : 0);
    put16(bytes, 6, scale);
    for (int i = first; i < last; i++) {
      put16(bytes, 8 + 2 * (i - first), groups[i]);
    }
    target.add(bytes);
  }

  /** Base-10000 digits, most significant first, of a number with decimal zeros appended. */
  private static int[] groups(BigInteger unscaled, int zeros) {
    String digits = unscaled + "0".repeat(zeros);
    int count = (digits.length() + BASE_DIGITS - 1) / BASE_DIGITS;
    int[] groups = new int[count];
    int end = digits.length();
    for (int i = count - 1; i >= 0; i--) {
      groups[i] = Integer.parseInt(digits, Math.max(0, end - BASE_DIGITS), end, 10);
      end -= BASE_DIGITS;
    }
    return groups;
  }

  /**
   * Appends the order-preserving form without length: bytes that compare as the numbers do, equal
   * for equal numbers of any scale; self-delimiting.
   */
  static byte[] ordered(byte[] bytes, int at) {
    int digits = int16(bytes, at);
    int weight = (short) int16(bytes, at + 2);
    int sign = int16(bytes, at + 4);
    switch (sign) {
      case SIGN_NAN -> {
        return new byte[] {6};
      }
      case SIGN_POSITIVE_INFINITY -> {
        return new byte[] {5};
      }
      case SIGN_NEGATIVE_INFINITY -> {
        return new byte[] {1};
      }
      default -> {}
    }
    int first = 0;
    while (first < digits && int16(bytes, at + 8 + 2 * first) == 0) {
      first++;
    }
    int last = digits;
    while (last > first && int16(bytes, at + 6 + 2 * last) == 0) {
      last--;
    }
    if (first == last) {
      return new byte[] {3};
    }
    byte[] ordered = new byte[1 + 2 + 2 * (last - first) + 2];
    put16(ordered, 1, weight - first + 0x8000);
    for (int i = first; i < last; i++) {
      put16(ordered, 3 + 2 * (i - first), int16(bytes, at + 8 + 2 * i) + 1);
    }
    if (sign == SIGN_NEGATIVE) {
      for (int i = 1; i < ordered.length; i++) {
        ordered[i] = (byte) ~ordered[i];
      }
    }
    ordered[0] = (byte) (sign == SIGN_NEGATIVE ? 2 : 4);
    return ordered;
  }

  private static int int16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
