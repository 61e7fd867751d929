package io.tidemark.engine.operator;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A multiset of rows, integrated from deltas: what the model test compares. */
public final class Bag extends TreeMap<Row, Long> {

  public Bag plus(Row row, long weight) {
    if (weight == 0) {
      return this;
    }
    merge(row, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    return this;
  }

  public void addAll(ZSet delta) {
    delta.forEach(this::plus);
  }

  /** The same bag with every row replaced by the form that all of its equals share. */
  public Bag canonical(UnaryOperator<Row> form) {
    Bag bag = new Bag();
    forEach((row, weight) -> bag.plus(form.apply(row), weight));
    return bag;
  }
}
