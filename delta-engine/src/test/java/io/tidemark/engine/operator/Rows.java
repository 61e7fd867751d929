package io.tidemark.engine.operator;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Rows of integers and texts for operators' tests; texts are equal in SQL's sense if they are so in
 * lower case.
 */
public final class Rows {

  private Rows() {}

  public static Row row(@Nullable Object... values) {
    RowBuilder builder = new RowBuilder(values.length);
    for (Object value : values) {
      switch (value) {
        case null -> builder.addNull();
        case Integer number -> builder.addInt(number);
        case Long number -> builder.addLong(number);
        case String text -> builder.addText(text);
        default -> throw new IllegalArgumentException(value.toString());
      }
    }
    return builder.build();
  }

  /** Rows with weight 1 each. */
  public static ZSet delta(Row... rows) {
    ZSet delta = new ZSet();
    for (Row row : rows) {
      delta.add(row, 1);
    }
    return delta;
  }

  public static ZSet delta(long weight, Row row) {
    ZSet delta = new ZSet();
    delta.add(row, weight);
    return delta;
  }

  /** (integer or NULL, text or NULL) from a small domain. */
  public static Row random(Random random) {
    return row(
        random.nextInt(6) == 0 ? null : (Integer) random.nextInt(5),
        random.nextInt(6) == 0 ? null : List.of("a", "A", "b", "B", "c").get(random.nextInt(5)));
  }

  /** The row with its texts in lower case: equal bytes where a key function says equal. */
  public static Row lowerCase(Row row) {
    return Row.wrap(
        new String(row.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT)
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  public static Bag bag(ZSet delta) {
    Bag bag = new Bag();
    bag.addAll(delta);
    return bag;
  }
}
