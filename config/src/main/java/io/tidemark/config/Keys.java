package io.tidemark.config;

import java.util.List;

/**
 * The keys that a section knows.
 *
 * @param section how messages call it, such as {@code a stream table}
 * @param names in the order of the manual
 * @param misplaced keys that exist, but not here
 * @param whereInstead where the misplaced ones belong
 */
record Keys(String section, List<String> names, List<String> misplaced, String whereInstead) {

  public Keys {
    names = List.copyOf(names);
    misplaced = List.copyOf(misplaced);
  }

  public static Keys of(String section, String... names) {
    return new Keys(section, List.of(names), List.of(), "");
  }
}
