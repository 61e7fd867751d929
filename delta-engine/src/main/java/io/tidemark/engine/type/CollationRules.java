package io.tidemark.engine.type;

import java.util.Set;

/**
 * What the engine may assume of collations.
 *
 * @param defaultIsBytewise whether the database's default collation orders as unsigned UTF-8 bytes
 *     do: C, POSIX and C.UTF-8
 * @param defaultIsC whether it is C or POSIX, where only ASCII letters have two cases
 * @param deterministic those of users' own under which only equal bytes are equal
 */
public record CollationRules(
    boolean defaultIsBytewise, boolean defaultIsC, Set<Integer> deterministic) {

  /** The database's own. */
  public static final int DEFAULT = 100;

  private static final int C = 950;
  private static final int POSIX = 951;
  private static final int UCS_BASIC = 962;
  private static final int PG_C_UTF8 = 811;
  private static final int PG_UNICODE_FAST = 6411;

  /** OIDs below are given out by initdb, which makes deterministic collations only. */
  private static final int FIRST_USER_OID = 16_384;

  /** Nothing is assumed of the default collation's order. */
  public static final CollationRules UNKNOWN_DEFAULT = new CollationRules(false);

  public CollationRules {
    deterministic = Set.copyOf(deterministic);
  }

  /** Rules without collations of users' own. */
  public CollationRules(boolean defaultIsBytewise, boolean defaultIsC) {
    this(defaultIsBytewise, defaultIsC, Set.of());
  }

  /** Rules without case mapping by the default collation. */
  public CollationRules(boolean defaultIsBytewise) {
    this(defaultIsBytewise, false);
  }

  /** Whether users made the collation, so that it may hold different strings equal. */
  public static boolean isUsersOwn(int collation) {
    return collation < 0 || collation >= FIRST_USER_OID; // an OID beyond 2³¹ is negative here
  }

  /** Whether strings are equal exactly if their bytes are, as by the default and by initdb's. */
  public boolean isDeterministic(int collation) {
    return !isUsersOwn(collation) || deterministic.contains(collation);
  }

  /** Whether strings are ordered as their bytes are. */
  public boolean isBytewise(int collation) {
    return switch (collation) {
      case 0, C, POSIX, UCS_BASIC, PG_C_UTF8, PG_UNICODE_FAST -> true;
      case DEFAULT -> defaultIsBytewise;
      default -> false;
    };
  }

  /** Whether only ASCII letters have two cases. */
  public boolean isC(int collation) {
    return switch (collation) {
      case C, POSIX -> true;
      case DEFAULT -> defaultIsC;
      default -> false;
    };
  }
}
