package io.tidemark.engine.operator.window;

import io.tidemark.state.row.RowBuilder;

/** An aggregate over the frame, from the summaries that the tree keeps. */
final class SummaryContent implements FrameContent {

  /** Up to so many rows are added one by one; more are found summed up in the tree. */
  private static final long SHORT = 16;

  private final int kind;

  /**
   * @param kind which of the tree's summaries it is
   */
  SummaryContent(int kind) {
    this.kind = kind;
  }

  @Override
  public Reach reach() {
    return Reach.WHOLE;
  }

  @Override
  public boolean isSameBefore(View before, long place, View after, long placeAfter) {
    return OrderTree.haveSameSummary(kind, before.rows(), 0, place, after.rows(), 0, placeAfter);
  }

  @Override
  public boolean isSameBehind(View before, long place, View after, long placeAfter) {
    return OrderTree.haveSameSummary(
        kind, before.rows(), place, before.size(), after.rows(), placeAfter, after.size());
  }

  @Override
  public Reader over(View view) {
    return new RunReader(new View(view.rows(), null));
  }

  /** Goes on from the frame of the row before where that is a part of the next. */
  private final class RunReader implements Reader {

    private final View rows;
    private Summary summary;
    private long from = -1;
    private long to = -1;

    RunReader(View rows) {
      this.rows = rows;
      this.summary = rows.rows().emptySummary(kind);
    }

    @Override
    public void append(long row, long[] runs, int count, RowBuilder target) {
      if (count == 1) {
        if (runs[0] != from || runs[1] < to) {
          summary = rows.rows().emptySummary(kind);
          from = runs[0];
          to = from;
        }
        add(to, runs[1]);
        to = runs[1];
      } else {
        from = -1;
        summary = rows.rows().emptySummary(kind);
        for (int run = 0; run < count; run++) {
          add(runs[2 * run], runs[2 * run + 1]);
        }
      }
      summary.result(target);
    }

    private void add(long start, long end) {
      if (end - start > SHORT) {
        rows.rows().summarize(kind, start, end, summary);
        return;
      }
      for (long row = start; row < end; row++) {
        summary.add(rows.row(row), 1);
      }
    }
  }
}
