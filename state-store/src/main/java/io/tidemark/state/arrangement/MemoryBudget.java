package io.tidemark.state.arrangement;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that the arrangements of all circuits may hold in memory together. Thread-safe. */
public final class MemoryBudget {

  /** Eviction frees this part more than is needed, so that it does not come again at once. */
  private static final int SLACK_SHARE = 8;

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger holders = new AtomicInteger();

  public MemoryBudget(long limitBytes) {
    this.limit = limitBytes;
  }

  public long limit() {
    return limit;
  }

  public void add(long bytes) {
    used.addAndGet(bytes);
  }

  public long used() {
    return used.get();
  }

  public boolean isExceeded() {
    return used.get() > limit;
  }

  public boolean hasRoomFor(long bytes) {
    return used.get() + bytes <= limit;
  }

  public void addHolder() {
    holders.incrementAndGet();
  }

  public void removeHolder() {
    holders.decrementAndGet();
  }

  /**
   * What a circuit that holds so much should give back. While the others hold more than their
   * share, it keeps its own, up to a limit: each circuit can drop only its own memory.
   */
  public long excess(long held) {
    long total = used.get();
    if (total <= limit) {
      return 0;
    }
    long wanted = total - limit + limit / SLACK_SHARE;
    long share = limit / Math.max(1, holders.get());
    long aboveShare = held - share + share / SLACK_SHARE;
    return total > limit + limit / 4 ? wanted : Math.max(0, Math.min(wanted, aboveShare));
  }
}
