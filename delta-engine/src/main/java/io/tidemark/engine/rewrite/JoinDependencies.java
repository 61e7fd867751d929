package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.rewrite.Dependencies.Dependency;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What determines what in the output of a join.
 *
 * <p>Where a side is filled up with NULLs, the row of NULLs joins that side's rows: what held among
 * those still holds only if the determinant has a column that is never NULL in them. A pair of
 * keys, one of each side, is a key of an outer join too, since a row that stands beside NULLs
 * stands nowhere else; in a FULL join as long as the two rows of NULLs cannot be taken for each
 * other.
 */
final class JoinDependencies {

  private final Plan.Join join;
  private final Dependencies left;
  private final Dependencies right;

  private JoinDependencies(Plan.Join join) {
    this.join = join;
    this.left = Dependencies.of(join.left());
    this.right = Dependencies.of(join.right());
  }

  static Dependencies of(Plan.Join join) {
    return switch (join.kind()) {
      case INNER -> new JoinDependencies(join).inner();
      case LEFT -> new JoinDependencies(join).left();
      case FULL -> new JoinDependencies(join).full();
      case SEMI, ANTI -> Dependencies.of(join.left());
    };
  }

  private Dependencies inner() {
    List<Dependency> all = new ArrayList<>(left.dependencies());
    all.addAll(ofRight(false));
    Dependencies pairs = new Dependencies(width(), all, pairsOfKeys());
    for (Plan.Join.Equality equality : join.equalities()) {
      pairs = pairs.withEquality(equality.left(), Columns.shift(equality.right(), left.width()));
    }
    return pairs.withEqualities(conditions()).reduced();
  }

  private Dependencies left() {
    List<Dependency> all = new ArrayList<>(left.dependencies());
    all.addAll(ofRight(true));
    Dependencies rows = new Dependencies(width(), all, pairsOfKeys());
    if (hasOneMatchPerLeftRow()) {
      for (BitSet key : left.keys()) {
        rows = rows.withKey(key);
      }
    }
    return rows.reduced();
  }

  private Dependencies full() {
    List<Dependency> all = new ArrayList<>();
    for (Dependency dependency : left.dependencies()) {
      if (hasNonNull(dependency.determinant(), join.left().fields())) {
        all.add(dependency);
      }
    }
    all.addAll(ofRight(true));
    List<BitSet> keys =
        pairsOfKeys().stream().filter(key -> hasNonNull(key, join.pairFields())).toList();
    return new Dependencies(width(), all, keys).reduced();
  }

  private int width() {
    return left.width() + right.width();
  }

  private List<Expression> conditions() {
    return join.residual().map(Conjunctions::split).orElse(List.of());
  }

  /**
   * @param filledUp whether rows of NULLs are among the right side's
   */
  private List<Dependency> ofRight(boolean filledUp) {
    List<Dependency> all = new ArrayList<>();
    for (Dependency dependency : right.dependencies()) {
      if (!filledUp || hasNonNull(dependency.determinant(), join.right().fields())) {
        all.add(
            new Dependency(
                Dependencies.shift(dependency.determinant(), left.width()),
                Dependencies.shift(dependency.dependents(), left.width())));
      }
    }
    return all;
  }

  private List<BitSet> pairsOfKeys() {
    List<BitSet> keys = new ArrayList<>();
    for (BitSet leftKey : left.keys()) {
      for (BitSet rightKey : right.keys()) {
        BitSet both = Dependencies.shift(rightKey, left.width());
        both.or(leftKey);
        keys.add(both);
      }
    }
    return Dependencies.limited(keys);
  }

  /** Whether the columns by which the right side is found are a key of it. */
  private boolean hasOneMatchPerLeftRow() {
    BitSet columns = new BitSet();
    for (Plan.Join.Equality equality : join.equalities()) {
      Dependencies.column(equality.right()).ifPresent(columns::set);
    }
    for (Expression condition : conditions()) {
      ExtractJoinEqualities.between(condition, left.width())
          .flatMap(equality -> Dependencies.column(equality.right()))
          .ifPresent(columns::set);
    }
    return right.hasKeyWithin(columns);
  }

  private static boolean hasNonNull(BitSet columns, List<Field> fields) {
    return columns.stream().anyMatch(column -> !fields.get(column).nullable());
  }
}
