package io.tidemark.engine;

/**
 * A query, or a part of one, that cannot be maintained by deltas. The message names the construct
 * as the user wrote it and says why; the hint says how to write it instead.
 */
public final class UnsupportedQueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The hint where there is no other way to write it. */
  public static final String RECOMPUTE = "Have it recomputed, by the mode auto or full";

  private final String hint;

  public UnsupportedQueryException(String reason, String hint) {
    super(reason);
    this.hint = hint;
  }

  public String hint() {
    return hint;
  }
}
