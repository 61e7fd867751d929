package io.tidemark.server.service;

import io.tidemark.engine.EvaluationException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads circuits from one snapshot: each source is copied once, whoever reads it. Rows go in in
 * parts; if an expression fails on a part, the whole is tried in one step before the error counts,
 * since a part may hold groups that never existed.
 */
final class Loading {

  private static final Logger log = LoggerFactory.getLogger(Loading.class);

  private final Sources sources;
  private final List<CircuitRunner> runners;

  Loading(Sources sources, List<CircuitRunner> runners) {
    this.sources = sources;
    this.runners = runners;
  }

  void run() throws SQLException {
    for (CircuitRunner runner : runners) {
      sources.capture(runner.circuit().sources());
      runner.attach();
      runner.tables().forEach(table -> table.state(StreamTableStatus.State.BACKFILLING));
    }
    try {
      load(true);
    } catch (EvaluationException perhapsOfAPart) {
      loadWhole();
    }
  }

  /** Loads in one step each, leaving out one stream table after the other that fails. */
  private void loadWhole() throws SQLException {
    while (true) {
      try {
        load(false);
        return;
      } catch (EvaluationException real) {
        boolean othersAreLeft =
            runners.stream()
                .anyMatch(runner ->
                    isOf(runner, real)
                        && runner.detach(real.streamTables(), Failure.of(real).lastError()));
        if (!othersAreLeft) {
          throw real;
        }
      }
    }
  }

  private static boolean isOf(CircuitRunner runner, EvaluationException failure) {
    return runner.tables().stream()
        .anyMatch(table -> failure.streamTables().contains(table.name()));
  }

  private void load(boolean inParts) throws SQLException {
    Map<CircuitRunner, CircuitRunner.Load> loads = new HashMap<>();
    Set<Integer> oids = new HashSet<>();
    for (CircuitRunner runner : runners) {
      loads.put(runner, runner.startLoad(inParts));
      oids.addAll(runner.sourceOids());
    }
    long[] rows = new long[1];
    long lsn =
        sources.load(
            oids,
            (source, batch) -> {
              rows[0] += batch.size();
              loads.forEach((runner, load) -> {
                if (runner.sourceOids().contains(source)) {
                  load.take(source, batch);
                }
              });
            });
    loads.forEach((runner, load) -> {
      load.finish(lsn);
      runner.succeeded();
    });
    log.info(
        "Loaded {} rows of {} sources into {} circuits at {}",
        rows[0],
        oids.size(),
        runners.size(),
        io.tidemark.state.Lsn.format(lsn));
  }
}
