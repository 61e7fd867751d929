package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.TsQuery;
import io.tidemark.engine.type.TsVector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions and operators of tsvector and tsquery (tsvector_op.c, tsquery_op.c). What parses text,
 * ranks, or orders queries is left to PostgreSQL.
 */
final class TextSearchFunctions {

  private static final int POSITION_MAX = 0x3FFF; // LIMITPOS
  private static final int PLACES_MAX = 256; // MAXNUMPOS
  private static final int DATA_BYTES_MAX = (1 << 20) - 1; // MAXSTRPOS
  private static final int DISTANCE_MAX = 1 << 14;
  private static final String WEIGHTS = "DCBA";

  private TextSearchFunctions() {}

  static void register(FunctionLibrary library) {
    library.<TsVector, TsQuery>binary("ts_match_vq", TextSearchMatch::matches);
    library.<TsQuery, TsVector>binary("ts_match_qv", (q, v) -> TextSearchMatch.matches(v, q));
    library.<TsVector, TsVector>comparisons("tsvector_", TextSearchFunctions::compare);
    library.<TsVector>unary("tsvector_length", v -> v.lexemes().size());
    library.<TsVector>unary("tsvector_strip", v -> withPlaces(v, places -> new char[0]));
    library.<TsVector, String>binary(
        "tsvector_setweight",
        (v, weight) -> {
          int wanted = weight(weight);
          return withPlaces(v, places -> weighted(places, wanted));
        });
    library.<TsVector, String, List<@Nullable Object>>ternary(
        "tsvector_setweight_by_filter", TextSearchFunctions::setWeight);
    library.<TsVector, String>binary("tsvector_delete_str", (v, word) -> without(v, Set.of(word)));
    library.<TsVector, List<@Nullable Object>>binary(
        "tsvector_delete_arr", (v, words) -> without(v, new HashSet<>(words)));
    library.<TsVector, List<@Nullable Object>>binary(
        "tsvector_filter", TextSearchFunctions::filter);
    library.<TsVector>unary(
        "tsvector_to_array", v -> v.lexemes().stream().map(TsVector.Lexeme::word).toList());
    library.<List<@Nullable Object>>unary("array_to_tsvector", TextSearchFunctions::ofWords);
    library.<TsVector, TsVector>binary("tsvector_concat", TextSearchFunctions::concatenate);
    queries(library);
  }

  private static void queries(FunctionLibrary library) {
    library.<TsQuery, TsQuery>binary("tsquery_eq", (a, b) -> isSame(a.root(), b.root()));
    library.<TsQuery, TsQuery>binary("tsquery_ne", (a, b) -> !isSame(a.root(), b.root()));
    library.<TsQuery>unary("tsquery_numnode", TsQuery::size);
    library.<TsQuery, TsQuery>binary("tsquery_and", (a, b) -> pair(TsQuery.Operator.AND, a, b, 0));
    library.<TsQuery, TsQuery>binary("tsquery_or", (a, b) -> pair(TsQuery.Operator.OR, a, b, 0));
    library.<TsQuery, TsQuery>binary(
        "tsquery_phrase", (a, b) -> pair(TsQuery.Operator.PHRASE, a, b, 1));
    library.<TsQuery, TsQuery, Integer>ternary(
        "tsquery_phrase_distance", TextSearchFunctions::phrase);
    library.<TsQuery>unary(
        "tsquery_not",
        q -> {
          TsQuery.Node root = q.root();
          return root == null ? q : new TsQuery(new TsQuery.Not(root), q.size() + 1);
        });
  }

  private static TsVector withPlaces(TsVector vector, UnaryOperator<char[]> change) {
    return new TsVector(
        vector.lexemes().stream()
            .map(each -> new TsVector.Lexeme(each.word(), change.apply(each.places())))
            .toList());
  }

