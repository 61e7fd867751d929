package io.tidemark.engine.operator.window;

/** Rows that are to be looked at again, by their positions before or after the step. */
final class Marks {

  private final Intervals before = new Intervals();
  private final Intervals after = new Intervals();

  /** Rows by their positions before the step. */
  void addBefore(long from, long to) {
    before.add(from, to);
  }

  /** Rows by their positions after the step. */
  void addAfter(long from, long to) {
    after.add(from, to);
  }

  /** The marked rows that are in both orders, by their positions after the step. */
  Intervals unchanged(Difference difference) {
    Intervals marked = new Intervals();
    Intervals old = before.merge();
    Intervals young = after.merge();
    int o = 0;
    int y = 0;
    for (int gap = 0; gap <= difference.changeCount(); gap++) {
      long from = difference.gapFrom(gap);
      long to = difference.gapTo(gap);
      long shift = difference.shift(gap);
      while (y < young.count() && young.to(y) <= from) {
        y++;
      }
      for (int i = y; i < young.count() && young.from(i) < to; i++) {
        marked.add(Math.max(from, young.from(i)), Math.min(to, young.to(i)));
      }
      while (o < old.count() && old.to(o) + shift <= from) {
        o++;
      }
      for (int i = o; i < old.count() && old.from(i) + shift < to; i++) {
        marked.add(Math.max(from, old.from(i) + shift), Math.min(to, old.to(i) + shift));
      }
    }
    return marked.merge();
  }
}
