package io.tidemark.engine.operator.window;

import io.tidemark.engine.operator.StateBytes;
import java.util.List;
import java.util.function.Supplier;

/** The summaries that a tree keeps of each of its sub-trees, one for each of some aggregates. */
record Summaries(List<Supplier<Summary>> kinds) {

  /** For a tree that only counts. */
  static final Summaries NONE = new Summaries(List.of());

  Summaries {
    kinds = List.copyOf(kinds);
  }

  Summary empty(int kind) {
    return kinds.get(kind).get();
  }

  Summary[] empty() {
    Summary[] all = new Summary[kinds.size()];
    for (int kind = 0; kind < all.length; kind++) {
      all[kind] = empty(kind);
    }
    return all;
  }

  /** The summaries of a sub-tree, from those of its parts. */
  Summary[] of(TreeNode node) {
    Summary[] all = empty();
    for (int kind = 0; kind < all.length; kind++) {
      switch (node) {
        case Leaf leaf -> leaf.summarize(0, leaf.copies(), all[kind]);
        case Inner inner -> {
          for (int child = 0; child < inner.size(); child++) {
            all[kind].merge(inner.summary(child, kind, this));
          }
        }
      }
    }
    return all;
  }

  static byte[] write(Summary[] summaries) {
    return StateBytes.write(out -> {
      for (Summary summary : summaries) {
        summary.write(out);
      }
    });
  }

  /** What {@link #write} wrote. */
  Summary[] read(byte[] bytes) {
    Summary[] all = empty();
    StateBytes.read(
        bytes,
        in -> {
          for (Summary summary : all) {
            summary.read(in);
          }
        });
    return all;
  }
}
