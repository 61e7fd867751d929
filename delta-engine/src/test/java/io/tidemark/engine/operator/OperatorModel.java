package io.tidemark.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Feeds an operator random deltas and compares its integrated output after every tick with the
 * batch definition of the same operator over the integrated inputs. Deltas hold duplicates, rows
 * that come and go in the same tick, deletes to empty; they are cut into chunks of arbitrary, also
 * negative, weights; and the operator is replaced by a new one over the same arrangements at
 * random.
 *
 * @param generators one per input port, giving random rows from a small domain
 * @param batch the operator's definition on whole inputs
 * @param form brings rows that SQL holds equal to the same bytes
 */
public record OperatorModel(
    Function<Arrangements, Operator> operator,
    List<Function<Random, Row>> generators,
    Function<List<Bag>, Bag> batch,
    UnaryOperator<Row> form) {

  private static final int SEEDS = 40;
  private static final int TICKS = 40;

  public OperatorModel(
      Function<Arrangements, Operator> operator,
      List<Function<Random, Row>> generators,
      Function<List<Bag>, Bag> batch) {
    this(operator, generators, batch, row -> row);
  }

  public void check() {
    check(SEEDS, TICKS);
  }

  /** So many runs of so many ticks. */
  public void check(int seeds, int ticks) {
    for (long seed = 0; seed < seeds; seed++) {
      check(seed, ticks);
    }
  }

  private void check(long seed, int ticks) {
    Random random = new Random(seed);
    InMemoryArrangements arrangements = new InMemoryArrangements();
    InMemoryArrangements unchunkedArrangements = new InMemoryArrangements();
    Operator stepped = operator.apply(arrangements);
    Operator unchunked = operator.apply(unchunkedArrangements);
    List<Bag> inputs = new ArrayList<>();
    generators.forEach(ignored -> inputs.add(new Bag()));
    Bag output = new Bag();
    Bag unchunkedOutput = new Bag();

    for (int tick = 0; tick < ticks; tick++) {
      List<ZSet> deltas = new ArrayList<>();
      for (int port = 0; port < inputs.size(); port++) {
        ZSet delta = tick == 0 ? new ZSet() : delta(random, inputs.get(port), generators.get(port));
        inputs.get(port).addAll(delta);
        deltas.add(delta);
      }
      for (List<ZSet> chunk : chunks(random, deltas)) {
        output.addAll(stepped.step(chunk));
        if (random.nextInt(8) == 0) {
          stepped = operator.apply(arrangements);
        }
      }
      unchunkedOutput.addAll(unchunked.step(deltas));
      String where = "seed " + seed + ", tick " + tick;
      Bag expected = batch.apply(inputs).canonical(form);
      assertEquals(expected, output.canonical(form), where);
      assertEquals(expected, unchunkedOutput.canonical(form), where + ", in one step");
    }
  }

  private static ZSet delta(Random random, Bag input, Function<Random, Row> generator) {
    ZSet delta = new ZSet();
    int kind = random.nextInt(8);
    if (kind == 0) { // delete to empty
      input.forEach((row, weight) -> delta.add(row, -weight));
      return delta;
    }
    Bag present = new Bag();
    present.putAll(input);
    int changes = random.nextInt(10);
    for (int i = 0; i < changes; i++) {
      if (random.nextInt(3) > 0 || present.isEmpty()) {
        Row row = generator.apply(random);
        long copies = 1 + random.nextInt(2);
        present.plus(row, copies);
        delta.add(row, copies);
      } else {
        List<Row> rows = List.copyOf(present.keySet());
        Row row = rows.get(random.nextInt(rows.size()));
        present.plus(row, -1);
        delta.add(row, -1);
      }
    }
    return delta;
  }

  /** Cuts a tick into steps whose deltas add up to it, in any order and with detours. */
  private static List<List<ZSet>> chunks(Random random, List<ZSet> deltas) {
    int count = 1 + random.nextInt(3);
    List<List<ZSet>> chunks = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      List<ZSet> chunk = new ArrayList<>();
      deltas.forEach(ignored -> chunk.add(new ZSet()));
      chunks.add(chunk);
    }
    for (int port = 0; port < deltas.size(); port++) {
      ZSet delta = deltas.get(port);
      for (int i = 0; i < delta.size(); i++) {
        Row row = delta.row(i);
        long detour = random.nextInt(4) == 0 ? random.nextInt(5) - 2 : 0;
        chunks.get(random.nextInt(count)).get(port).add(row, delta.weight(i) + detour);
        chunks.get(random.nextInt(count)).get(port).add(row, -detour);
      }
    }
    return chunks;
  }
}
