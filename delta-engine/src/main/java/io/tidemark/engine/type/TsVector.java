package io.tidemark.engine.type;

import io.tidemark.state.row.RowBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tsvector: its lexemes in the order of their bytes, no two the same.
 *
 * @param lexemes what it consists of
 */
public record TsVector(List<Lexeme> lexemes) {

  private static final int COUNT_BYTES = 4;
  private static final int POSITION_MASK = 0x3FFF;
  private static final int POSITION_BITS = 14;

  public TsVector {
    lexemes = List.copyOf(lexemes);
  }

  /** A word and where it is. */
  public static final class Lexeme {

    private final String word;
    private final char[] places;

    /**
     * @param places positions in the last 14 bits, ascending, each below its weight, from D, 0, to
     *     A, 3; empty if it is not known where the word is
     */
    public Lexeme(String word, char[] places) {
      this.word = word;
      this.places = places;
    }

    public String word() {
      return word;
    }

    /** Not to be written to. */
    public char[] places() {
      return places;
    }

    public boolean hasPlaces() {
      return places.length > 0;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Lexeme lexeme
          && word.equals(lexeme.word)
          && Arrays.equals(places, lexeme.places);
    }

    @Override
    public int hashCode() {
      return 31 * word.hashCode() + Arrays.hashCode(places);
    }

    @Override
    public String toString() {
      return word + Arrays.toString(places);
    }
  }

  /** The position of a place. */
  public static int position(char place) {
    return place & POSITION_MASK;
  }

  /** The weight of a place: 0 for D to 3 for A. */
  public static int weight(char place) {
    return place >> POSITION_BITS;
  }

  public static char place(int position, int weight) {
    return (char) (weight << POSITION_BITS | position);
  }

  static void register() {
    TypeCodecs.register(
        (b, o, n) -> decode(ByteBuffer.wrap(b, o, n)),
        (v, t) -> ((TsVector) v).encode(t),
        PgType.TSVECTOR);
  }

  /**
   * tsvectorsend's form: number of lexemes; each a word that ends with 0, number of places, places.
   */
  private static TsVector decode(ByteBuffer bytes) {
    int count = bytes.getInt();
    List<Lexeme> lexemes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String word = word(bytes);
      char[] places = new char[bytes.getShort() & 0xFFFF];
      for (int p = 0; p < places.length; p++) {
        places[p] = bytes.getChar();
      }
      lexemes.add(new Lexeme(word, places));
    }
    return new TsVector(lexemes);
  }

  /** A text that ends with 0. */
  static String word(ByteBuffer bytes) {
    int start = bytes.position();
    int length = 0;
    while (bytes.get(start + length) != 0) {
      length++;
    }
    byte[] word = new byte[length];
    bytes.get(word).position(start + length + 1);
    return new String(word, StandardCharsets.UTF_8);
  }

  private void encode(RowBuilder target) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(COUNT_BYTES).putInt(lexemes.size()).array());
    for (Lexeme lexeme : lexemes) {
      bytes.writeBytes(lexeme.word.getBytes(StandardCharsets.UTF_8));
      ByteBuffer places = ByteBuffer.allocate(1 + Short.BYTES * (1 + lexeme.places.length));
      places.put((byte) 0).putChar((char) lexeme.places.length);
      for (char place : lexeme.places) {
        places.putChar(place);
      }
      bytes.writeBytes(places.array());
    }
    target.add(bytes.toByteArray());
  }
}
