package io.tidemark.state.arrangement;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that arrangements may hold in memory together. Thread-safe. */
public final class MemoryBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  public MemoryBudget(long limitBytes) {
    this.limit = limitBytes;
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
}
