package io.tidemark.engine.function;

/**
 * A value that a function of the library cannot compute exactly: PostgreSQL then computes the call.
 * Only functions that say so ({@link FunctionLibrary#partial}) throw it.
 */
final class Uncomputed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One for all: it has no stack trace. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final Uncomputed SIGNAL = new Uncomputed();

  private Uncomputed() {
    super("only PostgreSQL computes this", null, false, false);
  }
}
