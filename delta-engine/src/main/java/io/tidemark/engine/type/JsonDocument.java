package io.tidemark.engine.type;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document as jsonb holds it (jsonb_util.c): of several fields of one name the last, fields
 * in jsonb's order, numbers as numeric shows them. Immutable.
 */
public sealed interface JsonDocument {

  /** What is written as a word of its own. */
  enum Word implements JsonDocument {
    NULL("null"),
    TRUE("true"),
    FALSE("false");

    private final String text;

    Word(String text) {
      this.text = text;
    }

    public static Word of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }

  /**
   * A number.
   *
   * @param text as numeric shows it
   */
  record Numeral(String text) implements JsonDocument {

    public static Numeral of(PgNumeric value) {
      return new Numeral(value.toString());
    }

    public PgNumeric value() {
      return PgNumeric.of(new BigDecimal(text));
    }
  }

  /** A string. */
  record Text(String value) implements JsonDocument {}

  /** An array. */
  record Items(List<JsonDocument> values) implements JsonDocument {}

  /**
   * An object.
   *
   * @param fields in jsonb's order, no name twice
   */
  record Fields(List<Field> fields) implements JsonDocument {

    /** The object of these fields in any order; of those of one name the last counts. */
    public static Fields of(List<Field> given) {
      boolean ordered = true;
      for (int i = 1; i < given.size() && ordered; i++) {
        ordered = compareNames(given.get(i - 1).name(), given.get(i).name()) < 0;
      }
      if (ordered) {
        return new Fields(given);
      }
      List<Field> sorted = new ArrayList<>(given);
      sorted.sort(Comparator.comparing(Field::name, JsonDocument::compareNames)); // stable
      List<Field> last = new ArrayList<>(sorted.size());
      for (int i = 0; i < sorted.size(); i++) {
        if (i + 1 == sorted.size() || !sorted.get(i).name().equals(sorted.get(i + 1).name())) {
          last.add(sorted.get(i));
        }
      }
      return new Fields(last);
    }

    /** The value of a field; null if there is none. */
    public @Nullable JsonDocument get(String name) {
      int at =
          Collections.binarySearch(
              fields, new Field(name, Word.NULL), (a, b) -> compareNames(a.name(), b.name()));
      return at < 0 ? null : fields.get(at).value();
    }
  }

  /** A field of an object. */
  record Field(String name, JsonDocument value) {}

  default boolean isScalar() {
    return !(this instanceof Items) && !(this instanceof Fields);
  }

  /** Appends jsonb's text. */
  default void write(StringBuilder out) {
    switch (this) {
      case Word word -> out.append(word.text);
      case Numeral(String text) -> out.append(text);
      case Text(String value) -> quote(value, out);
      case Items(List<JsonDocument> values) -> {
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          values.get(i).write(out);
        }
        out.append(']');
      }
      case Fields(List<Field> fields) -> {
        out.append('{');
        for (int i = 0; i < fields.size(); i++) {
          quote(fields.get(i).name(), out.append(i == 0 ? "" : ", "));
          fields.get(i).value().write(out.append(": "));
        }
        out.append('}');
      }
    }
  }

  /** Appends a JSON string, escaped as escape_json does: nothing beyond ASCII, no slash, no DEL. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** The order of an object's fields in jsonb: short names first, then by their bytes. */
  static int compareNames(String left, String right) {
    byte[] a = left.getBytes(StandardCharsets.UTF_8);
    byte[] b = right.getBytes(StandardCharsets.UTF_8);
    return a.length != b.length
        ? Integer.compare(a.length, b.length)
        : Arrays.compareUnsigned(a, b);
  }
}
