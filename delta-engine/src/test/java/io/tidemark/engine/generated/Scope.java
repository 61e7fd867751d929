package io.tidemark.engine.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The columns that an expression may name: of its own query level, and of those around it. */
record Scope(List<Ref> refs, @Nullable Scope outer) {

  /** A column by the text that names it. */
  record Ref(String text, String type) {}

  Scope {
    refs = List.copyOf(refs);
  }

  /** A column of a type: mostly of this level, now and then of one around it. */
  @Nullable Ref any(String type, SplittableRandom random) {
    if (outer != null && random.nextInt(3) == 0) {
      Ref around = outer.any(type, random);
      if (around != null) {
        return around;
      }
    }
    List<Ref> fitting = refs.stream().filter(ref -> ref.type().equals(type)).toList();
    if (!fitting.isEmpty()) {
      return fitting.get(random.nextInt(fitting.size()));
    }
    return outer == null ? null : outer.any(type, random);
  }

  /** This level's columns and more of them. */
  Scope and(List<Ref> more) {
    List<Ref> all = new ArrayList<>(refs);
    all.addAll(more);
    return new Scope(all, outer);
  }
}
