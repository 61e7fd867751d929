package io.tidemark.engine.function;

import io.tidemark.engine.plan.Expression;
import io.tidemark.state.row.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
      return membership(left, new Folded(array), any);
    }
    return row -> {
      Object elements = array.evaluate(row);
      if (elements == null) {
        return null;
      }
      Object value = left.evaluate(row);
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
      if (!(set.evaluate(Row.EMPTY) instanceof Set<?> elements)) {
        return null;
      }
      if (elements.isEmpty()) {
        return !any;
      }
      Object value = left.evaluate(row);
      if (value == null) {
        return null;
      }
      if (elements.contains(value)) {
        return any;
      }
      return elements.contains(null) ? null : !any;
    };
  }
}
