package io.tidemark.server.cli;

import ch.qos.logback.classic.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log levels that verbs choose; everything else about logging is in logback.xml. */
final class Logging {

  private Logging() {}

  /** Only warnings, for verbs that own the terminal. */
  static void quiet() {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
        instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(Level.WARN);
    }
  }
}
