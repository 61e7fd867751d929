package io.tidemark.engine.function;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeShapes;
import io.tidemark.state.row.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL as a computer of expressions that the function library lacks (decision D2), and its
 * catalog's names for the SQL that asks for them. What is asked depends on its arguments only, so
 * answers may be kept for ever.
 *
 * <p>Names are quoted and qualified as far as the session needs it.
 */
public interface ServerExpressions {

  /** The type as CAST takes it, without its modifier. */
  String typeName(int oid);

  String collationName(int oid);

  /** An operator that calls the function, as {@code OPERATOR(schema.name)}. */
  String operator(int functionOid);

  /** Whether the function's last argument gathers several of one type: VARIADIC, but not "any". */
  boolean isVariadic(int functionOid);

  /** Whether values of the type can be sent and received. */
  boolean isTransportable(int typeOid);

  /**
   * Whether values of a type that can be sent travel as text. A constant of it comes as an array of
   * one text.
   */
  boolean isText(int typeOid);

  /** The type of arrays of a type; 0 if there is none. */
  int arrayType(int typeOid);

  /** What the catalog says of a type, by which its values can be told apart. */
  TypeShapes shapes();

  /** The default order of a type that can be sent, by its collation; null if it has none. */
  @Nullable ValueOrder order(PgType type);

  /** Makes a call ready; the server is asked when the first arguments come. */
  Computation computation(ServerCall call);

  /** A call that can be made with many arguments at once. */
  @FunctionalInterface
  interface Computation {
    /**
     * One outcome per row of arguments, in their order.
     *
     * @throws io.tidemark.engine.EvaluationException if the server cannot be asked; that is no
     *     fault of a row and may be gone the next time
     */
    List<Outcome> compute(List<Row> arguments);
  }

  /** What came of one row of arguments. */
  sealed interface Outcome {
    /** One row of one column for an expression, any number for a table function. */
    record Rows(List<Row> rows) implements Outcome {
      public Rows {
        rows = List.copyOf(rows);
      }
    }

    record Failure(String sqlState, String message) implements Outcome {}
  }

  /**
   * What to ask.
   *
   * @param sql over the arguments {@code a.c1} to {@code a.cN} and a question mark per constant: an
   *     expression, or a FROM item
   * @param isTable whether it is a FROM item
   * @param constants in the order of their question marks; none is NULL
   */
  record ServerCall(
      String sql,
      boolean isTable,
      List<PgType> arguments,
      List<Expression.Constant> constants,
      List<PgType> results) {
    public ServerCall {
      arguments = List.copyOf(arguments);
      constants = List.copyOf(constants);
      results = List.copyOf(results);
    }
  }
}
