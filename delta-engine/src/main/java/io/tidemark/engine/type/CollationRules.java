package io.tidemark.engine.type;

/**
 * What the engine may assume of collations.
 *
 * @param defaultIsBytewise whether the database's default collation orders as unsigned UTF-8 bytes
 *     do: C, POSIX and C.UTF-8
 */
public record CollationRules(boolean defaultIsBytewise) {

  private static final int DEFAULT = 100;
  private static final int C = 950;
  private static final int POSIX = 951;
  private static final int UCS_BASIC = 962;
  private static final int PG_C_UTF8 = 811;

  /** Nothing is assumed of the default collation's order. */
  public static final CollationRules UNKNOWN_DEFAULT = new CollationRules(false);

  /**
   * Whether strings are equal exactly if their bytes are. True for the default, which is
   * deterministic.
   */
  public boolean isDeterministic(int collation) {
    return collation < 10_000;
  }

  /** Whether strings are ordered as their bytes are. */
  public boolean isBytewise(int collation) {
    return switch (collation) {
      case 0, C, POSIX, UCS_BASIC, PG_C_UTF8 -> true;
      case DEFAULT -> defaultIsBytewise;
      default -> false;
    };
  }
}
