package io.tidemark.bench.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The candidates are only comparable if they compute the same. */
class RowCandidatesTest {

  private final Orders orders = new Orders(1_000);

  @Test
  void allCandidatesComputeTheSame() {
    Outcome boxed = outcome(new ObjectRows());
    assertEquals(boxed, outcome(new ByteRows()));
    assertEquals(boxed, outcome(new ColumnRows()));
    assertEquals(600, boxed.rows);
    assertEquals(5, boxed.sums.size());
  }

  @Test
  void numericsSurviveTheBoxedForm() {
    for (String text : List.of("0.00", "0.07", "12.30", "9999.99", "10000.00", "1234567.8901")) {
      byte[] wire = Numeric.encode(new java.math.BigDecimal(text));
      assertEquals(text, Numeric.decode(wire, 0).toPlainString());
      assertArrayEquals(wire, Numeric.encode(Numeric.decode(wire, 0)));
    }
  }

  private record Outcome(List<Long> sums, int rows, List<Integer> parameterBytes) {}

  private <B> Outcome outcome(RowCandidate<B> candidate) {
    B batch = candidate.consolidate(candidate.decode(orders.tuples, orders.weights));
    return new Outcome(
        candidate.sumByRegion(batch).values().stream().map(sum -> sum[0]).sorted().toList(),
        candidate.serialize(batch).length,
        Arrays.stream(candidate.encode(batch)).map(array -> array.length).toList());
  }
}
