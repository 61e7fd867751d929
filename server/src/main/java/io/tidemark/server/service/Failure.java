package io.tidemark.server.service;

import io.tidemark.engine.EvaluationException;
import io.tidemark.sink.FencedException;
import io.tidemark.sink.SinkException;
import io.tidemark.state.StateStoreException;
import io.tidemark.wal.SourceException;
import java.sql.SQLException;

/**
 * What an exception of a circuit's work means: what users are told, and what is done. The one place
 * that knows every module's exceptions.
 */
record Failure(String code, String message, String hint, Remedy remedy) {

  /** What is done before the work is tried again. */
  enum Remedy {
    /** Nothing: the data or something beside Tidemark has to change. */
    WAIT,
    /** The sink's session is given up, a new one may mend it. */
    RECONNECT_SINK,
    /** The stream table's rows are not those that were merged: they are made anew. */
    REBUILD,
    /** The outcome of a commit was lost; the sink's own word for its frontier counts. */
    ADOPT_FRONTIER,
    /** Another service has taken over: this one must end. */
    GIVE_WAY,
    /** It stops until somebody says that it is meant. */
    FUSE,
    /** A defect of Tidemark: what it did to the circuit's state is not trusted. */
    DISTRUST_STATE
  }

  /**
   * Classifies.
   *
   * @throws StateStoreException as it is: without its state no circuit can go on
   */
  static Failure of(Exception thrown) {
    return switch (thrown) {
      case EvaluationException failed ->
          new Failure(
              "TM-E001",
              "%s [%s]%s"
                  .formatted(
                      failed.getMessage(),
                      failed.sqlState(),
                      failed.context() == null ? "" : " (" + failed.context() + ")"),
              "Mend the row in the source; the stream table goes on by itself.",
              Remedy.WAIT);
      case DeltaLimitException large ->
          new Failure(
              "TM-E003",
              String.valueOf(large.getMessage()),
              "If the change is meant, 'tidemark resume' lets it pass; if not, mend the source first.",
              Remedy.FUSE);
      case FencedException fenced ->
          of(fenced, fenced.isTakenOver() ? Remedy.GIVE_WAY : Remedy.ADOPT_FRONTIER);
      case SinkException refused ->
          of(
              refused,
              refused.isRetryable()
                  ? Remedy.RECONNECT_SINK
                  : refused.code() == SinkException.Code.DIVERGED ? Remedy.REBUILD : Remedy.WAIT);
      case SourceException refused ->
          new Failure(
              refused.code().toString(),
              String.valueOf(refused.getMessage()),
              refused.hint(),
              Remedy.WAIT);
      case ServiceException refused ->
          new Failure(
              refused.code(), String.valueOf(refused.getMessage()), refused.hint(), Remedy.WAIT);
      case SQLException failed -> of(Service.unavailable(failed));
      case StateStoreException broken -> throw broken;
      default ->
          new Failure(
              "TM-E002",
              "An internal error: " + thrown,
              "It is tried again from a new load; please report it with the service's log.",
              Remedy.DISTRUST_STATE);
    };
  }

  private static Failure of(SinkException refused, Remedy remedy) {
    return new Failure(
        refused.code().toString(), String.valueOf(refused.getMessage()), refused.hint(), remedy);
  }

  StreamTableStatus.LastError lastError() {
    return new StreamTableStatus.LastError(code, message, hint);
  }
}
