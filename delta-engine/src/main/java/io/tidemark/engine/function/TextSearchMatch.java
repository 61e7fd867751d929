package io.tidemark.engine.function;

import io.tidemark.engine.type.TsQuery;
import io.tidemark.engine.type.TsVector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a tsvector matches a tsquery, as tsvector_op.c decides. Below a phrase it is asked where
 * something matches: {@link Places}.
 */
final class TextSearchMatch {

  /** A word was found that has no places: below a phrase that is known of nothing. */
  private static final Places UNKNOWN = new Places(new int[0], false, -1);

  private static final Places NOWHERE = new Places(new int[0], false, 0);

  private static final int NO_MORE = Integer.MAX_VALUE;

  private final List<TsVector.Lexeme> lexemes;

  private TextSearchMatch(TsVector vector) {
    this.lexemes = vector.lexemes();
  }

  /**
   * Where something matches.
   *
   * @param positions where its last word is, ascending
   * @param isNegated whether it is everywhere else
   * @param width from its first word to its last; −1 if nothing is known
   */
  private record Places(int[] positions, boolean isNegated, int width) {

    boolean isUnknown() {
      return width < 0;
    }

    boolean isNowhere() {
      return positions.length == 0 && !isNegated && !isUnknown();
    }
  }

  static boolean matches(TsVector vector, TsQuery query) {
    TsQuery.Node root = query.root();
    return root != null && new TextSearchMatch(vector).matches(root);
  }

  private boolean matches(TsQuery.Node node) {
    return switch (node) {
      case TsQuery.Word word -> found(word);
      case TsQuery.Not not -> !matches(not.operand());
      case TsQuery.Pair pair ->
          switch (pair.operator()) {
            case AND -> matches(pair.left()) && matches(pair.right());
            case OR -> matches(pair.left()) || matches(pair.right());
            case PHRASE -> {
              Places places = places(pair);
              yield !places.isUnknown() && !places.isNowhere();
            }
          };
    };
  }

  /** The lexemes that a word stands for. */
  private List<TsVector.Lexeme> lexemes(TsQuery.Word word) {
    int from = 0;
    int to = lexemes.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (TextFunctions.compare(lexemes.get(middle).word(), word.word()) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    int end = from;
    while (end < lexemes.size()
        && (word.isPrefix()
            ? lexemes.get(end).word().startsWith(word.word())
            : lexemes.get(end).word().equals(word.word()))) {
      end++;
    }
    return lexemes.subList(from, end);
  }

  /** Words without places have any weight. */
  private boolean found(TsQuery.Word word) {
    for (TsVector.Lexeme lexeme : lexemes(word)) {
      if (!lexeme.hasPlaces() || word.weights() == 0 || places(lexeme, word).length > 0) {
        return true;
      }
    }
    return false;
  }

  private static int[] places(TsVector.Lexeme lexeme, TsQuery.Word word) {
    char[] places = lexeme.places();
    return IntStream.range(0, places.length)
        .filter(i -> word.weights() == 0 || (word.weights() & 1 << TsVector.weight(places[i])) != 0)
        .map(i -> TsVector.position(places[i]))
        .toArray();
  }

  private Places places(TsQuery.Node node) {
    return switch (node) {
      case TsQuery.Word word -> places(word);
      case TsQuery.Not not -> {
        Places places = places(not.operand());
        yield places.isUnknown()
            ? UNKNOWN
            : new Places(places.positions(), !places.isNegated(), places.width());
      }
      case TsQuery.Pair pair -> pair.operator() == TsQuery.Operator.OR ? either(pair) : both(pair);
    };
  }

  private Places places(TsQuery.Word word) {
    int[] found = {};
    for (TsVector.Lexeme lexeme : lexemes(word)) {
      if (!lexeme.hasPlaces()) {
        return UNKNOWN;
      }
      found = IntStream.concat(Arrays.stream(found), Arrays.stream(places(lexeme, word))).toArray();
    }
    return new Places(Arrays.stream(found).sorted().distinct().toArray(), false, 0);
  }

  private Places both(TsQuery.Pair pair) {
    Places left = places(pair.left());
    if (left.isNowhere()) {
      return NOWHERE;
    }
    Places right = places(pair.right());
    if (right.isNowhere()) {
      return NOWHERE;
    }
    if (left.isUnknown() || right.isUnknown()) {
      return UNKNOWN;
    }
    int width;
    int leftOffset;
    int rightOffset;
    if (pair.operator() == TsQuery.Operator.PHRASE) {
      leftOffset = pair.distance() + right.width();
      rightOffset = 0;
      width = pair.distance() + left.width() + right.width();
    } else {
      width = Math.max(left.width(), right.width());
      leftOffset = width - left.width();
      rightOffset = width - right.width();
    }
    boolean neither = left.isNegated() && right.isNegated();
    int[] positions =
        merge(
            left,
            leftOffset,
            right,
            rightOffset,
            left.isNegated() == right.isNegated(),
            right.isNegated(),
            left.isNegated());
    return new Places(positions, neither, width);
  }

  private Places either(TsQuery.Pair pair) {
    Places left = places(pair.left());
    Places right = places(pair.right());
    if (left.isUnknown() || right.isUnknown()) {
      return UNKNOWN;
    }
    int leftWidth = left.isNowhere() ? 0 : left.width();
    int rightWidth = right.isNowhere() ? 0 : right.width();
    int width = Math.max(leftWidth, rightWidth);
    boolean isPlain = !left.isNegated() && !right.isNegated();
    int[] positions =
        merge(
            left,
            width - leftWidth,
            right,
            width - rightWidth,
            left.isNegated() == right.isNegated(),
            isPlain || (left.isNegated() && !right.isNegated()),
            isPlain || (right.isNegated() && !left.isNegated()));
    return new Places(positions, !isPlain, width);
  }

  /**
   * The positions that are in both lists, in the left one only, in the right one only: as wanted.
   */
  private static int[] merge(
      Places left,
      int leftOffset,
      Places right,
      int rightOffset,
      boolean both,
      boolean leftOnly,
      boolean rightOnly) {
    int[] merged = new int[left.positions().length + right.positions().length];
    int count = 0;
    int l = 0;
    int r = 0;
    while (l < left.positions().length || r < right.positions().length) {
      int a = l < left.positions().length ? left.positions()[l] + leftOffset : NO_MORE;
      int b = r < right.positions().length ? right.positions()[r] + rightOffset : NO_MORE;
      int at = Math.min(a, b);
      if (a == b ? both : a < b ? leftOnly : rightOnly) {
        merged[count++] = at;
      }
      l += a == at ? 1 : 0;
      r += b == at ? 1 : 0;
    }
    return Arrays.copyOf(merged, count);
  }
}
