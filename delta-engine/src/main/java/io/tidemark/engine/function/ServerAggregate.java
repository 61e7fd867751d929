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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate that PostgreSQL computes from a group's arguments: one that a user made, or one over
 * a type or by an order that is not known here. The arguments go as one array per column.
 *
 * <p>Cost: all arguments of each group that changes are sent, of hundreds of groups at once.
 */
public final class ServerAggregate implements OrderedFunction {

  /** What is sent at once; a single group may be larger. */
  private static final long PENDING_BYTES_MAX = 8L << 20;

  private final Computation computation;
  private final int[] types;
  private final Set<Row> pending = new LinkedHashSet<>();
  private long pendingBytes;

  private final Map<Row, Outcome> outcomes = new HashMap<>(); // of the groups that were foreseen
  private boolean shown; // whether these are all

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
      if (array == 0 || !server.isTransportable(array)) {
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
  public void foresee(Rows rows) {
    if (shown) { // of the groups before, or of a step that failed
      outcomes.clear();
      shown = false;
    }
    Row arguments = arguments(rows);
    if (!outcomes.containsKey(arguments) && pending.add(arguments)) {
      pendingBytes += arguments.bytes().length;
    }
    if (pendingBytes > PENDING_BYTES_MAX) {
      ask();
    }
  }

  @Override
  public void foreseen() {
    ask();
    shown = true;
  }

  private void ask() {
    List<Row> arguments = new ArrayList<>(pending);
    pending.clear();
    pendingBytes = 0;
    List<Outcome> answers = arguments.isEmpty() ? List.of() : computation.compute(arguments);
    for (int i = 0; i < arguments.size(); i++) {
      outcomes.put(arguments.get(i), answers.get(i));
    }
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    Row arguments = arguments(rows);
    Outcome outcome = outcomes.get(arguments);
    if (outcome == null) {
      outcome = computation.compute(List.of(arguments)).getFirst();
    }
    switch (outcome) {
      case Outcome.Rows(List<Row> results) -> target.add(results.getFirst(), 0);
      case Outcome.Failure(String sqlState, String message) ->
          throw new EvaluationException(sqlState, message);
    }
  }

  /** One array per column. */
  private Row arguments(Rows rows) {
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
    RowBuilder arrays = new RowBuilder(types.length);
    for (int i = 0; i < types.length; i++) {
      arrays.add(ArrayValue.of(types[i], columns.get(i)).encode());
    }
    return arrays.build();
  }
}
