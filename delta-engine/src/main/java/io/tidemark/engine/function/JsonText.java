package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.JsonReader;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeCodecs;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The text that {@code to_json} or {@code to_jsonb} makes of values of a type (json.c, jsonb.c).
 * Types whose text depends on the session, such as timestamptz on TimeZone, and those whose text is
 * not known here are refused.
 */
final class JsonText {

  /** Writes one value that is not NULL, in its JVM form. */
  interface Writer {
    void write(Object value, StringBuilder out);
  }

  /** The same from the wire form. */
  interface WireWriter {
    void write(byte[] value, StringBuilder out);
  }

  private JsonText() {}

  /**
   * The writer of a type's values from their wire form.
   *
   * @param binary as jsonb writes them, else as json does
   */
  static WireWriter ofWire(int type, boolean binary) {
    Writer writer = of(type, binary);
    TypeCodec codec = TypeCodecs.of(type);
    return (bytes, out) -> writer.write(codec.decode(bytes, 0, bytes.length), out);
  }

  /**
   * The writer of a type's values.
   *
   * @param binary as jsonb writes them, else as json does
   */
  static Writer of(int type, boolean binary) {
    Integer element = TypeCodecs.elementOf(type);
    if (element != null) {
      Writer elements = of(element, binary);
      String separator = binary ? ", " : ",";
      return (value, out) -> array((List<?>) value, elements, separator, separator, out);
    }
    return switch (type) {
      case PgType.JSON ->
          binary
              ? (value, out) -> JsonReader.read((String) value).write(out)
              : (value, out) -> out.append(value);
      case PgType.JSONB -> (value, out) -> out.append(value);
      case PgType.BOOL -> (value, out) -> out.append(value);
      case PgType.INT2, PgType.INT4, PgType.INT8, PgType.NUMERIC, PgType.FLOAT4, PgType.FLOAT8 -> {
        Function<Object, String> text = names(type);
        yield (value, out) -> number(text.apply(value), binary, out);
      }
      default -> {
        Function<Object, String> text = names(type);
        yield (value, out) -> JsonDocument.quote(text.apply(value), out);
      }
    };
  }

  /** Whether json_agg starts a line for each value of the type but the first. */
  static boolean isStructured(int type) {
    return TypeCodecs.elementOf(type) != null;
  }

  /** {@link #names} from the wire form. */
  static Function<byte[], String> namesOfWire(int type) {
    Function<Object, String> names = names(type);
    TypeCodec codec = TypeCodecs.of(type);
    return bytes -> names.apply(codec.decode(bytes, 0, bytes.length));
  }

  /** The text of a type's values where it names an object's field, before it is quoted. */
  static Function<Object, String> names(int type) {
    return switch (type) {
      case PgType.BOOL -> Object::toString;
      case PgType.DATE -> value -> date((Integer) value);
      case PgType.TIMESTAMP -> value -> timestamp((Long) value);
      case PgType.TIMESTAMPTZ ->
          throw new UnsupportedQueryException(
              "timestamptz as JSON depends on the session's time zone",
              "Convert it with AT TIME ZONE 'UTC' first.");
      default -> {
        Function<Object, Object> output = TextCasts.output(type);
        yield value -> (String) output.apply(value);
      }
    };
  }

  /**
   * json takes the text of a type as it is, jsonb makes numeric of it; what is no number is text.
   */
  private static void number(String text, boolean binary, StringBuilder out) {
    char last = text.charAt(text.length() - 1);
    if (last < '0' || last > '9') { // NaN, Infinity
      JsonDocument.quote(text, out);
    } else {
      out.append(binary ? JsonReader.numeric(text) : text);
    }
  }

  /**
   * Appends an array of any number of dimensions.
   *
   * @param outer between the parts of its first dimension
   */
  static void array(
      List<?> array, Writer elements, String outer, String separator, StringBuilder out) {
    int[] lengths = TypeCodecs.lengths(array);
    if (lengths.length == 0) {
      out.append("[]");
    } else {
      dimension(lengths, 0, array.iterator(), elements, outer, separator, out);
    }
  }

  private static void dimension(
      int[] lengths,
      int dimension,
      Iterator<?> values,
      Writer elements,
      String outer,
      String separator,
      StringBuilder out) {
    out.append('[');
    for (int i = 0; i < lengths[dimension]; i++) {
      out.append(i == 0 ? "" : outer);
      if (dimension + 1 < lengths.length) {
        dimension(lengths, dimension + 1, values, elements, separator, separator, out);
      } else {
        Object value = values.next();
        if (value == null) {
          out.append("null");
        } else {
          elements.write(value, out);
        }
      }
    }
    out.append(']');
  }

  private static String date(int days) {
    if (Calendar.isInfinite(days)) {
      return days > 0 ? "infinity" : "-infinity";
    }
    LocalDate date = Calendar.date(days);
    return day(date) + era(date);
  }

  private static String timestamp(long micros) {
    if (Calendar.isInfinite(micros)) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    LocalDate date = Calendar.dateOf(micros);
    return day(date)
        + "T"
        + TextCasts.output(PgType.TIME).apply(Calendar.timeOf(micros))
        + era(date);
  }

  private static String day(LocalDate date) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    return "%04d-%02d-%02d".formatted(year, date.getMonthValue(), date.getDayOfMonth());
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }

  /** The wire form of json, or of jsonb, which opens with its version. */
  static byte[] wire(String text, boolean binary) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!binary) {
      return bytes;
    }
    byte[] versioned = new byte[bytes.length + 1];
    versioned[0] = 1;
    System.arraycopy(bytes, 0, versioned, 1, bytes.length);
    return versioned;
  }
}
