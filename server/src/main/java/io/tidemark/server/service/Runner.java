package io.tidemark.server.service;

import io.tidemark.sink.Frontier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeps stream tables up to date under one frontier: a circuit by deltas, or one stream table
 * by recomputation. Its work is started by the core's thread; any thread may look.
 */
sealed interface Runner permits CircuitRunner, FullRunner {

  /** Of its frontier in the sink. */
  String name();

  List<StreamTableEntry> tables();

  /** The LSN that its stream tables are complete up to, as known here. */
  long frontier();

  /** The frontier as written to the sink. */
  long mergedFrontier();

  /** How long the oldest change that is not merged has been known; 0 if there is none. */
  double lagSeconds();

  /** Whether its tables have never held a result, or it is to be made anew. */
  boolean needsLoad();

  /** Has the result made anew; only the difference is merged. */
  void requireLoad();

  /** Takes the sink's own word for its frontier, after a commit whose outcome was lost. */
  void adopt(@Nullable Frontier actual);

  /**
   * After a tick, a load or a refresh that succeeded: its tables are active, but those left out.
   */
  default void succeeded() {
    for (StreamTableEntry table : tables()) {
      if (!table.isDetached() && !isPaused(table)) {
        table.state(StreamTableStatus.State.ACTIVE);
      }
    }
  }

  /** Whether it waits for somebody to say that it may go on. */
  default boolean isPaused() {
    return tables().stream().anyMatch(Runner::isPaused);
  }

  private static boolean isPaused(StreamTableEntry table) {
    return table.state() == StreamTableStatus.State.PAUSED
        || table.state() == StreamTableStatus.State.FUSED;
  }
}
