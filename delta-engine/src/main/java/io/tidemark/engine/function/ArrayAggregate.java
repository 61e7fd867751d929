package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.ArrayValue;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * array_agg: of values, NULLs among them, an array of them; of arrays, which must all have the same
 * dimensions, an array of one dimension more.
 */
final class ArrayAggregate implements OrderedFunction {

  private final int elementOid;
  private final boolean ofArrays;

  /**
   * @param elementOid the type of a value
   * @param ofArrays whether the argument is an array
   */
  ArrayAggregate(int elementOid, boolean ofArrays) {
    this.elementOid = elementOid;
    this.ofArrays = ofArrays;
  }

  @Override
  public boolean passesOver(Row arguments) {
    return false;
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    List<byte @Nullable []> values = new ArrayList<>();
    rows.forEach((arguments, copies) -> {
      byte @Nullable [] value = arguments.isNull(0) ? null : arguments.copy(0);
      for (long copy = 0; copy < copies; copy++) {
        values.add(value);
      }
    });
    if (values.isEmpty()) {
      target.addNull();
    } else {
      target.add((ofArrays ? stacked(values) : ArrayValue.of(elementOid, values)).encode());
    }
  }

  private static ArrayValue stacked(List<byte @Nullable []> values) {
    @Nullable ArrayValue first = null;
    List<byte @Nullable []> elements = new ArrayList<>();
    for (byte @Nullable [] value : values) {
      if (value == null) {
        throw new EvaluationException("22004", "cannot accumulate null arrays");
      }
      ArrayValue array = ArrayValue.decode(value, 0);
      if (array.sizes().isEmpty()) {
        throw new EvaluationException("2202E", "cannot accumulate empty arrays");
      }
      if (first == null) {
        first = array;
      } else if (!array.sizes().equals(first.sizes())
          || !array.lowerBounds().equals(first.lowerBounds())) {
        throw new EvaluationException(
            "2202E", "cannot accumulate arrays of different dimensionality");
      }
      elements.addAll(array.elements());
    }
    if (first == null) {
      throw new IllegalStateException("no arrays to accumulate");
    }
    List<Integer> sizes = new ArrayList<>(List.of(values.size()));
    sizes.addAll(first.sizes());
    List<Integer> lowerBounds = new ArrayList<>(List.of(1));
    lowerBounds.addAll(first.lowerBounds());
    return new ArrayValue(first.elementOid(), sizes, lowerBounds, elements);
  }
}
