package io.tidemark.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a stream table is brought up to date. */
public enum RefreshMode {
  /** The best mode that is possible for the query, with the reason on record. */
  AUTO,
  /** By deltas. */
  DIFFERENTIAL,
  /** Recomputed by PostgreSQL, and only the difference merged. */
  FULL,
  /** By deltas, and COMMIT waits for it where the session asks so. */
  IMMEDIATE;

  /**
   * @throws InvalidValueException if {@code text} is not the name of a mode
   */
  public static RefreshMode parse(String text) {
    List<String> names = Arrays.stream(values()).map(RefreshMode::toString).toList();
    int index = names.indexOf(text);
    if (index < 0) {
      throw new InvalidValueException(
          ErrorCode.BAD_MODE, "'" + text + "' is not a refresh mode", Spelling.hint(text, names));
    }
    return values()[index];
  }

  /** As it is written in a definition: {@code auto}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
