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

  /** This, with the message that it is about. */
  PgOutputException in(char type, int messageBytes) {
    return new PgOutputException(
        "pgoutput message '%s' of %d bytes: %s"
            .formatted(
                type >= 0x20 && type < 0x7F
                    ? String.valueOf(type)
                    : "0x" + Integer.toHexString(type),
                messageBytes,
                getMessage()),
        this);
  }
}
