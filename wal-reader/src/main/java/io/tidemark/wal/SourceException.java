package io.tidemark.wal;

/** A source database or table that cannot be captured: what, why, and the fix. */
public final class SourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Stable codes; the manual's error reference lists them. */
  public enum Code {
    UNREACHABLE("TM-S001"),
    LOGIN_REFUSED("TM-S002"),
    WAL_LEVEL("TM-S003"),
    NO_REPLICATION_PRIVILEGE("TM-S004"),
    SLOT_IN_USE("TM-S005"),
    SLOT_FOREIGN("TM-S006"),
    SLOT_LOST("TM-S007"),
    NO_FREE_SLOT("TM-S008"),
    NO_FREE_SENDER("TM-S009"),
    NO_PUBLICATION_PRIVILEGE("TM-S010"),
    NO_REPLICA_IDENTITY("TM-S011"),
    NO_SELECT_PRIVILEGE("TM-S012"),
    NOT_A_TABLE("TM-S013"),
    GENERATED_COLUMN("TM-S014"),
    SCHEMA_CHANGED("TM-S015"),
    STREAM_BROKEN("TM-S016"),
    PUBLICATION_UNSUITABLE("TM-S017"),
    UNSENDABLE_TYPE("TM-S018");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final Code code;
  private final String hint;

  public SourceException(Code code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  public SourceException(Code code, String message, String hint, Throwable cause) {
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

  /** Whether waiting and trying again may help without anybody doing anything. */
  public boolean isTransient() {
    return code == Code.UNREACHABLE || code == Code.NO_FREE_SENDER || code == Code.SLOT_IN_USE;
  }
}
