package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.ServerExpressions.Computation;
import io.tidemark.engine.function.ServerExpressions.Outcome;
import io.tidemark.engine.function.ServerExpressions.ServerCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A call that PostgreSQL computes, with what it has answered: the same arguments get the same
 * answer, so a retraction meets what its insertion got. An error is an answer too and is raised
 * where an evaluation reaches it.
 *
 * <p>While it collects, arguments without an answer are noted and the evaluation is broken off;
 * {@link #prepare} then asks for all of them at once. Without that, each new argument costs a round
 * trip. Owned by one thread.
 */
final class ServerEvaluator {

  /** Bytes of arguments and answers kept; more only for as long as one step needs them. */
  private static final long KEPT_BYTES_MAX = 8L << 20;

  /** Of an entry in a map, besides its arrays. */
  private static final int ENTRY_BYTES = 120;

  /** Breaks off an evaluation that needs an answer which is not there yet. */
  static final class Pending extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One for all: it has no stack trace, and is thrown for each row that waits. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final Pending SIGNAL = new Pending();

    private Pending() {
      super("an argument waits for its answer", null, false, false);
    }
  }

  private final Computation computation;
  private final int[] columns;
  private final Map<Row, Outcome> answers = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<Row> pending = new LinkedHashSet<>();
  private long bytes;
  private boolean collecting;

  /**
   * @param columns of the row, that are the arguments
   */
  ServerEvaluator(Computation computation, int[] columns) {
    this.computation = computation;
    this.columns = columns;
  }

  /** A whole expression as PostgreSQL computes it. */
  static ServerEvaluator of(
      Expression expression, ServerExpressions server, FunctionLibrary library) {
    ServerSql sql = new ServerSql(server, library);
    String text = sql.print(expression);
    if (!server.isTransportable(expression.type().oid())) {
      throw new UnsupportedQueryException(
          "an expression of the type with OID %s, which has no binary form"
              .formatted(Integer.toUnsignedString(expression.type().oid())),
          "Cast it to another type.");
    }
    return of(sql, text, false, List.of(expression.type()), server);
  }

  /**
   * A call over the columns that its printed text speaks of.
   *
   * @param sql the printer that made the text
   */
  static ServerEvaluator of(
      ServerSql sql, String text, boolean isTable, List<PgType> results, ServerExpressions server) {
    return new ServerEvaluator(
        server.computation(
            new ServerCall(
                text,
                isTable,
                sql.columns().stream().map(Expression.Column::type).toList(),
                sql.constants(),
                results)),
        sql.columns().stream().mapToInt(Expression.Column::index).toArray());
  }

  /**
   * Evaluates rows until no answer is missing: each round asks for all that the last one lacked.
   * Errors are left to the evaluation proper.
   *
   * @param evaluation of a row, whose result does not matter; true if it lacked nothing
   */
  static void prepare(
      List<ServerEvaluator> calls, ZSet rows, int from, int to, Predicate<Row> evaluation) {
    List<Row> lacking = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      lacking.add(rows.row(i));
    }
    calls.forEach(ServerEvaluator::trim);
    while (!lacking.isEmpty()) {
      calls.forEach(ServerEvaluator::collect);
      List<Row> again = new ArrayList<>();
      try {
        for (Row row : lacking) {
          if (!evaluation.test(row)) {
            again.add(row);
          }
        }
      } finally {
        calls.forEach(ServerEvaluator::endCollecting);
      }
      calls.forEach(ServerEvaluator::answer);
      lacking = again;
    }
  }

  /** From now on, evaluations that lack an answer note their arguments. */
  private void collect() {
    collecting = true;
  }

  private void endCollecting() {
    collecting = false;
  }

  /** Asks for what was noted. */
  private void answer() {
    if (!pending.isEmpty()) {
      List<Row> arguments = new ArrayList<>(pending);
      pending.clear();
      List<Outcome> outcomes = computation.compute(arguments);
      for (int i = 0; i < arguments.size(); i++) {
        keep(arguments.get(i), outcomes.get(i));
      }
    }
  }

  /** The rows that the call gives for a row's arguments. */
  List<Row> evaluate(Row row) {
    Row arguments = row.project(columns);
    Outcome outcome = answers.get(arguments);
    if (outcome == null) {
      if (collecting) {
        pending.add(arguments);
        throw Pending.SIGNAL;
      }
      outcome = computation.compute(List.of(arguments)).getFirst();
      keep(arguments, outcome);
    }
    return switch (outcome) {
      case Outcome.Rows rows -> rows.rows();
      case Outcome.Failure failure ->
          throw new EvaluationException(failure.sqlState(), failure.message());
    };
  }

  private void keep(Row arguments, Outcome outcome) {
    answers.put(arguments, outcome);
    bytes += size(arguments, outcome);
  }

  private void trim() {
    Iterator<Map.Entry<Row, Outcome>> eldest = answers.entrySet().iterator();
    while (bytes > KEPT_BYTES_MAX && eldest.hasNext()) {
      Map.Entry<Row, Outcome> entry = eldest.next();
      bytes -= size(entry.getKey(), entry.getValue());
      eldest.remove();
    }
  }

  private static long size(Row arguments, Outcome outcome) {
    long size = ENTRY_BYTES + arguments.bytes().length;
    if (outcome instanceof Outcome.Rows(List<Row> rows)) {
      for (Row row : rows) {
        size += ENTRY_BYTES / 2 + row.bytes().length;
      }
    }
    return size;
  }
}
