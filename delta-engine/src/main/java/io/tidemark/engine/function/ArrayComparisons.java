package io.tidemark.engine.function;

import io.tidemark.engine.plan.Expression;
import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code = ANY}, {@code <> ALL} and their kind over an array's elements. */
final class ArrayComparisons {

  /** Equalities that are those of the values' JVM forms. */
  private static final Set<String> HASHED_EQUALITIES =
      Set.of("int2eq", "int4eq", "int8eq", "oideq", "texteq", "date_eq", "timestamp_eq", "uuid_eq");

  private static final Set<String> HASHED_INEQUALITIES =
      Set.of("int2ne", "int4ne", "int8ne", "oidne", "textne", "date_ne", "timestamp_ne", "uuid_ne");

  private ArrayComparisons() {}

  static Evaluator compile(
      Expression.ArrayComparison comparison, FunctionBody body, Evaluator left, Evaluator array) {
    boolean any = comparison.any();
    boolean strict = comparison.function().strict();
    if (Folded.isConstant(comparison.array())
        && (any ? HASHED_EQUALITIES : HASHED_INEQUALITIES)
            .contains(comparison.function().source())) {
      return membership(left, array, any, Word.of(comparison.left().type().oid()));
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
  private static Evaluator membership(
      Evaluator left, Evaluator array, boolean any, @Nullable Word word) {
    Folded list = new Folded(array);
    if (word != null) {
      return new WordMembership(
          WordEvaluator.of(left, word), new Folded(row -> Words.of(list.evaluate(row))), any);
    }
    Evaluator set =
        new Folded(row -> list.evaluate(row) instanceof List<?> values ? new HashSet<>(values) : null);
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

  private record WordMembership(WordEvaluator left, Folded list, boolean any)
      implements WordEvaluator {
    @Override
    public Word word() {
      return Word.BOOL;
    }

    @Override
    public long evaluate(Row row, Nullness nullness) {
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
