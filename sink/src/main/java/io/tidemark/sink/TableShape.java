package io.tidemark.sink;

import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.StreamTablePlan;
import java.util.List;

/**
 * The columns and the key that a stream table has by its query.
 *
 * @param key indexes of the columns that identify a row, empty if rows may repeat or nothing is
 *     known
 * @param typeNames for each column the type as DDL writes it
 */
public record TableShape(List<Field> fields, List<Integer> key, List<String> typeNames) {

  public TableShape {
    fields = List.copyOf(fields);
    key = List.copyOf(key);
    typeNames = List.copyOf(typeNames);
  }

  public static TableShape of(StreamTablePlan plan) {
    return new TableShape(plan.plan().fields(), plan.key(), plan.typeNames());
  }
}
