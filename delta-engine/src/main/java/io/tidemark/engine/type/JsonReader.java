package io.tidemark.engine.type;

import io.tidemark.engine.EvaluationException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Makes a document of a JSON text by recursive descent over its tokens. */
public final class JsonReader {

  /** A number of so many digits, without an exponent, is within numeric's limits. */
  private static final int PLAIN_MAX = 1_000;

  private static final int EXPONENT_MAX = 8; // characters; beyond, numeric overflows in any case
  private static final int SCALE_MAX = 16_383; // numeric's

  private final JsonLexer lexer;
  private final boolean canonical;

  private JsonReader(String json, boolean canonical) {
    this.lexer = new JsonLexer(json, true);
    this.canonical = canonical;
  }

  /**
   * The document that jsonb makes of a text.
   *
   * @throws EvaluationException if it is no JSON, or none that jsonb can hold
   */
  public static JsonDocument read(String json) {
    return whole(new JsonReader(json, false));
  }

  /** The document of a text that jsonb has written. */
  static JsonDocument readCanonical(String json) {
    return whole(new JsonReader(json, true));
  }

  private static JsonDocument whole(JsonReader reader) {
    JsonDocument document = reader.document();
    reader.lexer.expect(JsonLexer.Token.END);
    return document;
  }

  /** Raises json's error for a text that is no JSON; what its escapes mean is not looked at. */
  public static void check(String json) {
    JsonLexer lexer = new JsonLexer(json, false);
    skip(lexer);
    lexer.expect(JsonLexer.Token.END);
  }

  /** Goes behind the value that begins at the token. */
  public static void skip(JsonLexer lexer) {
    switch (lexer.token()) {
      case OBJECT_START -> {
        lexer.next();
        while (lexer.token() != JsonLexer.Token.OBJECT_END) {
          lexer.expect(JsonLexer.Token.STRING);
          lexer.expect(JsonLexer.Token.COLON);
          skip(lexer);
          separate(lexer, JsonLexer.Token.OBJECT_END);
        }
        lexer.next();
      }
      case ARRAY_START -> {
        lexer.next();
        while (lexer.token() != JsonLexer.Token.ARRAY_END) {
          skip(lexer);
          separate(lexer, JsonLexer.Token.ARRAY_END);
        }
        lexer.next();
      }
      case STRING, NUMBER, TRUE, FALSE, NULL -> lexer.next();
      default -> throw JsonLexer.invalid();
    }
  }

  /** Behind a comma there is a value or a field; there is a comma unless it is the end. */
  public static void separate(JsonLexer lexer, JsonLexer.Token end) {
    if (lexer.token() != end) {
      lexer.expect(JsonLexer.Token.COMMA);
      if (lexer.token() == end) {
        throw JsonLexer.invalid();
      }
    }
  }

  private JsonDocument document() {
    JsonDocument document =
        switch (lexer.token()) {
          case OBJECT_START -> fields();
          case ARRAY_START -> items();
          case STRING -> new JsonDocument.Text(lexer.string());
          case NUMBER -> new JsonDocument.Numeral(canonical ? lexer.raw() : numeric(lexer.raw()));
          case TRUE -> JsonDocument.Word.TRUE;
          case FALSE -> JsonDocument.Word.FALSE;
          case NULL -> JsonDocument.Word.NULL;
          default -> throw JsonLexer.invalid();
        };
    lexer.next();
    return document;
  }

  /** Up to the token that closes it. */
  private JsonDocument fields() {
    List<JsonDocument.Field> fields = new ArrayList<>();
    lexer.next();
    while (lexer.token() != JsonLexer.Token.OBJECT_END) {
      if (lexer.token() != JsonLexer.Token.STRING) {
        throw JsonLexer.invalid();
      }
      String name = lexer.string();
      lexer.next();
      lexer.expect(JsonLexer.Token.COLON);
      fields.add(new JsonDocument.Field(name, document()));
      separate(lexer, JsonLexer.Token.OBJECT_END);
    }
    return canonical ? new JsonDocument.Fields(fields) : JsonDocument.Fields.of(fields);
  }

  private JsonDocument items() {
    List<JsonDocument> items = new ArrayList<>();
    lexer.next();
    while (lexer.token() != JsonLexer.Token.ARRAY_END) {
      items.add(document());
      separate(lexer, JsonLexer.Token.ARRAY_END);
    }
    return new JsonDocument.Items(items);
  }

  /** A JSON number as jsonb shows it. */
  public static String numeric(String text) {
    int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (exponent < 0 && text.length() <= PLAIN_MAX) {
      return text.startsWith("-0") && isZero(text) ? text.substring(1) : text;
    }
    if (exponent >= 0 && text.length() - exponent > EXPONENT_MAX) {
      throw overflow();
    }
    BigDecimal value = new BigDecimal(text);
    if (value.scale() > SCALE_MAX) {
      throw overflow();
    }
    return PgNumeric.of(value).toString();
  }

  private static boolean isZero(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
        return false;
      }
    }
    return true;
  }

  private static EvaluationException overflow() {
    return new EvaluationException("22003", "value overflows numeric format");
  }
}
