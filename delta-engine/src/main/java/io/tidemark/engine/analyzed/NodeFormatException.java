package io.tidemark.engine.analyzed;

/**
 * PostgreSQL's node text is not of the shape that the majors 15 to 18 write: a newer major or a
 * fork. Never the user's fault.
 */
public final class NodeFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NodeFormatException(String message) {
    super(message + "; this server's version is not one of PostgreSQL 15 to 18");
  }
}
