package io.tidemark.engine.function;

import io.tidemark.engine.type.RangeOrder;
import io.tidemark.engine.type.RangeValue;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * range_agg, the multirange of what ranges or multiranges cover together, and range_intersect_agg,
 * what all of them cover. NULLs are passed over.
 */
final class RangeAggregate implements OrderedFunction {

  private final boolean intersection;
  private final boolean multirange;
  private final RangeOrder order;

  /**
   * @param type the argument's
   */
  RangeAggregate(int type, boolean intersection) {
    this.intersection = intersection;
    this.multirange = RangeOrder.isMultirange(type);
    this.order = new RangeOrder(type);
  }

  @Override
  public boolean passesOver(Row arguments) {
    return arguments.isNull(0);
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    if (rows.size() == 0) {
      target.addNull();
    } else if (!intersection) {
      List<RangeValue> all = new ArrayList<>();
      rows.forEach((arguments, copies) -> all.addAll(ranges(arguments)));
      target.add(RangeValue.encodeMultirange(order.union(all)));
    } else {
      List<RangeValue> common = intersection(rows);
      if (multirange) {
        target.add(RangeValue.encodeMultirange(common));
      } else {
        target.add(common.isEmpty() ? RangeValue.empty() : common.getFirst().encode());
      }
    }
  }

  private List<RangeValue> intersection(Rows rows) {
    List<List<RangeValue>> common = new ArrayList<>(1);
    rows.forEach((arguments, copies) -> {
      List<RangeValue> ranges = ranges(arguments);
      if (common.isEmpty()) {
        common.add(ranges);
      } else {
        common.set(0, order.intersection(common.getFirst(), ranges));
      }
    });
    return common.getFirst();
  }

  private List<RangeValue> ranges(Row arguments) {
    if (multirange) {
      return RangeValue.decodeMultirange(arguments.bytes(), arguments.offset(0));
    }
    @Nullable RangeValue range = RangeValue.decode(arguments.bytes(), arguments.offset(0));
    return range == null ? List.of() : List.of(range);
  }
}