  private static char[] weighted(char[] places, int weight) {
    char[] changed = new char[places.length];
    for (int i = 0; i < places.length; i++) {
      changed[i] = TsVector.place(TsVector.position(places[i]), weight);
    }
    return changed;
  }

  private static int weight(String letter) {
    int weight = WEIGHTS.indexOf(TextFunctions.upperAscii(letter));
    if (weight < 0) {
      throw new EvaluationException(
          "22023", "unrecognized weight: %d".formatted((int) (byte) letter.charAt(0)));
    }
    return weight;
  }

  private static TsVector setWeight(TsVector vector, String letter, List<@Nullable Object> filter) {
    int weight = weight(letter);
    Set<@Nullable Object> wanted = new HashSet<>(filter);
    return new TsVector(
        vector.lexemes().stream()
            .map(each ->
                wanted.contains(each.word())
                    ? new TsVector.Lexeme(each.word(), weighted(each.places(), weight))
                    : each)
            .toList());
  }

  private static TsVector without(TsVector vector, Set<?> words) {
    return new TsVector(
        vector.lexemes().stream().filter(each -> !words.contains(each.word())).toList());
  }

  /** The words with the places of some weights; those without places go. */
  private static TsVector filter(TsVector vector, List<@Nullable Object> weights) {
    int mask = 0;
    for (Object each : weights) {
      if (each == null) {
        throw new EvaluationException("22004", "weight array may not contain nulls");
      }
      mask |= 1 << weight((String) each);
    }
    int wanted = mask;
    TsVector filtered =
        withPlaces(
            vector,
            places -> {
              StringBuilder kept = new StringBuilder();
              for (char place : places) {
                if ((wanted & 1 << TsVector.weight(place)) != 0) {
                  kept.append(place);
                }
              }
              return kept.toString().toCharArray();
            });
    return new TsVector(filtered.lexemes().stream().filter(TsVector.Lexeme::hasPlaces).toList());
  }

  private static TsVector ofWords(List<@Nullable Object> array) {
    Set<String> sorted = new TreeSet<>(TextFunctions::compare);
    for (Object each : array) {
      if (each == null) {
        throw new EvaluationException("22004", "lexeme array may not contain nulls");
      }
      if (each.equals("")) {
        throw new EvaluationException("2200F", "lexeme array may not contain empty strings");
      }
      sorted.add((String) each);
    }
    return new TsVector(
        sorted.stream().map(word -> new TsVector.Lexeme(word, new char[0])).toList());
  }

  /** The places of the second come behind all of the first. */
  private static TsVector concatenate(TsVector a, TsVector b) {
    int behind =
        a.lexemes().stream()
            .flatMapToInt(each -> places(each).map(place -> TsVector.position((char) place)))
            .max()
            .orElse(0);
    List<TsVector.Lexeme> joined = new ArrayList<>();
    int l = 0;
    int r = 0;
    while (l < a.lexemes().size() || r < b.lexemes().size()) {
      TsVector.Lexeme left = l < a.lexemes().size() ? a.lexemes().get(l) : null;
      TsVector.Lexeme right = r < b.lexemes().size() ? b.lexemes().get(r) : null;
      int order =
          left == null ? 1 : right == null ? -1 : TextFunctions.compare(left.word(), right.word());
      l += order <= 0 ? 1 : 0;
      r += order >= 0 ? 1 : 0;
      TsVector.Lexeme first = Objects.requireNonNull(order <= 0 ? left : right);
      char[] places = order <= 0 ? first.places() : new char[0];
      joined.add(
          new TsVector.Lexeme(
              first.word(),
              order < 0 || right == null ? places : appended(places, right.places(), behind)));
    }
    TsVector result = new TsVector(joined);
    int bytes = dataBytes(result);
    if (bytes > DATA_BYTES_MAX) {
      throw new EvaluationException(
          "54000",
          "string is too long for tsvector (%d bytes, max %d bytes)"
              .formatted(bytes, DATA_BYTES_MAX));
    }
    return result;
  }

