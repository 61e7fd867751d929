package io.tidemark.server.service;

/** A refresh would change more rows of a stream table than the configuration allows. */
final class DeltaLimitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeltaLimitException(String streamTable, long rows, long limit) {
    super(
        "A refresh would change %,d rows of %s, more than limits.deltaRows = %,d allows"
            .formatted(rows, streamTable, limit));
  }
}
