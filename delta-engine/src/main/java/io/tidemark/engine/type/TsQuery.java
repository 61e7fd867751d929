package io.tidemark.engine.type;

import io.tidemark.state.row.RowBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A tsquery.
 *
 * @param root null in the empty query
 * @param size the number of its nodes
 */
public record TsQuery(@Nullable Node root, int size) {

  private static final byte VALUE = 1; // QI_VAL
  private static final byte OPERATOR = 2; // QI_OPR

  /** A word or an operator. */
  public sealed interface Node {}

  /**
   * @param weights bits of the weights that places may have, that of D the last; 0 for any
   * @param isPrefix whether it stands for all words that begin so
   */
  public record Word(String word, int weights, boolean isPrefix) implements Node {}

  public record Not(Node operand) implements Node {}

  /**
   * @param distance of a phrase, from where the left one ends to where the right one ends; else 0
   */
  public record Pair(Operator operator, Node left, Node right, int distance) implements Node {}

  /** In the order of their numbers on the wire, from 2. */
  public enum Operator {
    AND,
    OR,
    PHRASE
  }

  private static final byte NOT = 1;
  private static final byte FIRST_PAIR = 2;

  static void register() {
    TypeCodecs.register(
        (b, o, n) -> decode(ByteBuffer.wrap(b, o, n)),
        (v, t) -> ((TsQuery) v).encode(t),
        PgType.TSQUERY);
  }

  /** tsquerysend's form: number of nodes; then an operator before its right and its left part. */
  private static TsQuery decode(ByteBuffer bytes) {
    int size = bytes.getInt();
    return new TsQuery(size == 0 ? null : node(bytes), size);
  }

  private static Node node(ByteBuffer bytes) {
    if (bytes.get() == VALUE) {
      int weights = bytes.get();
      boolean isPrefix = bytes.get() != 0;
      return new Word(TsVector.word(bytes), weights, isPrefix);
    }
    byte operator = bytes.get();
    if (operator == NOT) {
      return new Not(node(bytes));
    }
    Operator pair = Operator.values()[operator - FIRST_PAIR];
    int distance = pair == Operator.PHRASE ? bytes.getShort() : 0;
    Node right = node(bytes);
    return new Pair(pair, node(bytes), right, distance);
  }

  private void encode(RowBuilder target) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(size).array());
    if (root != null) {
      write(root, bytes);
    }
    target.add(bytes.toByteArray());
  }

  private static void write(Node node, ByteArrayOutputStream bytes) {
    switch (node) {
      case Word word -> {
        bytes.write(VALUE);
        bytes.write(word.weights());
        bytes.write(word.isPrefix() ? 1 : 0);
        bytes.writeBytes(word.word().getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
      }
      case Not not -> {
        bytes.write(OPERATOR);
        bytes.write(NOT);
        write(not.operand(), bytes);
      }
      case Pair pair -> {
        bytes.write(OPERATOR);
        bytes.write(FIRST_PAIR + pair.operator().ordinal());
        if (pair.operator() == Operator.PHRASE) {
          bytes.write(pair.distance() >> Byte.SIZE);
          bytes.write(pair.distance());
        }
        write(pair.right(), bytes);
        write(pair.left(), bytes);
      }
    }
  }
}
