package io.tidemark.config;

import java.util.Locale;

/** How a stream table is brought up to date. */
public enum RefreshMode {
  AUTO,
  DIFFERENTIAL,
  FULL,
  IMMEDIATE;

  /**
   * Parses a mode, whatever its case.
   *
   * @throws IllegalArgumentException if there is no such mode
   */
  public static RefreshMode parse(String text) {
    try {
      return valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a mode: auto, differential, full or immediate", unknown);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
