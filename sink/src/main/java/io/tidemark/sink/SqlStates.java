package io.tidemark.sink;

import io.tidemark.sink.SinkException.Code;
import java.sql.SQLException;

/** What a server's error means for the service: its code, whether to retry, and the hint. */
final class SqlStates {

  private SqlStates() {}

  /**
   * Explains a failed statement.
   *
   * @param doing what was attempted, to go after "cannot", with the table's name
   */
  static SinkException explain(SQLException failure, String doing) {
    Code code = classify(failure.getSQLState());
    return new SinkException(
        code, "Cannot %s: %s".formatted(doing, failure.getMessage()), hint(code), failure);
  }

  private static Code classify(@org.jspecify.annotations.Nullable String state) {
    if (state == null || state.length() < 5) {
      return Code.STATEMENT_FAILED;
    }
    return switch (state) {
      case "57P01", "57P02", "57P03", "57P05", "25P03" -> Code.CONNECTION_LOST;
      case "40001", "40P01", "55P03", "57014", "55006" -> Code.CONTENTION;
      case "25006" -> Code.READ_ONLY;
      case "42501" -> Code.PRIVILEGE;
      case "28P01", "28000" -> Code.LOGIN_REFUSED;
      case "2BP01" -> Code.DEPENDENTS;
      case "42P01", "42703", "42704", "42804", "42809" -> Code.COLUMNS_CHANGED;
      case "23505", "21000" -> Code.DIVERGED;
      default ->
          switch (state.substring(0, 2)) {
            case "08" -> Code.CONNECTION_LOST;
            case "53", "58" -> Code.RESOURCES;
            case "23", "44", "54", "P0", "09", "27" -> Code.ROW_REFUSED;
            default -> Code.STATEMENT_FAILED;
          };
    };
  }

  private static String hint(Code code) {
    return switch (code) {
      case UNREACHABLE -> "Check host, port and network, and that the server runs.";
      case LOGIN_REFUSED ->
          "Check the password (URL, PGPASSWORD, ~/.pgpass, ${env:…} or ${file:…}) and pg_hba.conf.";
      case CONNECTION_LOST -> "The service connects again and repeats the transaction by itself.";
      case CONTENTION ->
          "The service tries again by itself; if it lasts, look for long locks in pg_locks.";
      case RESOURCES -> "Give the server disk, memory or connections; the service tries again.";
      case READ_ONLY ->
          "The sink must be a primary; after a failover point sink.url at the new one.";
      case PRIVILEGE ->
          "The sink's role must own the stream tables and the schema tidemark, and needs CREATE on"
              + " the schemas of the stream tables and TEMPORARY on the database.";
      case COLUMNS_CHANGED ->
          "The stream table or a type of it was altered or dropped behind Tidemark's back: undo"
              + " that, or drop and create the stream table.";
      case DIVERGED ->
          "The stream table holds other rows than were merged, or another unique index on it"
              + " refuses the result; 'tidemark repair' merges the difference.";
      case ROW_REFUSED ->
          "A constraint, an index's size limit or a trigger on the stream table refuses the row:"
              + " drop it, or change the query.";
      case DEPENDENTS -> "Drop the views or other objects that depend on it first.";
      default -> "See the server's log for details.";
    };
  }
}
