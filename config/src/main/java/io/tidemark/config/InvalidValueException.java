package io.tidemark.config;

/**
 * One text that does not mean what its place needs. Parsers of single values throw it; whoever
 * knows where the text stands makes a {@link Problem} of it.
 */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;
  private final int offset;

  public InvalidValueException(ErrorCode code, String message, String hint) {
    this(code, message, hint, 0);
  }

  /**
   * @param offset index in the text, in chars, of what is wrong
   */
  public InvalidValueException(ErrorCode code, String message, String hint, int offset) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.offset = offset;
  }

  public ErrorCode code() {
    return code;
  }

  public String hint() {
    return hint;
  }

  public int offset() {
    return offset;
  }

  public String text() {
    String message = getMessage();
    return message == null ? code.title() : message;
  }

  public Problem withoutPosition() {
    return Problem.withoutPosition(code, text(), hint);
  }
}
