package io.tidemark.state.arrangement;

/**
 * Asks for room each time an arrangement has grown by some bytes, in the midst of a tick, so that
 * neither a tick of many changes nor one of many look-ups takes all memory. An arrangement checks
 * at the start of an operation, when it holds no reference to what may be dropped.
 */
final class Growth {

  private static final long STEP_BYTES = 64L << 10;

  private final Runnable makeRoom;
  private long bytes;

  Growth(Runnable makeRoom) {
    this.makeRoom = makeRoom;
  }

  void add(long grownBytes) {
    if (grownBytes > 0) {
      bytes += grownBytes;
    }
  }

  void check() {
    if (bytes > STEP_BYTES) {
      bytes = 0;
      makeRoom.run();
    }
  }
}
