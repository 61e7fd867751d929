package io.tidemark.engine.operator.window;

import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.state.row.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate whose value is as large as its frame, such as array_agg: it is put together anew for
 * each frame that holds a change.
 */
final class OrderedContent implements FrameContent {

  private final RowMapper arguments;
  private final @Nullable RowPredicate filter;
  private final OrderedFunction function;

  OrderedContent(RowMapper arguments, @Nullable RowPredicate filter, OrderedFunction function) {
    this.arguments = arguments;
    this.filter = filter;
    this.function = function;
  }

  @Override
  public Reach reach() {
    return Reach.WHOLE;
  }

  @Override
  public boolean isSameBefore(View before, long place, View after, long placeAfter) {
    return place == 0 && placeAfter == 0;
  }

  @Override
  public boolean isSameBehind(View before, long place, View after, long placeAfter) {
    return place == before.size() && placeAfter == after.size();
  }

  @Override
  public Reader over(View view) {
    View others = new View(view.rows(), null);
    return (row, runs, count, target) -> {
      Fed fed = new Fed();
      for (int run = 0; run < count; run++) {
        for (long member = runs[2 * run]; member < runs[2 * run + 1]; member++) {
          Row input = others.row(member);
          if (filter == null || filter.test(input)) {
            Row values = arguments.map(input);
            if (!function.passesOver(values)) {
              fed.rows.add(values);
            }
          }
        }
      }
      function.result(fed, Row.EMPTY, target);
    };
  }

  /** The frame's argument rows. */
  private static final class Fed implements OrderedFunction.Rows {
    private final List<Row> rows = new ArrayList<>();

    @Override
    public long size() {
      return rows.size();
    }

    @Override
    public @Nullable Row at(long position) {
      return position < rows.size() ? rows.get((int) position) : null;
    }

    @Override
    public void forEach(OrderedFunction.Visitor visitor) {
      rows.forEach(row -> visitor.visit(row, 1));
    }
  }
}
