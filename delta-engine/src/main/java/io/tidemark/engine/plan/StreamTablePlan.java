package io.tidemark.engine.plan;

import java.util.List;

/**
 * What a definition compiles to.
 *
 * @param plan the query; its fields are the stream table's columns
 * @param key indexes of the output columns that identify a row, empty if rows may repeat; columns
 *     may be nullable, in which case NULLs count as equal
 * @param typeNames for each output column the type as DDL writes it ({@code numeric(12,2)}, {@code
 *     public.mood}), with COLLATE where it is not the type's default
 */
public record StreamTablePlan(Plan plan, List<Integer> key, List<String> typeNames) {
  public StreamTablePlan {
    key = List.copyOf(key);
    typeNames = List.copyOf(typeNames);
  }
}
