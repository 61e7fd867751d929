package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The text formats of bytea that {@code encode} and {@code decode} know (encode.c). */
enum ByteEncoding {
  HEX {
    @Override
    String encode(byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }

    @Override
    byte[] decode(String text) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 2);
      for (int i = 0; i < text.length(); i++) {
        if (isBlank(text.charAt(i))) {
          continue;
        }
        int high = hexDigit(text, i++);
        if (i == text.length()) {
          throw new EvaluationException("22023", "invalid hexadecimal data: odd number of digits");
        }
        bytes.write(high << 4 | hexDigit(text, i)); // no blank within a byte
      }
      return bytes.toByteArray();
    }

    private static int hexDigit(String text, int index) {
      char c = text.charAt(index);
      if (!HexFormat.isHexDigit(c)) {
        throw new EvaluationException(
            "22023",
            "invalid hexadecimal digit: \"%s\""
                .formatted(Character.toString(text.codePointAt(index))));
      }
      return HexFormat.fromHexDigit(c);
    }
  },

  BASE64 {
    @Override
    String encode(byte[] bytes) {
      StringBuilder text = new StringBuilder(bytes.length * 4 / 3 + 4);
      int inLine = 0;
      for (int i = 0; i < bytes.length; i += 3) {
        int left = bytes.length - i;
        int group =
            (bytes[i] & 0xFF) << 16
                | (left > 1 ? bytes[i + 1] & 0xFF : 0) << 8
                | (left > 2 ? bytes[i + 2] & 0xFF : 0);
        text.append(SYMBOLS.charAt(group >> 18)).append(SYMBOLS.charAt(group >> 12 & 0x3F));
        text.append(left > 1 ? SYMBOLS.charAt(group >> 6 & 0x3F) : '=');
        text.append(left > 2 ? SYMBOLS.charAt(group & 0x3F) : '=');
        inLine += 4;
        if (inLine == LINE_MAX && left > 2) { // also at the end, but not behind a =
          text.append('\n');
          inLine = 0;
        }
      }
      return text.toString();
    }

    @Override
    byte[] decode(String text) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 3 / 4);
      int group = 0;
      int symbols = 0;
      int last = 3; // bytes of a group; fewer from the first = on, whatever follows
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (isBlank(c)) {
          continue;
        }
        if (c == '=' && last == 3) {
          if (symbols < 2) {
            throw new EvaluationException(
                "22023", "unexpected \"=\" while decoding base64 sequence");
          }
          last = symbols - 1;
        }
        int value = c == '=' ? 0 : SYMBOLS.indexOf(c);
        if (value < 0) {
          throw new EvaluationException(
              "22023",
              "invalid symbol \"%s\" found while decoding base64 sequence"
                  .formatted(Character.toString(text.codePointAt(i))));
        }
        group = group << 6 | value;
        if (++symbols == 4) {
          for (int part = 0; part < last; part++) {
            bytes.write(group >> (16 - 8 * part));
          }
          group = 0;
          symbols = 0;
        }
      }
      if (symbols != 0) {
        throw new EvaluationException("22023", "invalid base64 end sequence");
      }
      return bytes.toByteArray();
    }
  },

  ESCAPE {
    @Override
    String encode(byte[] bytes) {
      StringBuilder text = new StringBuilder(bytes.length);
      for (byte each : bytes) {
        if (each <= 0) {
          text.append("\\%03o".formatted(each & 0xFF));
        } else {
          text.append(each == '\\' ? "\\\\" : "" + (char) each);
        }
      }
      return text.toString();
    }

    @Override
    byte[] decode(String text) {
      byte[] from = text.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(from.length);
      for (int i = 0; i < from.length; i++) {
        if (from[i] != '\\') {
          bytes.write(from[i]);
        } else if (isOctal(from, i + 1)) {
          bytes.write((from[i + 1] - '0') << 6 | (from[i + 2] - '0') << 3 | (from[i + 3] - '0'));
          i += 3;
        } else if (i + 1 < from.length && from[i + 1] == '\\') {
          bytes.write('\\');
          i++;
        } else {
          throw new EvaluationException("22P02", "invalid input syntax for type bytea");
        }
      }
      return bytes.toByteArray();
    }

    private static boolean isOctal(byte[] bytes, int at) {
      return at + 2 < bytes.length
          && isDigit(bytes[at], '3')
          && isDigit(bytes[at + 1], '7')
          && isDigit(bytes[at + 2], '7');
    }

    private static boolean isDigit(byte c, char highest) {
      return c >= '0' && c <= highest;
    }
  };

  private static final String SYMBOLS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int LINE_MAX = 76;

  abstract String encode(byte[] bytes);

  abstract byte[] decode(String text);

  /** The format of a name in any case. */
  static ByteEncoding of(String name) {
    for (ByteEncoding each : values()) {
      if (each.name().equals(TextFunctions.upperAscii(name))) {
        return each;
      }
    }
    throw new EvaluationException("22023", "unrecognized encoding: \"%s\"".formatted(name));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }
}
