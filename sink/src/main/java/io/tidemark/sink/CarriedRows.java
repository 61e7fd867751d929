package io.tidemark.sink;

import io.tidemark.sink.StreamTable.Carriage;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way of rows some of whose columns travel as text ({@link Carriage}): by COPY into a temporary
 * table in which these columns are text, from where a statement takes them. Its cost is some 10 ms
 * per statement (docs/decisions/0004), so other tables' rows go as parameters.
 */
final class CarriedRows {

  private final SinkSession session;
  private final StreamTable table;
  private final MergeSql sql;

  CarriedRows(SinkSession session, StreamTable table, MergeSql sql) {
    this.session = session;
    this.table = table;
    this.sql = sql;
  }

  /**
   * Runs a statement of {@link MergeSql} over rows.
   *
   * @param mark the name of one more column, empty for none
   * @param marks its value for the n-th row, in wire form
   * @return how many rows it changed
   */
  long run(String statement, Iterator<Row> rows, String mark, @Nullable IntFunction<byte[]> marks)
      throws SQLException {
    session.execute(sql.createCarried());
    try (CopyBinaryWriter copy = new CopyBinaryWriter(session, sql.copyIntoCarried(mark))) {
      RowBuilder builder = new RowBuilder(table.columns().size() + (marks == null ? 0 : 1));
      for (int i = 0; rows.hasNext(); i++) {
        copy.write(carried(rows.next(), builder, marks == null ? null : marks.apply(i)), (byte) 0);
      }
      copy.finish();
    }
    long changed;
    try (var running = session.connection().createStatement()) {
      changed = running.executeLargeUpdate(statement);
    }
    session.execute(MergeSql.dropCarried());
    return changed;
  }

  private Row carried(Row row, RowBuilder builder, byte @Nullable [] mark) {
    for (int i = 0; i < table.columns().size(); i++) {
      Carriage carriage = table.columns().get(i).carriage();
      if (row.isNull(i)) {
        builder.addNull();
      } else if (carriage == null) {
        builder.add(row, i);
      } else {
        builder.add(carriage.form().text(row.bytes(), row.offset(i), row.length(i)));
      }
    }
    if (mark != null) {
      builder.add(mark);
    }
    return builder.build();
  }
}
