package io.tidemark.state;

/**
 * Log sequence numbers of PostgreSQL's WAL, kept as unsigned 64-bit {@code long}s so that none is
 * boxed on the way of a row. A <em>frontier</em> or <em>watermark</em> is the end LSN of a commit:
 * it covers every transaction whose commit record starts before it.
 */
public final class Lsn {

  /** Before everything: the frontier of what was never loaded. */
  public static final long NONE = 0;

  /** After everything. */
  public static final long MAX = -1;

  private Lsn() {}

  /** Formats as PostgreSQL does: two hexadecimal halves, {@code 16/B374D848}. */
  public static String format(long lsn) {
    return Long.toHexString(lsn >>> 32).toUpperCase(java.util.Locale.ROOT)
        + "/"
        + Long.toHexString(lsn & 0xFFFF_FFFFL).toUpperCase(java.util.Locale.ROOT);
  }

  /**
   * Parses PostgreSQL's form.
   *
   * @throws IllegalArgumentException if {@code text} is not two hexadecimal halves around a slash
   */
  public static long parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      throw new IllegalArgumentException("'" + text + "' is not an LSN such as 16/B374D848");
    }
    try {
      long high = Long.parseLong(text.substring(0, slash), 16);
      long low = Long.parseLong(text.substring(slash + 1), 16);
      if ((high | low) >>> 32 != 0) {
        throw new NumberFormatException();
      }
      return high << 32 | low;
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an LSN such as 16/B374D848", malformed);
    }
  }

  /** The earlier of two. */
  public static long min(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0 ? a : b;
  }

  /** The later of two. */
  public static long max(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }
}
