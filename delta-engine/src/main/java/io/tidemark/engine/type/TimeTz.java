package io.tidemark.engine.type;

/**
 * A time of day with the offset that it is given in.
 *
 * @param micros since midnight, local
 * @param zone seconds west of UTC, as PostgreSQL keeps it
 */
public record TimeTz(long micros, int zone) implements Comparable<TimeTz> {

  private static final long SECOND_MICROS = 1_000_000L;

  /** Microseconds since midnight in UTC; beyond the day where the local day is another one. */
  public long utcMicros() {
    return micros + zone * SECOND_MICROS;
  }

  /** By the instant, then by the zone: what is equal has the same offset. */
  @Override
  public int compareTo(TimeTz other) {
    int byInstant = Long.compare(utcMicros(), other.utcMicros());
    return byInstant != 0 ? byInstant : Integer.compare(zone, other.zone);
  }
}
