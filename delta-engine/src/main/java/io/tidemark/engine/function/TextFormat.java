package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code format}: {@code %[number$][-][width]type}, where the width may be an argument, too ({@code
 * *} or {@code *number$}) and the type is {@code s}, {@code I} for an identifier or {@code L} for a
 * literal.
 */
final class TextFormat {

  private static final int BYTES_MAX = 0x3fffffff; // MaxAllocSize

  private final List<PgType> types;
  private final List<Function<Object, Object>> outputs;
  private final int major;

  private TextFormat(CallTypes call, int major) {
    this.types = call.arguments();
    this.outputs =
        types.stream()
            .map(type -> TypeTexts.output(type, call.known()))
            .collect(Collectors.toList());
    this.major = major;
  }

  static void register(FunctionLibrary library) {
    int major = library.major();
    for (String source : new String[] {"text_format", "text_format_nv"}) {
      library.typed(
          source,
          call -> {
            TextFormat format = new TextFormat(call, major);
            return a -> a[0] == null ? null : format.new Run((String) a[0], a).text();
          });
      library.rarelyPartial(source);
    }
  }

  /** One call. */
  private final class Run {

    private final String format;
    private final @Nullable Object[] arguments;
    private final StringBuilder text = new StringBuilder();
    private int at;
    private int next = 1; // argument

    Run(String format, @Nullable Object[] arguments) {
      this.format = format;
      this.arguments = arguments;
    }

    String text() {
      for (; at < format.length(); at++) {
        char c = format.charAt(at);
        if (c != '%') {
          text.append(c);
          continue;
        }
        advance();
        if (format.charAt(at) == '%') {
          text.append('%');
        } else {
          specifier();
        }
      }
      return text.toString();
    }

    private void advance() {
      at++;
      if (at == format.length()) {
        throw new EvaluationException("22023", "unterminated format() type specifier");
      }
    }

    /** A number; −1 if none is there. */
    private int digits() {
      if (!isDigit()) {
        return -1;
      }
      long number = 0;
      while (isDigit()) {
        number = number * 10 + format.charAt(at) - '0';
        if (number > Integer.MAX_VALUE) {
          throw outOfRange();
        }
        advance();
      }
      return (int) number;
    }

    private boolean isDigit() {
      return format.charAt(at) >= '0' && format.charAt(at) <= '9';
    }

    /** The position of an argument, whose $ is next. */
    private int position(int number) {
      if (number == 0) {
        throw new EvaluationException(
            "22023", "format specifies argument 0, but arguments are numbered from 1");
      }
      advance();
      return number;
    }

    private void specifier() {
      int position = -1;
      int widthPosition = -1;
      boolean left = false;
      int width = 0;
      int number = digits();
      if (number >= 0 && format.charAt(at) != '$') {
        width = number;
      } else {
        if (number >= 0) {
          position = position(number);
        }
        while (format.charAt(at) == '-') {
          left = true;
          advance();
        }
        if (format.charAt(at) == '*') {
          advance();
          int widthNumber = digits();
          if (widthNumber >= 0 && format.charAt(at) != '$') {
            throw new EvaluationException(
                "22023", "width argument position must be ended by \"$\"");
          }
          widthPosition = widthNumber >= 0 ? position(widthNumber) : 0;
        } else {
          width = Math.max(0, digits());
        }
      }
      char type = format.charAt(at);
      if (type != 's' && type != 'I' && type != 'L') {
        int end = format.offsetByCodePoints(at, 1);
        throw new EvaluationException(
            "22023",
            "unrecognized format() type specifier \"%s\"".formatted(format.substring(at, end)));
      }
      if (widthPosition >= 0) {
        width = width(argument(widthPosition));
      }
      append(converted(argument(position), type), left, width);
    }

    /** The place of an argument, or of the next one; the one behind it is the next. */
    private int argument(int position) {
      int place = position > 0 ? position : next;
      if (place >= arguments.length) {
        throw new EvaluationException("22023", "too few arguments for format()");
      }
      next = place + 1;
      return place;
    }

    private int width(int argument) {
      Object value = arguments[argument];
      if (value == null) {
        return 0;
      }
      if (types.get(argument).oid() != PgType.INT4 && types.get(argument).oid() != PgType.INT2) {
        throw Uncomputed.SIGNAL;
      }
      return (Integer) value;
    }

    private String converted(int argument, char type) {
      Object value = arguments[argument];
      if (value == null) {
        if (type == 'I') {
          throw new EvaluationException(
              "22004", "null values cannot be formatted as an SQL identifier");
        }
        return type == 'L' ? "NULL" : "";
      }
      String plain = (String) outputs.get(argument).apply(value);
      return switch (type) {
        case 'I' -> IdentifierFunctions.quote(plain, major);
        case 'L' -> TextFunctions.quoteLiteral(plain);
        default -> plain;
      };
    }

    private void append(String value, boolean left, int width) {
      if (width == Integer.MIN_VALUE) {
        throw outOfRange();
      }
      if (text.length() + Math.abs((long) width) >= BYTES_MAX) {
        throw new EvaluationException(
            "54000",
            "string buffer exceeds maximum allowed length (%d bytes)".formatted(BYTES_MAX));
      }
      int missing = Math.abs(width) - value.codePointCount(0, value.length());
      String blanks = " ".repeat(Math.max(0, missing));
      text.append(left || width < 0 ? value + blanks : blanks + value);
    }

    private EvaluationException outOfRange() {
      return new EvaluationException("22003", "number is out of range");
    }
  }
}
