package io.tidemark.sink;

import java.util.HashSet;
import java.util.Set;

/**
 * Which transactions a snapshot sees: PostgreSQL's {@code pg_snapshot}, "xmin:xmax:running,…", in
 * 64-bit transaction ids.
 */
public record XidSnapshot(long xmin, long xmax, Set<Long> running) {

  public XidSnapshot {
    running = Set.copyOf(running);
  }

  public static XidSnapshot parse(String text) {
    String[] parts = text.split(":", -1);
    Set<Long> running = new HashSet<>();
    for (String xid : parts[2].split(",")) {
      if (!xid.isEmpty()) {
        running.add(Long.parseUnsignedLong(xid));
      }
    }
    return new XidSnapshot(
        Long.parseUnsignedLong(parts[0]), Long.parseUnsignedLong(parts[1]), running);
  }

  /**
   * Whether it sees a transaction that has committed.
   *
   * @param xid the low 32 bits of its id, as the WAL has it; ids that are alive at once are less
   *     than 2³¹ apart
   */
  public boolean sees(int xid) {
    long full = xmax + (xid - (int) xmax);
    return full < xmin || (full < xmax && !running.contains(full));
  }
}
