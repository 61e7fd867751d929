package io.tidemark.bench.expression;

import static io.tidemark.bench.expression.LineItems.DAY;
import static io.tidemark.bench.expression.LineItems.SHIP_DATE_FIRST;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The least that any compiler of expressions could reach: what a generator of bytecode would make
 * of a few scenarios, written by hand.
 */
final class ByHand {

  private static final int ORDER_KEY = 0;
  private static final int PART_KEY = 1;
  private static final int SUPPLIER_KEY = 2;
  private static final int LINE_NUMBER = 3;
  private static final int CREATED = 11;
  private static final int WEIGHT = 12;

  private ByHand() {}

  /** What computes a scenario; null if it was not written by hand. */
  static @Nullable RowStep step(Scenario scenario) {
    RowBuilder two = new RowBuilder(2);
    return switch (scenario) {
      case INTEGER_FILTER ->
          row -> {
            boolean wanted =
                !row.isNull(PART_KEY)
                    && row.getInt(PART_KEY) > 50_000
                    && ((!row.isNull(SUPPLIER_KEY) && row.getInt(SUPPLIER_KEY) < 5_000)
                        || (!row.isNull(LINE_NUMBER) && row.getInt(LINE_NUMBER) == 3));
            return wanted ? row : null;
          };
      case TIMESTAMP_FILTER ->
          row -> {
            if (row.isNull(CREATED)) {
              return null;
            }
            long created = row.getLong(CREATED);
            return created >= (SHIP_DATE_FIRST + 365) * DAY
                    && created < (SHIP_DATE_FIRST + 1_460) * DAY
                ? row
                : null;
          };
      case INTEGER_ARITHMETIC -> row -> integers(row, two);
      case FLOAT_ARITHMETIC -> row -> floats(row, two);
      default -> null;
    };
  }

  private static Row integers(Row row, RowBuilder target) {
    boolean noPart = row.isNull(PART_KEY);
    if (noPart || row.isNull(SUPPLIER_KEY) || row.isNull(LINE_NUMBER)) {
      target.addNull();
    } else {
      target.addInt(
          Math.subtractExact(
              Math.addExact(Math.multiplyExact(row.getInt(PART_KEY), 2), row.getInt(SUPPLIER_KEY)),
              row.getInt(LINE_NUMBER)));
    }
    if (noPart || row.isNull(ORDER_KEY)) {
      target.addNull();
    } else {
      target.addLong(Math.addExact(row.getLong(ORDER_KEY), row.getInt(PART_KEY)));
    }
    return target.build();
  }

  private static Row floats(Row row, RowBuilder target) {
    if (row.isNull(WEIGHT)) {
      return target.addNull().addNull().build();
    }
    double weight = Double.longBitsToDouble(row.getLong(WEIGHT));
    target.addLong(Double.doubleToLongBits(finite(finite(weight * 1.1) + weight)));
    target.addLong(Double.doubleToLongBits(finite(weight / 3)));
    return target.build();
  }

  private static double finite(double result) {
    if (Double.isInfinite(result)) {
      throw new ArithmeticException("overflow");
    }
    return result;
  }
}
