package io.tidemark.engine.operator.recursive;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all rounds of a recursion: {@code W₀ = base, Wₙ₊₁ = step(Wₙ), out = W₀ + W₁ + …}
 * until a round is empty (UNION ALL); for UNION, {@code Wₙ} are the rows that the round derives and
 * no round before did, each once.
 *
 * <p>The step is an ordinary circuit, the {@link Body}, over rows that carry the number of their
 * round in front: one state for all rounds, so what does not change from round to round is kept
 * once, and a change to it meets the rows of all rounds by one lookup. The rows of a round depend
 * on those of earlier ones only. So the equations {@code W₀ = base, Wₙ₊₁ = step(Wₙ)} have one
 * solution, cycles in the data or not, and a step finds it by taking the rounds in their order:
 * when round n is looked at, everything before it is final, and what it changes is handed to later
 * rounds only. A row that is derived by itself alone, round after round on a cycle, is derived in
 * no round once its first derivation is gone, and leaves. This is differential dataflow's order of
 * times (McSherry et al., CIDR 2013) with the round as data.
 *
 * <p>{@code δout = Σₙ δWₙ}.
 *
 * <p>State: the body's; for UNION the {@link FirstRounds} of every row.
 *
 * <p>Cost: per round that something changes in, one step of the body over the rows that come to or
 * leave the round. A row that moves to another round counts as changed although the output keeps
 * it.
 */
public final class Recursion implements Operator {

  /** The step over all rounds at once. */
  @FunctionalInterface
  public interface Body {

    /**
     * The delta of the step's rows for deltas of its inputs, each row with the number of the round
     * in front whose rows it was made of.
     *
     * @param working rows with the number of their round in front
     * @param fixed the inputs that are the same in all rounds
     */
    ZSet step(ZSet working, List<ZSet> fixed);
  }

  private final String name;
  private final Body body;
  private final List<ZSet> fixedUnchanged;
  private final @Nullable FirstRounds firstRounds;
  private final RecursionLimits limits;
  private final int[] withoutRound;

  private Recursion(
      String name,
      Body body,
      int fixedInputs,
      int width,
      @Nullable FirstRounds firstRounds,
      RecursionLimits limits) {
    this.name = name;
    this.body = body;
    this.fixedUnchanged = Collections.nCopies(fixedInputs, new ZSet());
    this.firstRounds = firstRounds;
    this.limits = limits;
    this.withoutRound = IntStream.rangeClosed(1, width).toArray();
  }

  /**
   * UNION ALL. Ports: the base, then the body's fixed inputs.
   *
   * @param name as errors give it
   * @param width columns of a row
   */
  public static Recursion all(
      String name, Body body, int fixedInputs, int width, RecursionLimits limits) {
    return new Recursion(name, body, fixedInputs, width, null, limits);
  }

  /**
   * UNION; ports likewise.
   *
   * @param key equal for rows that are one; gives a key for every row
   */
  public static Recursion distinct(
      String name,
      Body body,
      int fixedInputs,
      int width,
      KeyFunction key,
      IndexedZSet derivations,
      RecursionLimits limits) {
    FirstRounds firstRounds = new FirstRounds(key, derivations);
    return new Recursion(name, body, fixedInputs, width, firstRounds, limits);
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    Rounds derived = new Rounds();
    Rounds working = new Rounds();
    ZSet output = new ZSet();
    derived.addAll(0, deltas.getFirst());
    List<ZSet> fixed = deltas.subList(1, deltas.size());
    if (fixed.stream().anyMatch(delta -> !delta.isEmpty())) {
      handOn(body.step(new ZSet(), fixed), derived);
    }
    long rows = 0;
    while (!derived.isEmpty() || !working.isEmpty()) {
      int round = Math.min(derived.first(), working.first());
      ZSet arrived = derived.take(round);
      if (firstRounds == null) {
        working.addAll(round, arrived);
      } else {
        firstRounds.update(round, arrived, working);
      }
      ZSet changed = working.take(round);
      if (changed.isEmpty()) {
        continue;
      }
      rows += changed.size();
      check(round, rows);
      output.addAll(changed);
      handOn(body.step(numbered(round, changed), fixedUnchanged), derived);
    }
    return output.consolidate();
  }

  private void check(int round, long rows) {
    if (round > limits.iterations()) {
      throw endless("%,d iterations (limit recursionIterations)".formatted(limits.iterations()));
    }
    if (rows > limits.rows()) {
      throw endless("%,d changed rows (limit recursionRows)".formatted(limits.rows()));
    }
  }

  private EvaluationException endless(String limit) {
    return new EvaluationException(
        "54000",
        "the recursion "
            + name
            + " has not come to an end after "
            + limit
            + "; with UNION ALL, rows on a cycle are derived again and again: UNION, or a CYCLE"
            + " clause, ends there");
  }

  /** What a round's rows lead to is derived in the round after it. */
  private void handOn(ZSet stepped, Rounds derived) {
    for (int i = 0; i < stepped.size(); i++) {
      Row row = stepped.row(i);
      derived.add(row.getInt(0) + 1, row.project(withoutRound), stepped.weight(i));
    }
  }

  private static ZSet numbered(int round, ZSet rows) {
    RowBuilder builder = new RowBuilder(1);
    Row number = builder.addInt(round).build();
    ZSet numbered = new ZSet(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      numbered.add(number.concat(rows.row(i)), rows.weight(i));
    }
    return numbered;
  }
}
