package io.tidemark.sink;

/**
 * The sink database did not take what it was given: what, where, why, and the fix. Whether trying
 * again may help without anybody doing anything is {@link #isRetryable}.
 */
public sealed class SinkException extends RuntimeException permits FencedException {

  private static final long serialVersionUID = 1L;

  /** Stable codes; the manual's error reference lists them. */
  public enum Code {
    UNREACHABLE("TM-K001", true),
    LOGIN_REFUSED("TM-K002", false),
    CONNECTION_LOST("TM-K003", true),
    /** Deadlock, serialization failure, lock or statement timeout. */
    CONTENTION("TM-K004", true),
    /** Disk full, out of memory, no free connection. */
    RESOURCES("TM-K005", true),
    READ_ONLY("TM-K006", true),
    PRIVILEGE("TM-K007", false),
    SCHEMA_FOREIGN("TM-K008", false),
    SCHEMA_NEWER("TM-K009", false),
    TABLE_TAKEN("TM-K010", false),
    COLUMNS_CHANGED("TM-K011", false),
    KEY_CHANGED("TM-K012", false),
    UNSUPPORTED_TYPE("TM-K013", false),
    /** The stream table's rows are not those that were merged before. */
    DIVERGED("TM-K014", false),
    /** A constraint or a trigger that users added to the stream table refuses a row. */
    ROW_REFUSED("TM-K015", false),
    FENCED("TM-K016", false),
    DEPENDENTS("TM-K017", false),
    STATEMENT_FAILED("TM-K018", false);

    private final String text;
    private final boolean retryable;

    Code(String text, boolean retryable) {
      this.text = text;
      this.retryable = retryable;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final Code code;
  private final String hint;

  public SinkException(Code code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  public SinkException(Code code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
  }

  public Code code() {
    return code;
  }

  public String hint() {
    return hint;
  }

  /** Whether the same call may succeed later, on a new connection, with nothing changed. */
  public boolean isRetryable() {
    return code.retryable;
  }
}
