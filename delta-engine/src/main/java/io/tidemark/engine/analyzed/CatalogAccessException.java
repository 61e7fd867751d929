package io.tidemark.engine.analyzed;

import java.sql.SQLException;

/** Carries an error of the connection through the translation; unwrapped by the analyzer. */
final class CatalogAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException error;

  CatalogAccessException(SQLException error) {
    super(error);
    this.error = error;
  }

  SQLException error() {
    return error;
  }
}
