package io.tidemark.engine.operator;

import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * One step of the algebra over deltas: for a query operator Q with inputs I, {@code step(δI)} gives
 * {@code Q(I + δI) − Q(I)} and makes I + δI the new I (Budiu et al., "DBSP", VLDB 2023).
 *
 * <p>What every operator keeps to, so that any runtime can drive it:
 *
 * <ul>
 *   <li>All that it remembers between two steps is in the arrangements that it was given. A new
 *       object over the same arrangements goes on where the old one stopped; arrangements that are
 *       rolled back take the operator back with them.
 *   <li>It knows no thread, clock, socket or file. What moves with time is one more input.
 *   <li>Outputs telescope: the sum of the outputs of several steps is that of one step of the
 *       summed inputs. In between, weights may be negative; only after a whole tick are inputs
 *       plain multisets again, and only then does the integrated output mean something.
 *   <li>State is touched only under the keys of the rows in the deltas, so that operators over a
 *       partition of the keys compute together what one over all of them would.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public interface Operator {

  /**
   * Takes one delta per input port and returns the output's delta.
   *
   * @param deltas in the order of the inputs; they may be shared with other operators, so they are
   *     consolidated at most, else left as they are. None is consolidated yet as far as an operator
   *     may assume.
   * @return a new Z-set, in which a row may stand several times
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error; the
   *     arrangements are then to be rolled back
   */
  ZSet step(List<ZSet> deltas);

  /**
   * Whether it has an output even where no input ever changes, as constant rows have, and is
   * therefore stepped with empty deltas too. It finds in its state whether it has had its say.
   */
  default boolean stepsWithoutInput() {
    return false;
  }
}
