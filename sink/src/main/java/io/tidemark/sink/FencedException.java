package io.tidemark.sink;

import io.tidemark.state.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * The circuit's frontier in the sink is not the one that a transaction expected, so the transaction
 * was rolled back: another service has taken over, or an earlier commit of this one went through or
 * was lost without this one knowing. The second is mended by going on from {@link #actual}.
 */
public final class FencedException extends SinkException {

  private static final long serialVersionUID = 1L;

  private final Frontier expected;
  private final @Nullable Frontier actual;

  FencedException(Frontier expected, @Nullable Frontier actual) {
    super(Code.FENCED, describe(expected, actual), advise(expected, actual));
    this.expected = expected;
    this.actual = actual;
  }

  public Frontier expected() {
    return expected;
  }

  /** What the sink has; null if the circuit's frontier row is gone. */
  public @Nullable Frontier actual() {
    return actual;
  }

  /** Whether another service owns the circuit now: this one must stop merging. */
  public boolean isTakenOver() {
    return actual == null || actual.epoch() != expected.epoch();
  }

  private static String describe(Frontier expected, @Nullable Frontier actual) {
    String at = "at %s, epoch %d".formatted(Lsn.format(expected.lsn()), expected.epoch());
    return actual == null
        ? "Circuit '%s' was expected %s, but its row in tidemark.frontier is gone"
            .formatted(expected.circuit(), at)
        : "Circuit '%s' was expected %s, but the sink has it at %s, epoch %d"
            .formatted(expected.circuit(), at, Lsn.format(actual.lsn()), actual.epoch());
  }

  private static String advise(Frontier expected, @Nullable Frontier actual) {
    return actual == null || actual.epoch() != expected.epoch()
        ? "Another Tidemark service has taken over: stop this one, or stop the other and restart this."
        : "The service goes on from the sink's frontier by itself.";
  }
}
