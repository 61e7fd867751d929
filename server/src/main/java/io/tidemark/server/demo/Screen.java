package io.tidemark.server.demo;

import java.io.PrintStream;
import java.util.List;

/**
 * What the demo shows: a frame that is drawn over itself on a terminal, and plain lines elsewhere
 * (a pipe, CI). Owned by the demo's thread.
 */
final class Screen {

  private static final int BAR_CELLS = 32;

  private final PrintStream out;
  private final boolean live;
  private int drawnLines;

  Screen(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  boolean isLive() {
    return live;
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Draws or redraws a progress bar; without a terminal only its end is printed. */
  void progress(String label, long done, long total) {
    boolean finished = done >= total;
    if (!live && !finished) {
      return;
    }
    int filled = (int) Math.min(BAR_CELLS, done * BAR_CELLS / Math.max(1, total));
    String bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
    out.printf("%s  %-26s %s %,d%s", live ? "\r" : "", label, bar, done, finished ? "\n" : "");
    out.flush();
  }

  /** Shows a frame in place of the one before. */
  void frame(List<String> lines) {
    if (live && drawnLines > 0) {
      out.print("\033[" + drawnLines + "A\033[J");
    }
    lines.forEach(out::println);
    out.flush();
    drawnLines = lines.size();
  }

  /** Keeps the last frame where it is; the next one starts below. */
  void keepFrame() {
    drawnLines = 0;
  }

  String bold(String text) {
    return live ? "\033[1m" + text + "\033[0m" : text;
  }

  String dim(String text) {
    return live ? "\033[2m" + text + "\033[0m" : text;
  }
}
