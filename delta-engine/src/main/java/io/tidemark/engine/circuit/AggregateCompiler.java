package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.AggregateLibrary;
import io.tidemark.engine.function.HypotheticalRank;
import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.aggregate.AlgebraicAggregate;
import io.tidemark.engine.operator.aggregate.DistinctAggregate;
import io.tidemark.engine.operator.aggregate.ExtremeAggregate;
import io.tidemark.engine.operator.aggregate.FilteredAggregate;
import io.tidemark.engine.operator.aggregate.GroupAggregate;
import io.tidemark.engine.operator.aggregate.HypotheticalAggregate;
import io.tidemark.engine.operator.aggregate.ModeAggregate;
import io.tidemark.engine.operator.aggregate.OrderedAggregate;
import io.tidemark.engine.operator.aggregate.RememberedAggregate;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.arrangement.Arrangements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Calls of aggregates to what an operator keeps of a group for them. */
final class AggregateCompiler {

  private static final int BYTEWISE = 950; // collation "C"

  private final Expressions expressions;
  private final Arrangements arrangements;

  AggregateCompiler(Expressions expressions, Arrangements arrangements) {
    this.expressions = expressions;
    this.arrangements = arrangements;
  }

  /**
   * @param name the prefix of the names of its arrangements
   */
  GroupAggregate compile(AggregateCall call, String name) {
    GroupAggregate aggregate = unfiltered(call, name);
    return call.filter() == null
        ? aggregate
        : new FilteredAggregate(RowFunctions.predicate(call.filter(), expressions), aggregate);
  }

  private GroupAggregate unfiltered(AggregateCall call, String name) {
    try {
      return own(call, name);
    } catch (UnsupportedQueryException notHere) {
      GroupAggregate asked = asked(call, name);
      if (asked == null) {
        throw notHere;
      }
      return asked;
    }
  }

  /** What this engine does not know, PostgreSQL computes from the group's arguments. */
  private @Nullable GroupAggregate asked(AggregateCall call, String name) {
    List<Expression> columns = new ArrayList<>(call.arguments());
    call.orderBy().stream()
        .map(SortKey::expression)
        .filter(expression -> !columns.contains(expression))
        .forEach(columns::add);
    @Nullable OrderedFunction function = expressions.askedFor(call, columns);
    if (function == null) {
      return null;
    }
    return new RememberedAggregate(
        new OrderedAggregate(
            mapper(columns),
            mapper(List.of()),
            byBytes(columns),
            false,
            function,
            arrangements.keyed(name)));
  }

  private GroupAggregate own(AggregateCall call, String name) {
    if (expressions.isExtreme(call)) {
      return new ExtremeAggregate(
          expressions.isGreatest(call),
          argumentsAndOrder(call),
          expressions.extremeOrder(call),
          arrangements.indexed(name));
    }
    Optional<HypotheticalRank> rank = HypotheticalRank.of(call);
    if (rank.isPresent()) {
      return new HypotheticalAggregate(
          rank.get(),
          expressions.order(call.orderBy()),
          mapper(call.directArguments()),
          expressions.order(overDirectArguments(call)),
          arrangements.keyed(name),
          arrangements.keyed(name + ".different"));
    }
    if (AggregateLibrary.isMode(call)) {
      return new ModeAggregate(
          mapper(call.arguments()),
          expressions.order(call.orderBy()),
          arrangements.keyed(name),
          arrangements.keyed(name + ".frequencies"));
    }
    @Nullable OrderedFunction function = expressions.ordered(call);
    if (function != null) {
      return new OrderedAggregate(
          mapper(call.arguments()),
          mapper(call.directArguments()),
          order(call),
          call.distinct(),
          function,
          arrangements.keyed(name));
    }
    Accumulator accumulator = expressions.accumulator(call);
    if (call.distinct()) {
      return new DistinctAggregate(
          mapper(call.argumentsAndLabels()),
          distinctKey(call),
          accumulator,
          arrangements.keyed(name));
    }
    return new AlgebraicAggregate(argumentsAndOrder(call), accumulator);
  }

  /** What arguments are told apart by, over the row of arguments and labels. */
  private KeyFunction distinctKey(AggregateCall call) {
    int arguments = call.arguments().size();
    if (call.labels().isEmpty()) {
      return expressions.key(types(call.arguments()));
    }
    KeyFunction key = expressions.key(types(call.labels()));
    int[] labels = IntStream.range(arguments, 2 * arguments).toArray();
    return row -> key.keyOf(row.project(labels));
  }

  /** The sort keys of a hypothetical row, over the row of the direct arguments. */
  private static List<SortKey> overDirectArguments(AggregateCall call) {
    List<SortKey> keys = new ArrayList<>();
    for (int i = 0; i < call.orderBy().size(); i++) {
      SortKey key = call.orderBy().get(i);
      keys.add(
          new SortKey(
              new Expression.Column(i, call.directArguments().get(i).type()),
              key.descending(),
              key.nullsFirst(),
              key.collation()));
    }
    return keys;
  }

  /**
   * The order in which arguments are taken: that of ORDER BY; of DISTINCT ones also by all
   * arguments, so that equal ones are at one place; and where the query leaves it open, by the
   * arguments' own order.
   */
  private KeyFunction order(AggregateCall call) {
    if (!call.orderBy().isEmpty() && !call.distinct()) {
      return expressions.order(call.orderBy());
    }
    KeyFunction own = ownOrder(call);
    if (call.orderBy().isEmpty()) {
      return own;
    }
    KeyFunction asked = expressions.order(call.orderBy());
    return row -> concat(asked.keyOf(row), own.keyOf(row));
  }

  private static byte @Nullable [] concat(byte @Nullable [] first, byte @Nullable [] second) {
    if (first == null || second == null) {
      return null;
    }
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /**
   * By the values of the arguments. Distinct ones come sorted in PostgreSQL, so that is kept to;
   * others come there in the order of the rows, which is none, and so text is taken by its bytes,
   * and what has no order here is taken by its bytes too.
   */
  private KeyFunction ownOrder(AggregateCall call) {
    List<SortKey> keys =
        IntStream.range(0, call.arguments().size())
            .mapToObj(call::label)
            .map(argument ->
                new SortKey(
                    argument,
                    false,
                    false,
                    call.distinct() || argument.type().collation() == 0
                        ? argument.type().collation()
                        : BYTEWISE))
            .toList();
    try {
      return expressions.order(keys);
    } catch (UnsupportedQueryException orderIsNotKnown) {
      if (call.distinct()) {
        throw orderIsNotKnown;
      }
      return byBytes(call.arguments());
    }
  }

  private KeyFunction byBytes(List<Expression> columns) {
    KeyFunction key = expressions.key(columns.stream().map(_ -> PgType.of(PgType.BYTEA)).toList());
    RowMapper mapper = mapper(columns);
    return row -> key.keyOf(mapper.map(row));
  }

  /**
   * An order does not change what these aggregates give, so nobody looks at its columns; but it is
   * computed, since it may fail.
   */
  private RowMapper argumentsAndOrder(AggregateCall call) {
    List<Expression> computed = call.argumentsAndLabels();
    call.orderBy().stream()
        .map(SortKey::expression)
        .filter(expression -> !expression.children().isEmpty())
        .forEach(computed::add);
    return mapper(computed);
  }

  private RowMapper mapper(List<Expression> list) {
    return RowFunctions.mapper(list, expressions);
  }

  private static List<PgType> types(List<Expression> list) {
    return list.stream().map(Expression::type).toList();
  }
}
