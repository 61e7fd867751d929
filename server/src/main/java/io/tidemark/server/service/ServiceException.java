package io.tidemark.server.service;

/**
 * A request or a start that cannot be carried out: what, why, and the way out, under a stable code.
 */
public final class ServiceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Who has to act, which decides the HTTP status and the exit code. */
  public enum Kind {
    /** The request is wrong. */
    INVALID,
    /** The named thing does not exist. */
    NOT_FOUND,
    /** The request is right but not in this state. */
    CONFLICT,
    /** It took longer than the caller wanted to wait. */
    TIMEOUT,
    /** Something beside Tidemark is missing or broken: the database, the disk, a port. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final String code;
  private final String hint;

  public ServiceException(Kind kind, String code, String message, String hint) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }

  public ServiceException(Kind kind, String code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  public String hint() {
    return hint;
  }
}
