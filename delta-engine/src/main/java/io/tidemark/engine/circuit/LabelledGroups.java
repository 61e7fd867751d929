package io.tidemark.engine.circuit;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups by labels of their keys. Of a group's keys, which are equal and may look different, those
 * of one row are shown: the first by the bytes of all such keys.
 */
final class LabelledGroups {

  private static final PgType BYTES = PgType.of(PgType.BYTEA);

  private static final Function ANY_VALUE =
      new Function(6292, "pg_catalog", "any_value", "any_value", List.of(2283), true, 'i');

  /** Makes aggregates over an input go by labels, which it asks for. */
  @FunctionalInterface
  interface Labelling {
    List<AggregateCall> of(List<AggregateCall> calls, Labelled input);
  }

  private final Labelled input;
  private final List<Expression> keys;
  private final List<AggregateCall> calls;
  private final Labelling labelling;

  private LabelledGroups(
      Plan input,
      List<Expression> keys,
      List<AggregateCall> calls,
      Labelling labelling,
      Expressions expressions) {
    this.input = new Labelled(input, expressions);
    this.keys = keys;
    this.calls = calls;
    this.labelling = labelling;
    this.input.keys(keys);
    labelling.of(calls, this.input);
  }

  /**
   * @param labelling of the aggregates
   */
  static Plan of(Plan.Aggregate plan, Labelling labelling, Expressions expressions) {
    LabelledGroups groups =
        new LabelledGroups(plan.input(), plan.keys(), plan.aggregates(), labelling, expressions);
    if (!groups.input.isUsed()) {
      return plan;
    }
    Plan.Aggregate labelled =
        new Plan.Aggregate(
            groups.input.plan(),
            groups.labelledKeys(),
            groups.labelledCalls(),
            groups.fields(plan.fields(), plan.fields().size()));
    return groups.shown(labelled, plan.fields(), plan.fields().size());
  }

  /**
   * @param labelling of the aggregates
   */
  static Plan of(Plan.GroupingSets plan, Labelling labelling, Expressions expressions) {
    LabelledGroups groups =
        new LabelledGroups(plan.input(), plan.keys(), plan.aggregates(), labelling, expressions);
    if (!groups.input.isUsed()) {
      return plan;
    }
    int end = plan.keys().size() + plan.aggregates().size();
    Plan.GroupingSets labelled =
        new Plan.GroupingSets(
            groups.input.plan(),
            groups.labelledKeys(),
            plan.sets(),
            groups.labelledCalls(),
            plan.groupings(),
            groups.fields(plan.fields(), end));
    return groups.shown(labelled, plan.fields(), end);
  }

  private List<Expression> labelledKeys() {
    return input.keys(keys);
  }

  /** Those keys that are grouped by their labels. */
  private List<Expression> ofLabels() {
    List<Expression> labels = labelledKeys();
    return keys.stream().filter(key -> !labels.contains(key)).distinct().toList();
  }

  /** The aggregates, and behind them the keys that are shown. */
  private List<AggregateCall> labelledCalls() {
    List<AggregateCall> all = new ArrayList<>(labelling.of(calls, input));
    List<Expression> bytes = new ArrayList<>();
    ofLabels().forEach(key -> bytes.add(new Expression.Relabel(key, BYTES)));
    for (Expression key : ofLabels()) {
      all.add(
          new AggregateCall(
              ANY_VALUE,
              List.of(),
              List.of(key),
              false,
              List.of(),
              null,
              key.type(),
              key.type().collation(),
              bytes));
    }
    return all;
  }

  /** The fields with those of the shown keys behind the aggregates'. */
  private List<Field> fields(List<Field> fields, int end) {
    List<Field> all = new ArrayList<>();
    List<Expression> labels = labelledKeys();
    for (int i = 0; i < end; i++) {
      Field field = fields.get(i);
      boolean isLabel = i < keys.size() && !labels.get(i).equals(keys.get(i));
      all.add(isLabel ? new Field("label of " + field.name(), BYTES, field.nullable()) : field);
    }
    ofLabels().forEach(key -> all.add(new Field("shown", key.type(), true)));
    all.addAll(fields.subList(end, fields.size()));
    return all;
  }

  /** The original fields of the labelled groups; of a set without the key, that is NULL. */
  private Plan shown(Plan labelled, List<Field> fields, int end) {
    List<Expression> labels = labelledKeys();
    List<Expression> ofLabels = ofLabels();
    if (ofLabels.isEmpty()) {
      return labelled;
    }
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      PgType type = fields.get(i).type();
      if (i < keys.size() && !labels.get(i).equals(keys.get(i))) {
        columns.add(
            new Expression.Case(
                List.of(
                    new Expression.Case.When(
                        new Expression.IsNull(new Column(i, BYTES), true),
                        new Column(end + ofLabels.indexOf(keys.get(i)), type))),
                new Expression.Constant(null, type),
                type));
      } else {
        columns.add(new Column(i < end ? i : i + ofLabels.size(), type));
      }
    }
    return new Plan.Project(labelled, columns, fields);
  }
}
