package io.tidemark.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what must hold for a query whatever PostgreSQL version reads it: one statement, a query,
 * no data changed, nothing left open. Works on tokens, so that a construct that no parser of ours
 * knows is still checked, and every mistake is found.
 */
final class StatementCheck {

  private static final Set<String> QUERY_STARTS = Set.of("SELECT", "WITH", "VALUES", "TABLE");
  private static final Set<String> DATA_CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
  private static final String ONE_QUERY =
      "a stream table is defined by one SELECT, WITH, VALUES or TABLE";

  private final List<Token> tokens;
  private final List<InvalidValueException> mistakes = new ArrayList<>();

  private StatementCheck(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** All mistakes, with offsets into the text that the tokens came from. */
  static List<InvalidValueException> mistakes(List<Token> tokens) {
    StatementCheck check = new StatementCheck(tokens);
    if (tokens.isEmpty() || tokens.getFirst().isSymbol(';')) {
      check.add(ErrorCode.NOT_A_QUERY, "the query is empty", ONE_QUERY, null);
      return check.mistakes;
    }
    check.firstWord();
    check.brackets();
    check.statements();
    check.words();
    return check.mistakes;
  }

  private void firstWord() {
    Token first =
        tokens.stream().filter(t -> !t.isSymbol('(')).findFirst().orElse(tokens.getFirst());
    if (!first.isAny(QUERY_STARTS)) {
      String word = first.text().toUpperCase(Locale.ROOT);
      String hint =
          Spelling.nearest(word, QUERY_STARTS)
              .map(meant -> "did you mean " + meant + "?")
              .orElse(ONE_QUERY);
      add(
          ErrorCode.NOT_A_QUERY,
          "a statement that starts with " + word + " is no query",
          hint,
          first);
    }
  }

  private void brackets() {
    Deque<Token> open = new ArrayDeque<>();
    for (Token token : tokens) {
      if (token.isSymbol('(') || token.isSymbol('[')) {
        open.push(token);
      } else if (token.isSymbol(')') || token.isSymbol(']')) {
        Token opening = open.poll();
        if (opening == null || opening.isSymbol('(') != token.isSymbol(')')) {
          String message = "this " + token.text() + " closes nothing";
          add(ErrorCode.QUERY_UNBALANCED, message, "remove it, or open it before", token);
          return; // what follows would be noise
        }
      }
    }
    Token opening = open.peek();
    if (opening != null) {
      String message = "this " + opening.text() + " is not closed";
      String closing = opening.isSymbol('(') ? ")" : "]";
      add(ErrorCode.QUERY_UNBALANCED, message, "close it by " + closing, opening);
    }
  }

  private void statements() {
    for (int i = 0; i < tokens.size() - 1; i++) {
      Token next = tokens.get(i + 1);
      if (tokens.get(i).isSymbol(';') && !next.isSymbol(';')) {
        add(
            ErrorCode.SEVERAL_STATEMENTS,
            "a second statement begins here",
            "give each query a stream table of its own; WITH joins several steps in one query",
            next);
        return;
      }
    }
  }

  private void words() {
    boolean started = !tokens.getFirst().is("WITH");
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token before = i == 0 ? token : tokens.get(i - 1);
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      if (token.isSymbol(';')) {
        return;
      }
      started |= depth == 0 && i > 0 && token.isAny(QUERY_STARTS);
      boolean mainStatement = !started && depth == 0 && before.isSymbol(')');
      boolean step = before.isSymbol('(') && i >= 2 && isStepStart(tokens.get(i - 2));
      if (token.isAny(DATA_CHANGES) && (mainStatement || step)) {
        String word = token.text().toUpperCase(Locale.ROOT);
        add(ErrorCode.NOT_A_QUERY, word + " changes data, a query must not", ONE_QUERY, token);
      } else if (token.is("INTO") && !before.is("AS") && !before.isSymbol('.')) {
        add(
            ErrorCode.NOT_A_QUERY,
            "SELECT … INTO creates a table",
            "drop the INTO clause: the stream table's name is the definition's name",
            token);
      } else if (token.kind() == Token.Kind.PARAMETER) {
        add(
            ErrorCode.QUERY_PARAMETER,
            "the query has the parameter " + token.text(),
            "write the value; ${env:NAME} takes it from the environment",
            token);
      }
    }
  }

  private static boolean isStepStart(Token token) {
    return token.is("AS") || token.is("MATERIALIZED");
  }

  private void add(ErrorCode code, String message, String hint, @Nullable Token where) {
    mistakes.add(
        new InvalidValueException(code, message, hint, where == null ? 0 : where.offset()));
  }
}
