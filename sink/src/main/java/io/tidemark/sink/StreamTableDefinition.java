package io.tidemark.sink;

import java.util.List;

/**
 * What the registry keeps of a stream table's definition.
 *
 * @param circuit the circuit whose frontier covers it, for a new one; of one that is there the
 *     registry's updates tell
 * @param schedule as the definition writes it, {@code continuous} or {@code 1s}
 * @param mode {@code auto}, {@code differential}, {@code full} or {@code immediate}
 */
public record StreamTableDefinition(
    RelationName name,
    String query,
    List<String> searchPath,
    String schedule,
    String mode,
    String circuit) {
  public StreamTableDefinition {
    searchPath = List.copyOf(searchPath);
  }
}
