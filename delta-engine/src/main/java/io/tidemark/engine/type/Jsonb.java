package io.tidemark.engine.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of jsonb: its text, a part of a larger one's, or a document that has not been written
 * yet. A part of jsonb's text is the text of that part, so a field or an element is found by a scan
 * and taken without being read or written. Immutable; what is computed late is computed alike by
 * every thread.
 */
public final class Jsonb {

  /** The kinds of values, in the order that jsonb gives them. */
  public enum Kind {
    NULL,
    STRING,
    NUMBER,
    BOOLEAN,
    ARRAY,
    OBJECT
  }

  /** Of the wire form, before the text. */
  private static final byte VERSION = 1;

  public static final Jsonb NULL = of(JsonDocument.Word.NULL);

  private final byte @Nullable [] text;
  private final int from;
  private final int to;
  private @Nullable JsonDocument document;

  private Jsonb(byte @Nullable [] text, int from, int to, @Nullable JsonDocument document) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.document = document;
  }

  /** The value of a text as jsonb writes it. */
  public static Jsonb ofText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Jsonb(bytes, 0, bytes.length, null);
  }

  public static Jsonb of(JsonDocument document) {
    return new Jsonb(null, 0, 0, document);
  }

  public Kind kind() {
    byte[] bytes = text;
    if (bytes == null) {
      return kind(document());
    }
    return switch (bytes[from]) {
      case 'n' -> Kind.NULL;
      case '"' -> Kind.STRING;
      case 't', 'f' -> Kind.BOOLEAN;
      case '[' -> Kind.ARRAY;
      case '{' -> Kind.OBJECT;
      default -> Kind.NUMBER;
    };
  }

  public static Kind kind(JsonDocument document) {
    return switch (document) {
      case JsonDocument.Word word -> word == JsonDocument.Word.NULL ? Kind.NULL : Kind.BOOLEAN;
      case JsonDocument.Text _ -> Kind.STRING;
      case JsonDocument.Numeral _ -> Kind.NUMBER;
      case JsonDocument.Items _ -> Kind.ARRAY;
      case JsonDocument.Fields _ -> Kind.OBJECT;
    };
  }

  public boolean isScalar() {
    return kind().compareTo(Kind.ARRAY) < 0;
  }

  public JsonDocument document() {
    JsonDocument read = document;
    if (read == null) {
      read = JsonReader.readCanonical(toString());
      document = read;
    }
    return read;
  }

  /** The value of jsonb_send's form. */
  static Jsonb decode(byte[] bytes, int offset, int length) {
    return new Jsonb(bytes, offset + 1, offset + length, null);
  }

  /** jsonb_send's form. */
  public byte[] wire() {
    byte[] bytes = text;
    int offset = from;
    int length = to - from;
    if (bytes == null) {
      bytes = toString().getBytes(StandardCharsets.UTF_8);
      offset = 0;
      length = bytes.length;
    }
    byte[] versioned = new byte[length + 1];
    versioned[0] = VERSION;
    System.arraycopy(bytes, offset, versioned, 1, length);
    return versioned;
  }

  /** The parts of an array or an object: of an object, names and values by turns. */
  public List<Jsonb> parts() {
    List<Jsonb> parts = new ArrayList<>();
    byte[] bytes = text;
    if (bytes == null) {
      switch (document()) {
        case JsonDocument.Items(var values) -> values.forEach(value -> parts.add(of(value)));
        case JsonDocument.Fields(var fields) ->
            fields.forEach(field -> {
              parts.add(of(new JsonDocument.Text(field.name())));
              parts.add(of(field.value()));
            });
        default -> {}
      }
    } else if (!isScalar()) {
      for (int at = from + 1; at < to - 1; ) {
        int end = skip(bytes, at);
        parts.add(new Jsonb(bytes, at, end, null));
        at = bytes[end] == ',' || bytes[end] == ':' ? end + 2 : end;
      }
    }
    return parts;
  }

  /** The value of an object's field; null if it is no object or has no such field. */
  public @Nullable Jsonb field(String name) {
    byte[] bytes = text;
    if (bytes == null) {
      return document() instanceof JsonDocument.Fields fields ? orNull(fields.get(name)) : null;
    }
    if (bytes[from] != '{') {
      return null;
    }
    StringBuilder quoted = new StringBuilder(name.length() + 2);
    JsonDocument.quote(name, quoted);
    byte[] wanted = quoted.toString().getBytes(StandardCharsets.UTF_8);
    int at = from + 1;
    while (bytes[at] != '}') {
      int end = skip(bytes, at);
      int value = end + 2; // a colon and a blank
      if (end - at == wanted.length && Arrays.equals(bytes, at, end, wanted, 0, wanted.length)) {
        return new Jsonb(bytes, value, skip(bytes, value), null);
      }
      at = behindComma(bytes, skip(bytes, value));
    }
    return null;
  }

  /**
   * An array's element by its number, counted from the end if negative; null if there is none. A
   * scalar at the top is to jsonb an array of itself.
   */
  public @Nullable Jsonb element(int index) {
    if (isScalar()) {
      return index == 0 || index == -1 ? this : null;
    }
    if (kind() == Kind.OBJECT) {
      return null;
    }
    byte[] bytes = text;
    if (bytes == null) {
      var items = ((JsonDocument.Items) document()).values();
      long at = index < 0 ? (long) index + items.size() : index;
      return at < 0 || at >= items.size() ? null : of(items.get((int) at));
    }
    long wanted = index < 0 ? (long) index + size() : index;
    if (wanted < 0) {
      return null;
    }
    int at = from + 1;
    for (long i = 0; bytes[at] != ']'; i++) {
      int end = skip(bytes, at);
      if (i == wanted) {
        return new Jsonb(bytes, at, end, null);
      }
      at = behindComma(bytes, end);
    }
    return null;
  }

  /** The number of an array's elements or an object's fields; 1 for a scalar. */
  public int size() {
    byte[] bytes = text;
    if (bytes == null) {
      return switch (document()) {
        case JsonDocument.Items(var values) -> values.size();
        case JsonDocument.Fields(var fields) -> fields.size();
        default -> 1;
      };
    }
    if (isScalar()) {
      return 1;
    }
    boolean pairs = bytes[from] == '{';
    int count = 0;
    for (int at = from + 1; at < to - 1; count++) {
      int end = skip(bytes, at);
      at = behindComma(bytes, pairs ? skip(bytes, end + 2) : end);
    }
    return count;
  }

  private static @Nullable Jsonb orNull(@Nullable JsonDocument document) {
    return document == null ? null : of(document);
  }

  private static int behindComma(byte[] bytes, int end) {
    return bytes[end] == ',' ? end + 2 : end;
  }

  /** The end of the value, or of the name, that begins here. */
  private static int skip(byte[] bytes, int start) {
    int at = start;
    int depth = 0;
    do {
      switch (bytes[at]) {
        case '"' -> {
          for (at++; bytes[at] != '"'; at++) {
            if (bytes[at] == '\\') {
              at++;
            }
          }
          at++;
        }
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        case ',', ':', ' ' -> at++;
        default -> {
          at++;
          while (at < bytes.length && isWord(bytes[at])) {
            at++;
          }
        }
      }
    } while (depth > 0);
    return at;
  }

  private static boolean isWord(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || b == '.';
  }

  /** What {@code ->>} gives: a string as it is, null for null, else the text. */
  public @Nullable String unquoted() {
    return switch (kind()) {
      case NULL -> null;
      case STRING -> string();
      default -> toString();
    };
  }

  /** The string of a value that is one. */
  public String string() {
    byte[] bytes = text;
    if (bytes != null && document == null) {
      boolean escaped = false;
      for (int i = from + 1; i < to - 1 && !escaped; i++) {
        escaped = bytes[i] == '\\';
      }
      if (!escaped) {
        return new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8);
      }
    }
    return ((JsonDocument.Text) document()).value();
  }

  /** jsonb's text. */
  @Override
  public String toString() {
    byte[] bytes = text;
    if (bytes != null) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    StringBuilder out = new StringBuilder();
    document().write(out);
    return out.toString();
  }
}
