package io.tidemark.engine.function;

import io.tidemark.engine.plan.Expression;
import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code = ANY}, {@code <> ALL} and their kind over an array's elements. */
final class ArrayComparisons {

  /** Equalities of objects that are those of their JVM forms. */
  private static final Set<String> EQUALITIES = Set.of("texteq", "uuid_eq");

  private static final Set<String> INEQUALITIES = Set.of("textne", "uuid_ne");

  private ArrayComparisons() {}

  static Evaluator compile(
      Expression.ArrayComparison comparison, FunctionBody body, Evaluator left, Evaluator array) {
    boolean any = comparison.any();
    boolean strict = comparison.function().strict();
    if (Folded.isConstant(comparison.array())) {
      if (body instanceof WordBody.Binary(_, LongBinaryOperator operation)
          && operation == (any ? WordComparison.EQ : WordComparison.NE)) {
        return new WordMembership(WordEvaluator.of(left, Word.INT8), array, any);
      }
      if ((any ? EQUALITIES : INEQUALITIES).contains(comparison.function().source())) {
        return membership(left, array, any);
      }
    }
    return row -> {
      Object value = left.evaluate(row);
      Object elements = array.evaluate(row);
      if (elements == null) {
        return null;
      }
      if (value == null && strict) {
        return ((List<?>) elements).isEmpty() ? (Object) !any : null;
      }
      boolean unknown = false;
      for (Object element : (List<?>) elements) {
        Object holds = element == null && strict ? null : body.call(new Object[] {value, element});
        if (holds == null) {
          unknown = true;
        } else if ((Boolean) holds == any) {
          return any;
        }
      }
      return unknown ? null : !any;
    };
  }

  /** {@code IN} or {@code NOT IN} a constant list: a look-up in a set made at the first row. */
  private static Evaluator membership(Evaluator left, Evaluator array, boolean any) {
    Evaluator set =
        new Folded(row -> array.evaluate(row) instanceof List<?> list ? new HashSet<>(list) : null);
    return row -> {
      Object value = left.evaluate(row);
      if (!(set.evaluate(Row.EMPTY) instanceof Set<?> elements)) {
        return null;
      }
      if (elements.isEmpty()) {
        return !any;
      }
      if (value == null) {
        return null;
      }
      if (elements.contains(value)) {
        return any;
      }
      return elements.contains(null) ? null : !any;
    };
  }

  /** The elements of a list, in order, and whether NULL is one of them, or is the list. */
  private record Words(long[] sorted, boolean hasNull, boolean isNull) {

    private static final int SCANNED_MAX = 8; // a search in more costs less than looking at all

    static Words of(@Nullable Object list) {
      return list instanceof List<?> values
          ? new Words(
              values.stream().filter(Objects::nonNull).mapToLong(Word::unbox).sorted().toArray(),
              values.contains(null),
              false)
          : new Words(new long[0], false, true);
    }

    boolean has(long value) {
      if (sorted.length > SCANNED_MAX) {
        return Arrays.binarySearch(sorted, value) >= 0;
      }
      for (long each : sorted) {
        if (each == value) {
          return true;
        }
      }
      return false;
    }

    boolean isEmpty() {
      return sorted.length == 0 && !hasNull;
    }
  }

  /** The same of words: the list is read at the first row. */
  private static final class WordMembership extends WordEvaluator {
    private final WordEvaluator left;
    private final Evaluator array;
    private final boolean any;
    private @Nullable Words list; // threads that race read the same

    WordMembership(WordEvaluator left, Evaluator array, boolean any) {
      super(Word.BOOL);
      this.left = left;
      this.array = array;
      this.any = any;
    }

    private Words list() {
      Words known = list;
      if (known == null) {
        known = Words.of(array.evaluate(Row.EMPTY));
        list = known;
      }
      return known;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      long value = left.evaluate(row, nullness);
      Words elements = list();
      boolean found = !nullness.isNull && elements.has(value);
      boolean isUnknown = nullness.isNull || elements.hasNull();
      nullness.isNull = elements.isNull() || (isUnknown && !found && !elements.isEmpty());
      return found == any ? 1 : 0;
    }
  }
}
