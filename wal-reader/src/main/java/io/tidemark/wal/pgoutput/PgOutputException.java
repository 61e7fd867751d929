package io.tidemark.wal.pgoutput;

/** A message that does not follow the protocol; the stream cannot be trusted any further. */
public final class PgOutputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PgOutputException(String message) {
    super(message);
  }

  PgOutputException(String message, Throwable cause) {
    super(message, cause);
  }
}
