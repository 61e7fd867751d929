package io.tidemark.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.StreamTableStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The service's metrics. Counters are fed as things happen; gauges are set when Prometheus asks.
 */
public final class Metrics {

  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final Counter ticks =
      Counter.builder()
          .name("tidemark_ticks_total")
          .help("Ticks that changed a stream table")
          .labelNames("circuit")
          .register(registry);
  private final Counter tickErrors =
      Counter.builder()
          .name("tidemark_tick_errors_total")
          .help("Ticks that failed")
          .labelNames("circuit")
          .register(registry);
  private final Counter rowsIn =
      Counter.builder()
          .name("tidemark_source_rows_total")
          .help("Rows of consolidated source deltas")
          .labelNames("circuit")
          .register(registry);
  private final Counter rowsMerged =
      Counter.builder()
          .name("tidemark_merged_rows_total")
          .help("Rows inserted into and deleted from stream tables")
          .labelNames("stream_table")
          .register(registry);
  private final Histogram engineSeconds =
      Histogram.builder()
          .name("tidemark_tick_engine_seconds")
          .help("From reading the change logs to the committed state")
          .labelNames("circuit")
          .register(registry);
  private final Histogram mergeSeconds =
      Histogram.builder()
          .name("tidemark_tick_merge_seconds")
          .help("The sink's transaction")
          .labelNames("circuit")
          .register(registry);
  private final Gauge lagSeconds =
      Gauge.builder()
          .name("tidemark_stream_table_lag_seconds")
          .help("Age of the oldest change that is not merged")
          .labelNames("stream_table")
          .register(registry);
  private final Gauge lagBytes =
      Gauge.builder()
          .name("tidemark_stream_table_lag_bytes")
          .help("WAL between the frontier and the end of the change logs")
          .labelNames("stream_table")
          .register(registry);
  private final Gauge rows =
      Gauge.builder()
          .name("tidemark_stream_table_rows")
          .help("Rows of the stream table")
          .labelNames("stream_table")
          .register(registry);
  private final Gauge state =
      Gauge.builder()
          .name("tidemark_stream_table_state")
          .help("1 for the state that the stream table is in")
          .labelNames("stream_table", "state")
          .register(registry);
  private final Gauge stateDiskBytes =
      Gauge.builder()
          .name("tidemark_state_disk_bytes")
          .help("Size of the state folder")
          .register(registry);
  private final Gauge evaluationStatements =
      Gauge.builder()
          .name("tidemark_evaluation_statements")
          .help("Statements by which PostgreSQL computed expressions, since the start")
          .register(registry);
  private final Gauge evaluationRows =
      Gauge.builder()
          .name("tidemark_evaluation_rows")
          .help("Rows of arguments in those statements")
          .register(registry);
  private final Gauge evaluationSeconds =
      Gauge.builder()
          .name("tidemark_evaluation_seconds")
          .help("Time spent waiting for those statements")
          .register(registry);
  private final Gauge stateMemoryBytes =
      Gauge.builder()
          .name("tidemark_state_memory_bytes")
          .help("Memory that state occupies")
          .register(registry);
  private final Gauge readerConnected =
      Gauge.builder()
          .name("tidemark_reader_connected")
          .help("1 while the replication stream is up")
          .register(registry);

  public Metrics() {
    JvmMetrics.builder().register(registry);
  }

  /** Records a tick that did work. */
  public void tick(String circuit, long sourceRows, double engine, double merge) {
    ticks.labelValues(circuit).inc();
    rowsIn.labelValues(circuit).inc(sourceRows);
    engineSeconds.labelValues(circuit).observe(engine);
    mergeSeconds.labelValues(circuit).observe(merge);
  }

  public void tickFailed(String circuit) {
    tickErrors.labelValues(circuit).inc();
  }

  public void merged(String streamTable, long changedRows) {
    rowsMerged.labelValues(streamTable).inc(changedRows);
  }

  /** The Prometheus text format of everything, now. */
  public String scrape(Service service) throws IOException {
    state.clear();
    for (StreamTableStatus table : service.streamTables()) {
      lagSeconds.labelValues(table.name()).set(table.lagSeconds());
      lagBytes.labelValues(table.name()).set((double) table.lagBytes());
      rows.labelValues(table.name()).set((double) table.rows());
      state.labelValues(table.name(), table.state().name()).set(1);
    }
    stateDiskBytes.set((double) service.stateDiskBytes());
    stateMemoryBytes.set((double) service.stateMemoryBytes());
    evaluationStatements.set((double) service.evaluation().calls());
    evaluationRows.set((double) service.evaluation().arguments());
    evaluationSeconds.set(service.evaluation().seconds());
    readerConnected.set(service.readerConnected() ? 1 : 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.builder().build().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }
}
