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
        return new WordMembership(WordEvaluator.of(left, Word.INT8), elements(array), any);
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

  private static Folded elements(Evaluator array) {
    return new Folded(row -> Words.of(array.evaluate(row)));
  }

  /** The elements of a list, in order, and whether NULL is one of them. */
  private record Words(long[] sorted, boolean hasNull) {
    static @Nullable Words of(@Nullable Object list) {
      return list instanceof List<?> values
          ? new Words(
              values.stream().filter(Objects::nonNull).mapToLong(Word::unbox).sorted().toArray(),
              values.contains(null))
          : null;
    }
  }

  private static final class WordMembership extends WordEvaluator {
    private final WordEvaluator left;
    private final Folded list;
    private final boolean any;

    WordMembership(WordEvaluator left, Folded list, boolean any) {
      super(Word.BOOL);
      this.left = left;
      this.list = list;
      this.any = any;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      long value = left.evaluate(row, nullness);
      if (!(list.evaluate(Row.EMPTY) instanceof Words elements)) {
        nullness.isNull = true;
        return 0;
      }
      boolean found = !nullness.isNull && Arrays.binarySearch(elements.sorted, value) >= 0;
      boolean isEmpty = elements.sorted.length == 0 && !elements.hasNull;
      nullness.isNull = !isEmpty && !found && (nullness.isNull || elements.hasNull);
      return found == any ? 1 : 0;
    }
  }
}
