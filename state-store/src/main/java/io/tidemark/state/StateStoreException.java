package io.tidemark.state;

/** State that cannot be opened, read or written: what happened, to which folder, and what to do. */
public final class StateStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String hint;

  public StateStoreException(String code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
  }

  public String code() {
    return code;
  }

  public String hint() {
    return hint;
  }

  /**
   * Whether the state is damaged or of another format, so that {@link StateStore#destroy} and a
   * rebuild mend it.
   */
  public boolean isMendedByRebuild() {
    return code.equals("TM-D003") || code.equals("TM-D004");
  }
}
