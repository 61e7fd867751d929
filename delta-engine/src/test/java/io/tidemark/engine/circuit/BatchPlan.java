package io.tidemark.engine.circuit;

import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a plan says, word for word, on whole inputs: the model that circuits are compared with. */
final class BatchPlan {

  private final Map<Integer, Bag> sources;
  private final Expressions expressions = new IntegerExpressions();
  private final Map<Integer, Bag> lastRounds = new HashMap<>(); // by recursion

  BatchPlan(Map<Integer, Bag> sources) {
    this.sources = sources;
  }

  Bag evaluate(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> {
        int[] columns = scan.columns().stream().mapToInt(Integer::intValue).toArray();
        yield sources.get(scan.source().oid()).canonical(row -> row.project(columns));
      }
      case Plan.Filter filter -> select(evaluate(filter.input()), filter.predicate());
      case Plan.Project project ->
          evaluate(project.input()).canonical(expressions.mapper(project.expressions())::map);
      case Plan.Join join -> join(join);
      case Plan.MultiJoin join -> evaluate(join.joins());
      case Plan.Aggregate aggregate -> aggregate(aggregate);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.GroupingSets grouping -> groupingSets(grouping);
      case Plan.Distinct distinct -> {
        Bag bag = new Bag();
        evaluate(distinct.input()).keySet().forEach(row -> bag.plus(row, 1));
        yield bag;
      }
      case Plan.TableFunction _ ->
          throw new UnsupportedOperationException("no table functions over integers");
      case Plan.OrderLabels labels -> throw labels.isTooEarly();
      case Plan.TopK topK -> topK(topK);
      case Plan.Window window -> new BatchWindow(window).evaluate(evaluate(window.input()));
      case Plan.SetOperation operation -> setOperation(operation);
      case Plan.UnionAll union -> {
        Bag bag = new Bag();
        union.inputs().forEach(input -> evaluate(input).forEach(bag::plus));
        yield bag;
      }
      case Plan.Recursive recursive -> recursive(recursive);
      case Plan.RecursiveReference reference -> lastRounds.get(reference.id());
      case Plan.Values values -> {
        Bag bag = new Bag();
        values.rows().forEach(row -> bag.plus(expressions.mapper(row).map(Row.EMPTY), 1));
        yield bag;
      }
    };
  }

  /** Word for word as PostgreSQL's executor does it. */
  private Bag recursive(Plan.Recursive recursive) {
    Bag result = new Bag();
    Bag round = news(evaluate(recursive.base()), result, recursive.all());
    do {
      lastRounds.put(recursive.id(), round);
      round = news(evaluate(recursive.step()), result, recursive.all());
    } while (!round.isEmpty());
    return result;
  }

  private static Bag news(Bag rows, Bag result, boolean all) {
    Bag news = new Bag();
    rows.forEach((row, weight) -> {
      if (all || !result.containsKey(row)) {
        news.plus(row, all ? weight : 1);
      }
    });
    news.forEach(result::plus);
    return news;
  }

  private Bag select(Bag input, Expression condition) {
    RowPredicate predicate = expressions.predicate(condition);
    Bag bag = new Bag();
    input.forEach((row, weight) -> {
      if (predicate.test(row)) {
        bag.plus(row, weight);
      }
    });
    return bag;
  }

  private Bag join(Plan.Join join) {
    int leftWidth = join.left().fields().size();
    int rightWidth = join.right().fields().size();
    List<Expression> conditions = new ArrayList<>();
    for (Plan.Join.Equality equality : join.equalities()) {
      Expression rightSide = Columns.shift(equality.right(), leftWidth);
      conditions.add(IntegerExpressions.call("=", equality.left(), rightSide));
    }
    join.residual().ifPresent(conditions::add);
    List<RowPredicate> predicates = conditions.stream().map(expressions::predicate).toList();
    Bag left = evaluate(join.left());
    Bag right = evaluate(join.right());
    Bag pairs = new Bag();
    Set<Row> matchedLeft = new HashSet<>();
    Set<Row> matchedRight = new HashSet<>();
    left.forEach((l, leftWeight) ->
        right.forEach((r, rightWeight) -> {
          Row pair = l.concat(r);
          if (predicates.stream().allMatch(predicate -> predicate.test(pair))) {
            pairs.plus(pair, leftWeight * rightWeight);
            matchedLeft.add(l);
            matchedRight.add(r);
          }
        }));
    Bag result = join.kind().givesRight() ? pairs : new Bag();
    left.forEach((l, weight) -> {
      boolean matched = matchedLeft.contains(l);
      switch (join.kind()) {
        case INNER -> {}
        case LEFT, FULL -> {
          if (!matched) {
            result.plus(l.concat(Row.nulls(rightWidth)), weight);
          }
        }
        case SEMI -> {
          if (matched) {
            result.plus(l, weight);
          }
        }
        case ANTI -> {
          if (!matched) {
            result.plus(l, weight);
          }
        }
      }
    });
    if (join.kind() == Plan.Join.Kind.FULL) {
      right.forEach((r, weight) -> {
        if (!matchedRight.contains(r)) {
          result.plus(Row.nulls(leftWidth).concat(r), weight);
        }
      });
    }
    return result;
  }

  private Bag topK(Plan.TopK plan) {
    RowMapper partition = expressions.mapper(plan.partitionKeys());
    KeyFunction order = expressions.order(plan.sortKeys());
    TreeMap<Row, List<Row>> partitions = new TreeMap<>();
    evaluate(plan.input())
        .forEach((row, weight) -> {
          for (long copy = 0; copy < weight; copy++) {
            partitions.computeIfAbsent(partition.map(row), _ -> new ArrayList<>()).add(row);
          }
        });
    Bag result = new Bag();
    for (List<Row> rows : partitions.values()) {
      rows.sort(
          Comparator.<Row, Row>comparing(row -> Row.wrap(order.keyOf(row)))
              .thenComparing(Comparator.naturalOrder()));
      long end = plan.limit() == null ? rows.size() : plan.offset() + plan.limit();
      for (int i = (int) plan.offset(); i < rows.size(); i++) {
        boolean isTie =
            plan.withTies()
                && end > plan.offset()
                && Arrays.equals(
                    order.keyOf(rows.get(i)),
                    order.keyOf(rows.get((int) Math.min(rows.size(), end) - 1)));
        if (i < end || isTie) {
          result.plus(rows.get(i), 1);
        }
      }
    }
    return result;
  }

  private Bag setOperation(Plan.SetOperation plan) {
    Bag left = evaluate(plan.left());
    Bag right = evaluate(plan.right());
    Bag result = new Bag();
    left.forEach((row, weight) -> {
      long other = right.getOrDefault(row, 0L);
      long copies =
          switch (plan.kind()) {
            case INTERSECT -> Math.min(weight, other);
            case EXCEPT -> plan.all() ? weight - other : other > 0 ? 0 : weight;
          };
      result.plus(row, Math.max(0, plan.all() ? copies : Math.min(1, copies)));
    });
    return result;
  }

  private Bag aggregate(Plan.Aggregate plan) {
    RowMapper keys = expressions.mapper(plan.keys());
    TreeMap<Row, Bag> groups = new TreeMap<>();
    evaluate(plan.input())
        .forEach((row, weight) ->
            groups.computeIfAbsent(keys.map(row), _ -> new Bag()).plus(row, weight));
    if (plan.keys().isEmpty()) {
      groups.putIfAbsent(Row.EMPTY, new Bag());
    }
    Bag result = new Bag();
    groups.forEach((key, rows) -> {
      RowBuilder builder = new RowBuilder(plan.fields().size());
      for (int i = 0; i < key.columnCount(); i++) {
        builder.add(key, i);
      }
      plan.aggregates().forEach(call -> aggregate(call, rows, builder));
      result.plus(builder.build(), 1);
    });
    return result;
  }

  private Bag groupingSets(Plan.GroupingSets plan) {
    Bag result = new Bag();
    for (int set = 0; set < plan.sets().size(); set++) {
      int number = set;
      List<Integer> keys = plan.sets().get(set);
      List<Field> fields =
          plan.fields().subList(0, keys.size() + plan.aggregates().size()); // only their number
      aggregate(
              new Plan.Aggregate(
                  plan.input(),
                  keys.stream().map(plan.keys()::get).toList(),
                  plan.aggregates(),
                  fields))
          .forEach((row, weight) -> {
            RowBuilder builder = new RowBuilder(plan.fields().size());
            for (int key = 0; key < plan.keys().size(); key++) {
              if (keys.contains(key)) {
                builder.add(row, keys.indexOf(key));
              } else {
                builder.addNull();
              }
            }
            for (int i = 0; i < plan.aggregates().size(); i++) {
              builder.add(row, keys.size() + i);
            }
            for (List<Integer> arguments : plan.groupings()) {
              int bits = 0;
              for (int argument : arguments) {
                bits = 2 * bits + (keys.contains(argument) ? 0 : 1);
              }
              builder.addInt(bits);
            }
            result.plus(builder.addInt(number).build(), weight);
          });
    }
    return result;
  }

  private void aggregate(AggregateCall call, Bag rows, RowBuilder builder) {
    Bag arguments =
        (call.filter() == null ? rows : select(rows, call.filter()))
            .canonical(expressions.mapper(call.arguments())::map);
    if (expressions.isExtreme(call)) {
      TreeSet<Integer> values = new TreeSet<>();
      arguments.keySet().stream()
          .filter(row -> !row.isNull(0))
          .forEach(row -> values.add(row.getInt(0)));
      if (values.isEmpty()) {
        builder.addNull();
      } else {
        builder.addInt(expressions.isGreatest(call) ? values.last() : values.first());
      }
      return;
    }
    Accumulator accumulator = expressions.accumulator(call);
    arguments.forEach((row, weight) -> accumulator.add(row, call.distinct() ? 1 : weight));
    accumulator.result(builder);
  }
}
