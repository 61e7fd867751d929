package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.ServerExpressions.Computation;
import io.tidemark.engine.function.ServerExpressions.Outcome;
import io.tidemark.engine.function.ServerExpressions.ServerCall;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.ArrayValue;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate that PostgreSQL computes from a group's arguments: one that a user made, or one over
 * a type or by an order that is not known here. The arguments go as one array per column.
 *
 * <p>Cost: a round trip per group that changes, with all of the group's arguments.
 */
public final class ServerAggregate implements OrderedFunction {

  private final Computation computation;
  private final int[] types;

  /**
   * @param columns the call's arguments, then what else it is ordered by
   * @throws UnsupportedQueryException if the arguments cannot be sent
   */
  public ServerAggregate(
      AggregateCall call,
      List<Expression> columns,
      ServerExpressions server,
      FunctionLibrary library) {
    this.types = columns.stream().mapToInt(column -> column.type().oid()).toArray();
    List<PgType> arrays = new ArrayList<>();
    for (int type : types) {
      int array = server.isTransportable(type) ? server.arrayType(type) : 0;
      if (array == 0) {
        throw new UnsupportedQueryException(
            "the aggregate %s over %s is not maintained yet"
                .formatted(call.function().name(), server.typeName(type)),
            "Cast its argument to another type.");
      }
      arrays.add(PgType.of(array));
    }
    if (arrays.isEmpty() || !server.isTransportable(call.type().oid())) {
      throw new UnsupportedQueryException(
          "the aggregate %s is not maintained yet".formatted(call.function().name()),
          "Give it an argument, and a result that has a binary form.");
    }
    ServerSql sql = new ServerSql(server, library);
    String text = sql.aggregate(call, columns);
    this.computation =
        server.computation(
            new ServerCall(text, false, arrays, sql.constants(), List.of(call.type())));
  }

  @Override
  public boolean passesOver(Row arguments) {
    return false;
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    List<List<byte @Nullable []>> columns = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      columns.add(new ArrayList<>());
    }
    rows.forEach((arguments, copies) -> {
      for (int i = 0; i < types.length; i++) {
        byte @Nullable [] value = arguments.isNull(i) ? null : arguments.copy(i);
        for (long copy = 0; copy < copies; copy++) {
          columns.get(i).add(value);
        }
      }
    });
    RowBuilder arguments = new RowBuilder(types.length);
    for (int i = 0; i < types.length; i++) {
      arguments.add(ArrayValue.of(types[i], columns.get(i)).encode());
    }
    switch (computation.compute(List.of(arguments.build())).getFirst()) {
      case Outcome.Rows(List<Row> results) -> target.add(results.getFirst(), 0);
      case Outcome.Failure(String sqlState, String message) ->
          throw new EvaluationException(sqlState, message);
    }
  }
}
