package io.tidemark.engine.circuit;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.operator.time.Timed;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The compiled operators of the stream tables that tick together. One {@link #step} takes a delta
 * per source through all of them, each once, inputs before those who read them.
 *
 * <p>It remembers nothing itself: all state is in the arrangements it was compiled over, so a
 * circuit compiled anew over the same arrangements goes on, and rolling them back takes back the
 * steps since their last commit. A tick may be cut into several steps; their outputs add up to that
 * of one.
 *
 * <p>Owned by one thread, except {@link #operators}, which any may call.
 */
public final class Circuit {

  /** The name of the node that gives the time, and the OID under which it is handed in. */
  static final String CLOCK = "clock";

  static final int CLOCK_SOURCE = 0;

  private final List<Node> nodes;
  private final Map<String, Integer> outputs; // stream table → node
  private final Map<String, Plan> plans; // by stream table, as they were compiled
  private final Set<SourceTable> sources;
  private final String fingerprint;
  private final LongSupplier nanoTime;
  private final List<Set<String>> readers; // node → the stream tables that it reaches

  Circuit(
      List<Node> nodes,
      Map<String, Integer> outputs,
      Map<String, Plan> plans,
      Set<SourceTable> sources,
      String fingerprint,
      LongSupplier nanoTime) {
    this.nodes = List.copyOf(nodes);
    this.outputs = outputs;
    this.plans = plans;
    this.sources = Set.copyOf(sources);
    this.fingerprint = fingerprint;
    this.nanoTime = nanoTime;
    this.readers = readers(this.nodes, outputs);
  }

  private static List<Set<String>> readers(List<Node> nodes, Map<String, Integer> outputs) {
    List<Set<String>> readers = new ArrayList<>();
    nodes.forEach(node -> readers.add(new TreeSet<>()));
    outputs.forEach((streamTable, node) -> readers.get(node).add(streamTable));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      for (int input : nodes.get(i).inputs()) {
        readers.get(input).addAll(readers.get(i));
      }
    }
    return readers;
  }

  /**
   * This circuit over the same arrangements, though without some stream tables: what only they need
   * is not stepped, and its state is of no use from the next step on. Whatever reads one of them
   * has to be left out with it, as {@link EvaluationException#streamTables} has it.
   */
  public Circuit without(Set<String> streamTables) {
    Map<String, Integer> others = new LinkedHashMap<>(outputs);
    others.keySet().removeAll(streamTables);
    return new Circuit(nodes, others, plans, sources, fingerprint, nanoTime);
  }

  /** What a stream table of this circuit is computed by: its plan, as circuits compile it. */
  public Plan plan(String streamTable) {
    return Objects.requireNonNull(plans.get(streamTable), "a stream table of this circuit");
  }

  /** The sources outside this circuit that its stream tables read. */
  public Set<SourceTable> sources() {
    return sources;
  }

  /**
   * Changes where the circuit computes something else or keeps its state in another form; state of
   * another fingerprint is of no use to it.
   */
  public String fingerprint() {
    return fingerprint;
  }

  /** Whether the stream tables' content changes with the clock too. */
  public boolean readsClock() {
    return nodes.stream().anyMatch(node -> node.name().equals(CLOCK));
  }

  /**
   * The earliest time at which a stream table may change although no source does, as microseconds
   * since 2000-01-01 UTC; {@link Timed#NEVER} if that is not foreseen. A step at that time or later
   * brings the change. Of the state as it is, within or after a step.
   */
  public long nextWakeUp() {
    long next = Timed.NEVER;
    for (int i = 0; i < nodes.size(); i++) {
      if (!readers.get(i).isEmpty() && nodes.get(i).operator() instanceof Timed timed) {
        next = Math.min(next, timed.nextWakeUp());
      }
    }
    return next;
  }

  /**
   * {@link #step(Map, long)} of a circuit that does not read the clock.
   *
   * @throws IllegalStateException if it does
   */
  public Map<String, ZSet> step(Map<Integer, ZSet> deltas) {
    if (readsClock()) {
      throw new IllegalStateException("the circuit reads the clock");
    }
    return step(deltas, Long.MIN_VALUE);
  }

  /**
   * Takes the sources' deltas in.
   *
   * @param deltas by the source's OID, of captured rows; a source that is missing has not changed.
   *     The very first step over empty state gives out what holds of empty sources, constants and
   *     counts of nothing, and is needed even if no source has rows.
   * @param time the time of the tick, the same in all of its steps, for those that read the clock:
   *     microseconds since 2000-01-01 UTC. One before that of an earlier step counts as that one.
   * @return for each stream table its output delta, consolidated, empty where nothing changed; they
   *     are the caller's
   * @throws EvaluationException where PostgreSQL too would raise an error, with the row and the
   *     operator as context; the arrangements are then to be rolled back
   */
  public Map<String, ZSet> step(Map<Integer, ZSet> deltas, long time) {
    ZSet nothing = new ZSet();
    List<ZSet> results = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      if (readers.get(results.size()).isEmpty()) {
        results.add(nothing);
        continue;
      }
      List<ZSet> inputs = new ArrayList<>(2);
      if (node.name().equals(CLOCK)) {
        inputs.add(clock(time));
      } else if (node.source() != null) {
        inputs.add(deltas.getOrDefault(node.source(), nothing));
      }
      for (int input : node.inputs()) {
        inputs.add(results.get(input));
      }
      results.add(
          hasRows(inputs) || node.operator().stepsWithoutInput()
              ? step(results.size(), inputs)
              : nothing);
    }
    Map<String, ZSet> deltasOut = new LinkedHashMap<>();
    outputs.forEach((name, node) -> deltasOut.put(name, copy(results.get(node).consolidate())));
    return deltasOut;
  }

  /** The operators, inputs before those who read them. Safe for any thread. */
  public List<OperatorReport> operators() {
    return nodes.stream()
        .map(node ->
            new OperatorReport(
                node.name(),
                node.inputs().stream().map(input -> nodes.get(input).name()).toList(),
                List.copyOf(node.streamTables()),
                node.statistics().steps(),
                node.statistics().rowsIn(),
                node.statistics().rowsOut(),
                node.statistics().nanos()))
        .toList();
  }

  private ZSet step(int index, List<ZSet> inputs) {
    Node node = nodes.get(index);
    long start = nanoTime.getAsLong();
    try {
      ZSet result = node.operator().step(inputs);
      node.statistics().step(inputs, result, nanoTime.getAsLong() - start);
      return result;
    } catch (EvaluationException e) {
      Set<String> failing = readers.get(index);
      throw e.in(place(node, e.row(), failing)).of(failing);
    }
  }

  private static String place(Node node, @Nullable Row row, Set<String> failing) {
    return (row == null ? "" : "row " + RowText.of(row, node.fields()) + "; ")
        + "operator "
        + node.name()
        + " of "
        + String.join(", ", failing);
  }

  private static ZSet clock(long time) {
    ZSet clock = new ZSet();
    clock.add(TemporalCondition.clock(time), 1);
    return clock;
  }

  private static boolean hasRows(List<ZSet> inputs) {
    for (ZSet input : inputs) {
      if (!input.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** One node may be the output of several stream tables, whose deltas are separate things. */
  private static ZSet copy(ZSet delta) {
    ZSet copy = new ZSet(delta.size());
    copy.addAll(delta);
    return copy;
  }
}
