package io.tidemark.server.service;

import io.tidemark.config.ConnectionUrl;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that recompute, so that a query which takes minutes holds up nobody else. Each has a
 * session in the sink while it works. Started and stopped by the core's thread.
 */
final class Refresher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Refresher.class);

  /** Queries that PostgreSQL computes for us at once: more would be felt by its users. */
  private static final int PARALLELISM = 2;

  private final ConnectionUrl sink;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(PARALLELISM, Thread.ofPlatform().name("refresh-", 0).factory());
  private final Deque<SinkConnection> idle = new ConcurrentLinkedDeque<>();
  private final Map<FullRunner, Job> jobs = new ConcurrentHashMap<>();

  Refresher(ConnectionUrl sink) {
    this.sink = sink;
  }

  private static final class Job {
    private volatile @Nullable SinkConnection session;
    private volatile boolean stopping;
    private volatile @Nullable Future<?> done;
  }

  /**
   * Has a stream table recomputed, which must not be under way.
   *
   * @param marked whether readers of the WAL are to notice at once
   * @param done told on the worker's thread how it ended, null if well; not told after a stop
   */
  void start(FullRunner runner, boolean marked, Consumer<@Nullable Exception> done) {
    Job job = new Job();
    jobs.put(runner, job);
    runner.starting();
    job.done = workers.submit(() -> run(job, runner, marked, done));
  }

  /**
   * Runs something that asks PostgreSQL for long.
   *
   * @param done told on the worker's thread how it ended, null if well
   */
  void look(Callable<Void> look, Consumer<@Nullable Exception> done) {
    var _ =
        workers.submit(() -> {
          try {
            look.call();
            done.accept(null);
          } catch (Exception failed) {
            done.accept(failed);
          }
        });
  }

  private void run(Job job, FullRunner runner, boolean marked, Consumer<@Nullable Exception> done) {
    Exception failure = null;
    SinkConnection session = idle.poll();
    try {
      if (session == null || session.session().isClosed()) {
        session = SinkConnection.another(sink);
      }
      job.session = session;
      if (!job.stopping) {
        runner.refresh(session, marked);
      }
    } catch (Exception failed) {
      failure = failed;
    } finally {
      job.session = null;
      runner.ended();
      jobs.remove(runner, job);
    }
    if (session != null) {
      if (failure == null) {
        idle.add(session);
      } else {
        session.close();
      }
    }
    if (job.stopping) {
      log.debug("The refresh of {} was stopped", runner.name(), failure);
    } else {
      done.accept(failure);
    }
  }

  /** Ends a refresh that is under way, and waits until it has. */
  void stop(FullRunner runner) {
    Job job = jobs.get(runner);
    if (job == null) {
      return;
    }
    job.stopping = true;
    Future<?> done = job.done;
    while (done != null && !done.isDone()) {
      SinkConnection session = job.session;
      if (session != null) {
        session.session().cancel();
      }
      runner.cancel();
      try {
        TimeUnit.MILLISECONDS.sleep(10); // until the server has noticed
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    jobs.keySet().forEach(this::stop);
    workers.shutdown();
    for (SinkConnection session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }
}
