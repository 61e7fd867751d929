package io.tidemark.bench.expression;

import io.tidemark.engine.function.ExpressionCompiler;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.state.row.Row;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per row of each scenario. Before one is measured, all have run: in a service with
 * many stream tables, no call site of a closure is ever monomorphic.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ExpressionBenchmark.ROWS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseCompactObjectHeaders"})
public class ExpressionBenchmark {

  static final int ROWS = 1_000;

  private static final int ROUNDS_BEFORE = 200;

  /** Who computes. */
  public enum Candidate {
    INTERPRETER {
      @Override
      RowStep step(Scenario scenario) {
        return new Interpreter(scenario);
      }
    },
    COMPILED {
      @Override
      RowStep step(Scenario scenario) {
        ExpressionCompiler compiler = new ExpressionCompiler(new CollationRules(true, true));
        RowPredicate condition =
            scenario.condition == null ? row -> true : compiler.predicate(scenario.condition);
        RowMapper mapper =
            scenario.outputs.isEmpty() ? row -> row : compiler.mapper(scenario.outputs);
        return row -> condition.test(row) ? mapper.map(row) : null;
      }
    },
    /** Has some of the scenarios only; JMH reports the others as errors. */
    BY_HAND {
      @Override
      @Nullable RowStep step(Scenario scenario) {
        return ByHand.step(scenario);
      }
    };

    abstract @Nullable RowStep step(Scenario scenario);
  }

  @Param public Candidate candidate = Candidate.COMPILED;

  @Param({
    "INTEGER_FILTER",
    "TIMESTAMP_FILTER",
    "NUMERIC_FILTER",
    "INTEGER_ARITHMETIC",
    "FLOAT_ARITHMETIC",
    "NUMERIC_ARITHMETIC",
    "TEXT_EQUALITY",
    "LIKE",
    "TEXT_FUNCTIONS",
    "CASE",
    "IN_LIST",
    "TPCH_Q1",
    "TPCH_Q6"
  })
  public String scenario = "INTEGER_FILTER";

  private final Row[] rows = LineItems.rows(ROWS);
  private RowStep step = row -> row;

  @Setup(Level.Trial)
  public void prepare() {
    for (Scenario each : Scenario.values()) {
      RowStep other = candidate.step(each);
      for (int round = 0; other != null && round < ROUNDS_BEFORE; round++) {
        bytes(other);
      }
    }
    step =
        Objects.requireNonNull(
            candidate.step(Scenario.valueOf(scenario)), "this candidate has no such scenario");
  }

  @Benchmark
  public long evaluate() {
    return bytes(step);
  }

  private long bytes(RowStep of) {
    long bytes = 0;
    for (Row row : rows) {
      @Nullable Row result = of.apply(row);
      bytes += result == null ? 0 : result.bytes().length;
    }
    return bytes;
  }
}
