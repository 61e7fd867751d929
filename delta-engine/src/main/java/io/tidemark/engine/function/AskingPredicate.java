package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;

/** A condition of which PostgreSQL computes a part. */
final class AskingPredicate implements RowPredicate {

  private final Evaluator condition;
  private final List<ServerEvaluator> calls;

  AskingPredicate(Evaluator condition, List<ServerEvaluator> calls) {
    this.condition = condition;
    this.calls = List.copyOf(calls);
  }

  @Override
  public boolean test(Row row) {
    return Boolean.TRUE.equals(condition.evaluate(row));
  }

  @Override
  public void prepare(ZSet rows, int from, int to) {
    ServerEvaluator.prepare(calls, rows, from, to, this::isAnswered);
  }

  private boolean isAnswered(Row row) {
    try {
      condition.evaluate(row);
      return true;
    } catch (ServerEvaluator.Pending waiting) {
      return false;
    } catch (EvaluationException raisedWhenTested) {
      return true;
    }
  }
}
