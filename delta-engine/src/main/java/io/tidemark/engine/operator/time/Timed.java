package io.tidemark.engine.operator.time;

/** An operator whose output changes with the time of the tick too. */
public interface Timed {

  /** No time at which anything changes. */
  long NEVER = Long.MAX_VALUE;

  /**
   * The earliest time at which the output may change although no input does, as microseconds since
   * 2000-01-01 UTC; {@link #NEVER} for none.
   */
  long nextWakeUp();
}
