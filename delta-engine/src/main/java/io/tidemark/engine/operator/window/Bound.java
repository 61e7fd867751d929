package io.tidemark.engine.operator.window;

/**
 * A place in the order for each row, such as where its frame begins: a position from 0 to the size,
 * before the row at that position. It never falls from one row to the next, so that the rows whose
 * place is at or behind some position are found without looking at each.
 */
interface Bound {

  /** Beyond the rows of any partition, and far from an overflow. */
  long FAR = 1L << 60;

  long at(View view, long row);

  /** The first row whose place is at a position or behind; the size if there is none. */
  long firstRowAt(View view, long position);

  /** Before all rows. */
  Bound BEGIN =
      new Bound() {
        @Override
        public long at(View view, long row) {
          return 0;
        }

        @Override
        public long firstRowAt(View view, long position) {
          return position <= 0 ? 0 : view.size();
        }
      };

  /** Behind all rows. */
  Bound END =
      new Bound() {
        @Override
        public long at(View view, long row) {
          return view.size();
        }

        @Override
        public long firstRowAt(View view, long position) {
          return position <= view.size() ? 0 : view.size();
        }
      };

  /** Before the row that stands so many rows behind; before it, if negative. */
  static Bound row(long distance) {
    return new Bound() {
      @Override
      public long at(View view, long row) {
        return Math.clamp(row + distance, 0, view.size());
      }

      @Override
      public long firstRowAt(View view, long position) {
        return position <= 0
            ? 0
            : position > view.size()
                ? view.size()
                : Math.clamp(position - distance, 0, view.size());
      }
    };
  }

  /** Before the row's first peer. */
  Bound PEERS_FROM =
      new Bound() {
        @Override
        public long at(View view, long row) {
          return view.peersFrom(row);
        }

        @Override
        public long firstRowAt(View view, long position) {
          if (position <= 0) {
            return 0;
          }
          if (position >= view.size()) {
            return view.size();
          }
          return view.peersFrom(position) == position ? position : view.peersTo(position);
        }
      };

  /** Behind the row's last peer. */
  Bound PEERS_TO =
      new Bound() {
        @Override
        public long at(View view, long row) {
          return view.peersTo(row);
        }

        @Override
        public long firstRowAt(View view, long position) {
          if (position <= 0) {
            return 0;
          }
          return position > view.size() ? view.size() : view.peersFrom(position - 1);
        }
      };

  /** Before the group of peers that stands so many groups behind the row's own. */
  static Bound group(long distance) {
    return new Bound() {
      @Override
      public long at(View view, long row) {
        long group = view.group(row) + distance;
        return group <= 0 ? 0 : view.groupFrom(group);
      }

      @Override
      public long firstRowAt(View view, long position) {
        if (position <= 0) {
          return 0;
        }
        if (position > view.size()) {
          return view.size();
        }
        long group = view.groupCount();
        if (position < view.size()) {
          group = view.group(position) + (view.peersFrom(position) == position ? 0 : 1);
        }
        return group - distance <= 0 ? 0 : view.groupFrom(group - distance);
      }
    };
  }

  /** So many rows behind another place. */
  static Bound behind(Bound bound, long rows) {
    return new Bound() {
      @Override
      public long at(View view, long row) {
        return Math.clamp(bound.at(view, row) + rows, 0, view.size());
      }

      @Override
      public long firstRowAt(View view, long position) {
        if (position <= 0) {
          return 0;
        }
        return position > view.size() ? view.size() : bound.firstRowAt(view, position - rows);
      }
    };
  }

  /** Whichever of two places comes first. */
  static Bound min(Bound left, Bound right) {
    return new Bound() {
      @Override
      public long at(View view, long row) {
        return Math.min(left.at(view, row), right.at(view, row));
      }

      @Override
      public long firstRowAt(View view, long position) {
        return Math.max(left.firstRowAt(view, position), right.firstRowAt(view, position));
      }
    };
  }

  /** Whichever of two places comes last. */
  static Bound max(Bound left, Bound right) {
    return new Bound() {
      @Override
      public long at(View view, long row) {
        return Math.max(left.at(view, row), right.at(view, row));
      }

      @Override
      public long firstRowAt(View view, long position) {
        return Math.min(left.firstRowAt(view, position), right.firstRowAt(view, position));
      }
    };
  }
}
