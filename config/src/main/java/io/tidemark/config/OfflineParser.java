package io.tidemark.config;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.statement.Statement;

/**
 * JSqlParser, kept on a leash: it fails on a sixth of PostgreSQL's constructs, and its
 * back-tracking can take exponential time, so that it gets a time limit and its failure is an
 * answer, not an error. Its tree never decides a result, it only tells names.
 */
final class OfflineParser {

  /** Ordinary queries take some milliseconds; one that takes this long is read by the scanner. */
  private static final int TIMEOUT_MILLIS = 2_000;

  /** Recursive descent needs about a kilobyte of stack per level and alternative. */
  private static final int NESTING_MAX = 100;

  /** Held strongly, since a logger that nobody holds forgets its level. */
  private static final Logger PARSER_LOG = CCJSqlParserUtil.LOGGER;

  static {
    PARSER_LOG.setLevel(Level.OFF); // it logs queries, which may hold data, and every retry
  }

  sealed interface Answer permits Parsed, NotUnderstood {}

  record Parsed(Set<Relation> relations) implements Answer {}

  /**
   * @param offset index in the query where the parser gave up, 0 if unknown
   */
  record NotUnderstood(int offset) implements Answer {}

  private OfflineParser() {}

  static Answer parse(String query, List<io.tidemark.config.Token> tokens) {
    if (nesting(tokens) > NESTING_MAX) {
      return new NotUnderstood(0);
    }
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("offline-sql-parser").unstarted(task));
    try {
      Statement statement =
          CCJSqlParserUtil.parse(query, executor, parser -> parser.withTimeOut(TIMEOUT_MILLIS));
      return new Parsed(RelationFinder.find(statement));
    } catch (JSQLParserException failure) {
      return new NotUnderstood(offset(failure));
    } catch (RuntimeException | StackOverflowError defect) {
      return new NotUnderstood(0); // a defect of the library must not stop a valid definition
    } finally {
      executor.shutdownNow();
    }
  }

  private static int nesting(List<io.tidemark.config.Token> tokens) {
    int depth = 0;
    int deepest = 0;
    for (io.tidemark.config.Token token : tokens) {
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private static int offset(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ParseException parse && parse.currentToken != null) {
        Token offending = parse.currentToken.next;
        return Math.max(0, offending == null ? 0 : offending.absoluteBegin - 1);
      }
    }
    return 0;
  }
}
