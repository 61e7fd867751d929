package io.tidemark.state.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the row stores of all logs share: when they take too much, the largest gives some
 * back, so that a large source that rests does not push out a small one that works. Thread-safe.
 */
final class RowMemory {

  /** Eviction frees this part more than is needed, so that it does not come again at once. */
  private static final int SLACK_SHARE = 16;

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final List<RowStore> stores = new CopyOnWriteArrayList<>();

  RowMemory(long limitBytes) {
    this.limit = limitBytes;
  }

  void add(RowStore store) {
    stores.add(store);
  }

  void remove(RowStore store) {
    stores.remove(store);
  }

  void account(long bytes) {
    used.addAndGet(bytes);
  }

  long used() {
    return used.get();
  }

  /** Evicts while too much is used, from the largest stores first. No store's lock may be held. */
  void keepWithinLimit() {
    if (used.get() <= limit) {
      return;
    }
    long target = limit - limit / SLACK_SHARE;
    List<Size> sizes = new ArrayList<>(); // taken once: other threads change them
    for (RowStore store : stores) {
      if (store.isEvictable()) {
        sizes.add(new Size(store, store.heapBytes()));
      }
    }
    sizes.sort(Comparator.comparingLong(Size::bytes).reversed());
    for (Size size : sizes) {
      if (used.get() > target) {
        size.store().evict(used.get() - target);
      }
    }
  }

  private record Size(RowStore store, long bytes) {}
}
