package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.List;

/** A mapping of rows of which PostgreSQL computes a part. */
final class AskingMapper implements RowMapper {

  private final RowMapper mapper;
  private final ExpressionCompiler.Output[] outputs;
  private final List<ServerEvaluator> calls;

  AskingMapper(RowMapper mapper, ExpressionCompiler.Output[] outputs, List<ServerEvaluator> calls) {
    this.mapper = mapper;
    this.outputs = outputs;
    this.calls = List.copyOf(calls);
  }

  @Override
  public Row map(Row row) {
    return mapper.map(row);
  }

  @Override
  public void prepare(ZSet rows, int from, int to) {
    ServerEvaluator.prepare(calls, rows, from, to, this::isAnswered);
  }

  /** Each output on its own, so that all that is missing is noted in one round. */
  private boolean isAnswered(Row row) {
    boolean answered = true;
    for (ExpressionCompiler.Output output : outputs) {
      try {
        output.append(row, new RowBuilder(1));
      } catch (ServerEvaluator.Pending waiting) {
        answered = false;
      } catch (EvaluationException raisedWhenMapped) {
        // the row may be gone by then
      }
    }
    return answered;
  }
}
