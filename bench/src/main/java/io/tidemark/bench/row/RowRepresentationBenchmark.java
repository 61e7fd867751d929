package io.tidemark.bench.row;

import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * Nanoseconds per change of each stage that a row passes, and of all of them, for three
 * representations. The table it gave is in docs/decisions/0003-row-representation.md.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RowRepresentationBenchmark.CHANGES)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseCompactObjectHeaders"})
public class RowRepresentationBenchmark {

  static final int CHANGES = 10_000;

  /** The representations by name. */
  public enum Candidate {
    OBJECTS(new ObjectRows()),
    BYTES(new ByteRows()),
    COLUMNS(new ColumnRows());

    private final RowCandidate<?> rows;

    Candidate(RowCandidate<?> rows) {
      this.rows = rows;
    }
  }

  @Param public Candidate candidate = Candidate.BYTES;

  private Stages<?> stages = new Stages<>(new ByteRows());

  @Setup(Level.Trial)
  public void prepare() {
    stages = new Stages<>(candidate.rows);
  }

  @Benchmark
  public Object decode() {
    return stages.decode();
  }

  @Benchmark
  public Object consolidate() {
    return stages.consolidate();
  }

  @Benchmark
  public Map<?, long[]> filterAndSumByGroup() {
    return stages.sumByRegion();
  }

  @Benchmark
  public byte[][] serializeToState() {
    return stages.serialize();
  }

  @Benchmark
  public byte[][] encodeToParameters() {
    return stages.encode();
  }

  @Benchmark
  public Object wholePath() {
    return stages.wholePath();
  }

  /** The stages over one candidate's own batch type, each over the result of the one before it. */
  private static final class Stages<B> {
    private final RowCandidate<B> rows;
    private final Orders orders = new Orders(CHANGES);
    private final B decoded;
    private final B consolidated;

    Stages(RowCandidate<B> rows) {
      this.rows = rows;
      this.decoded = decode();
      this.consolidated = consolidate();
    }

    B decode() {
      return rows.decode(orders.tuples, orders.weights);
    }

    B consolidate() {
      return rows.consolidate(decoded);
    }

    Map<?, long[]> sumByRegion() {
      return rows.sumByRegion(consolidated);
    }

    byte[][] serialize() {
      return rows.serialize(consolidated);
    }

    byte[][] encode() {
      return rows.encode(consolidated);
    }

    Object wholePath() {
      B batch = rows.consolidate(decode());
      return new Object[] {rows.sumByRegion(batch), rows.serialize(batch), rows.encode(batch)};
    }
  }
}