  private static IntStream places(TsVector.Lexeme lexeme) {
    return new String(lexeme.places()).chars();
  }

  /** As many places as there is room for, and none behind the last possible one. */
  private static char[] appended(char[] places, char[] more, int behind) {
    StringBuilder all = new StringBuilder().append(places);
    for (char place : more) {
      if (all.length() == PLACES_MAX
          || (!all.isEmpty() && TsVector.position(all.charAt(all.length() - 1)) == POSITION_MAX)) {
        break;
      }
      int position = Math.min(TsVector.position(place) + behind, POSITION_MAX);
      all.append(TsVector.place(position, TsVector.weight(place)));
    }
    return all.toString().toCharArray();
  }

  /** What the words and places take in the server's memory. */
  private static int dataBytes(TsVector vector) {
    int bytes = 0;
    for (TsVector.Lexeme each : vector.lexemes()) {
      bytes += TextFunctions.bytes(each.word());
      if (each.hasPlaces()) {
        bytes += bytes % 2 + Short.BYTES * (1 + each.places().length);
      }
    }
    return bytes;
  }

  /** By size in memory, by the number of words, then word by word: PostgreSQL's order. */
  private static int compare(TsVector a, TsVector b) {
    int words = Integer.compare(a.lexemes().size(), b.lexemes().size());
    int size =
        Integer.compare(
            dataBytes(a) + Integer.BYTES * a.lexemes().size(),
            dataBytes(b) + Integer.BYTES * b.lexemes().size());
    if (size != 0 || words != 0) {
      return size != 0 ? size : words;
    }
    for (int i = 0; i < a.lexemes().size(); i++) {
      int order = compare(a.lexemes().get(i), b.lexemes().get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(TsVector.Lexeme a, TsVector.Lexeme b) {
    if (a.hasPlaces() != b.hasPlaces()) {
      return a.hasPlaces() ? -1 : 1;
    }
    int words = TextFunctions.compare(a.word(), b.word());
    if (words != 0) {
      return words;
    }
    int order = Integer.compare(b.places().length, a.places().length);
    for (int i = 0; order == 0 && i < a.places().length; i++) {
      char left = a.places()[i];
      char right = b.places()[i];
      order = Integer.compare(TsVector.position(right), TsVector.position(left));
      order = order == 0 ? Integer.compare(TsVector.weight(right), TsVector.weight(left)) : order;
    }
    return order;
  }

  private static TsQuery phrase(TsQuery a, TsQuery b, int distance) {
    if (distance < 0 || distance > DISTANCE_MAX) {
      throw new EvaluationException(
          "22023",
          "distance in phrase operator must be an integer value between zero and %d inclusive"
              .formatted(DISTANCE_MAX));
    }
    return pair(TsQuery.Operator.PHRASE, a, b, distance);
  }

  private static TsQuery pair(TsQuery.Operator operator, TsQuery a, TsQuery b, int distance) {
    TsQuery.Node left = a.root();
    TsQuery.Node right = b.root();
    if (left == null || right == null) {
      return left == null ? b : a;
    }
    return new TsQuery(new TsQuery.Pair(operator, left, right, distance), a.size() + b.size() + 1);
  }

  /** Words are the same whatever their weights, and whether they are prefixes. */
  private static boolean isSame(TsQuery.@Nullable Node a, TsQuery.@Nullable Node b) {
    return switch (a) {
      case null -> b == null;
      case TsQuery.Word left -> b instanceof TsQuery.Word right && left.word().equals(right.word());
      case TsQuery.Not left ->
          b instanceof TsQuery.Not right && isSame(left.operand(), right.operand());
      case TsQuery.Pair left ->
          b instanceof TsQuery.Pair right
              && left.operator() == right.operator()
              && left.distance() == right.distance()
              && isSame(left.left(), right.left())
              && isSame(left.right(), right.right());
    };
  }
}
