package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Grouping sets as one aggregation per set. */
final class GroupingSetsAsUnion {

  private GroupingSetsAsUnion() {}

  static Plan of(Plan.GroupingSets grouping) {
    List<Plan> sets = new ArrayList<>();
    for (int set = 0; set < grouping.sets().size(); set++) {
      sets.add(set(grouping, set));
    }
    return new Plan.UnionAll(sets, grouping.fields());
  }

  private static Plan set(Plan.GroupingSets grouping, int set) {
    List<Integer> keys = grouping.sets().get(set).stream().distinct().toList();
    int allKeys = grouping.keys().size();
    List<Field> fields = new ArrayList<>();
    keys.forEach(key -> fields.add(grouping.fields().get(key)));
    fields.addAll(grouping.fields().subList(allKeys, allKeys + grouping.aggregates().size()));
    Plan aggregate =
        new Plan.Aggregate(
            grouping.input(),
            keys.stream().map(grouping.keys()::get).toList(),
            grouping.aggregates(),
            fields);
    List<Expression> outputs = new ArrayList<>();
    for (int key = 0; key < allKeys; key++) {
      PgType type = grouping.keys().get(key).type();
      outputs.add(
          keys.contains(key) ? new Column(keys.indexOf(key), type) : Unnested.nothing(type));
    }
    for (int i = 0; i < grouping.aggregates().size(); i++) {
      outputs.add(new Column(keys.size() + i, grouping.aggregates().get(i).type()));
    }
    for (int i = 0; i < grouping.groupings().size(); i++) {
      outputs.add(number(grouping.grouping(i, set)));
    }
    outputs.add(number(set));
    return new Plan.Project(aggregate, outputs, grouping.fields());
  }

  private static Expression number(int value) {
    return new Expression.Constant(
        ByteBuffer.allocate(Integer.BYTES).putInt(value).array(), PgType.of(PgType.INT4));
  }
}
