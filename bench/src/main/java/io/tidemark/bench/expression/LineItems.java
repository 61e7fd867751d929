package io.tidemark.bench.expression;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.math.BigDecimal;
import java.util.SplittableRandom;

/** Rows in the wire format with TPC-H's line items' types, and a few columns more. */
final class LineItems {

  private static final int COLLATION = 950; // C

  static final Expression ORDER_KEY = column(0, PgType.INT8);
  static final Expression PART_KEY = column(1, PgType.INT4);
  static final Expression SUPPLIER_KEY = column(2, PgType.INT4);
  static final Expression LINE_NUMBER = column(3, PgType.INT4); // NULL in one row of twenty
  static final Expression QUANTITY = column(4, PgType.NUMERIC);
  static final Expression EXTENDED_PRICE = column(5, PgType.NUMERIC);
  static final Expression DISCOUNT = column(6, PgType.NUMERIC);
  static final Expression TAX = column(7, PgType.NUMERIC);
  static final Expression RETURN_FLAG = text(8);
  static final Expression LINE_STATUS = text(9);
  static final Expression SHIP_DATE = column(10, PgType.DATE);
  static final Expression CREATED = column(11, PgType.TIMESTAMP);
  static final Expression WEIGHT = column(12, PgType.FLOAT8);
  static final Expression COMMENT = text(13);

  static final int SHIP_DATE_FIRST = -2_920; // 1992-01-02, in days since 2000-01-01
  static final int SHIP_DATES = 2_525; // until 1998-12-01
  static final long DAY = 86_400_000_000L;

  private static final String[] WORDS = {
    "carefully", "special", "requests", "Ironic", "packages", "deposits", "sleep", "final", "Éclair"
  };

  private LineItems() {}

  private static Expression column(int index, int type) {
    return new Expression.Column(index, PgType.of(type));
  }

  private static Expression text(int index) {
    return new Expression.Column(index, new PgType(PgType.TEXT, -1, COLLATION));
  }

  static Row[] rows(int count) {
    SplittableRandom random = new SplittableRandom(42);
    RowBuilder builder = new RowBuilder(14);
    Row[] rows = new Row[count];
    for (int i = 0; i < count; i++) {
      builder.addLong(i * 4L);
      builder.addInt(1 + random.nextInt(200_000));
      builder.addInt(1 + random.nextInt(10_000));
      if (random.nextInt(20) == 0) {
        builder.addNull();
      } else {
        builder.addInt(1 + random.nextInt(7));
      }
      decimal((1 + random.nextInt(50)) * 100L, builder);
      decimal(90_000 + random.nextInt(10_000_000), builder);
      decimal(random.nextInt(11), builder);
      decimal(random.nextInt(9), builder);
      builder.addText(String.valueOf("RAN".charAt(random.nextInt(3))));
      builder.addText(String.valueOf("OF".charAt(random.nextInt(2))));
      int shipped = SHIP_DATE_FIRST + random.nextInt(SHIP_DATES);
      builder.addInt(shipped);
      builder.addLong(shipped * DAY + random.nextLong(DAY));
      builder.addLong(Double.doubleToLongBits(random.nextDouble() * 100));
      StringBuilder comment = new StringBuilder();
      for (int word = 0; word < 6; word++) {
        comment.append(word == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
      }
      builder.addText(comment.toString());
      rows[i] = builder.build();
    }
    return rows;
  }

  private static void decimal(long cents, RowBuilder target) {
    PgNumeric.of(BigDecimal.valueOf(cents, 2)).encode(target);
  }
}
