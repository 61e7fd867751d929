package io.tidemark.engine.analyzed;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.InvalidQueryException;
import io.tidemark.engine.function.ExpressionCompiler;
import io.tidemark.engine.function.FunctionLibrary;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.plan.WindowFrame.Bound;
import io.tidemark.engine.plan.WindowFrame.Exclusion;
import io.tidemark.engine.plan.WindowFrame.Mode;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.state.row.Row;
import java.util.List;

/** The frame of a window clause, from the bits of PostgreSQL's {@code frameOptions}. */
final class WindowFrames {

  private static final int ROWS = 0x4;
  private static final int GROUPS = 0x8;
  private static final int START_UNBOUNDED = 0x20;
  private static final int END_UNBOUNDED = 0x100;
  private static final int START_CURRENT_ROW = 0x200;
  private static final int END_CURRENT_ROW = 0x400;
  private static final int START_PRECEDING = 0x800;
  private static final int END_PRECEDING = 0x1000;
  private static final int START_FOLLOWING = 0x2000;
  private static final int END_FOLLOWING = 0x4000;
  private static final int EXCLUDE_CURRENT_ROW = 0x8000;
  private static final int EXCLUDE_GROUP = 0x10000;
  private static final int EXCLUDE_TIES = 0x20000;

  private final int options;
  private final Mode mode;
  private final Node clause;
  private final ExpressionTranslator translator;
  private final Catalog catalog;

  private WindowFrames(Node clause, ExpressionTranslator translator, Catalog catalog) {
    this.clause = clause;
    this.translator = translator;
    this.catalog = catalog;
    this.options = clause.integer("frameOptions");
    this.mode = has(ROWS) ? Mode.ROWS : has(GROUPS) ? Mode.GROUPS : Mode.RANGE;
  }

  static WindowFrame of(Node clause, ExpressionTranslator translator, Catalog catalog) {
    WindowFrames frames = new WindowFrames(clause, translator, catalog);
    return new WindowFrame(frames.mode, frames.from(), frames.to(), frames.exclusion());
  }

  private boolean has(int option) {
    return (options & option) != 0;
  }

  private Bound from() {
    if (has(START_UNBOUNDED)) {
      return Bound.of(Bound.Kind.UNBOUNDED_PRECEDING);
    }
    if (has(START_CURRENT_ROW)) {
      return Bound.of(Bound.Kind.CURRENT_ROW);
    }
    return offset(has(START_PRECEDING), has(START_FOLLOWING), "startOffset", "startInRangeFunc");
  }

  private Bound to() {
    if (has(END_UNBOUNDED)) {
      return Bound.of(Bound.Kind.UNBOUNDED_FOLLOWING);
    }
    if (has(END_CURRENT_ROW)) {
      return Bound.of(Bound.Kind.CURRENT_ROW);
    }
    return offset(has(END_PRECEDING), has(END_FOLLOWING), "endOffset", "endInRangeFunc");
  }

  private Bound offset(boolean preceding, boolean following, String field, String inRangeField) {
    if (preceding == following) {
      throw new NodeFormatException("A window frame of the analysed query has no such bound");
    }
    Expression offset = translator.translate(clause.node(field));
    if (!isConstant(offset)) {
      throw Refusals.construct(
          "A window frame whose offset is not a constant", "Write the offset as a number");
    }
    check(offset, field.equals("startOffset") ? "starting" : "ending");
    Function inRange =
        mode == Mode.RANGE ? catalog.procedure(clause.integer(inRangeField)).function() : null;
    return new Bound(preceding ? Bound.Kind.PRECEDING : Bound.Kind.FOLLOWING, offset, inRange);
  }

  /** PostgreSQL checks it whenever the query runs, whether there are rows or not. */
  private void check(Expression offset, String which) {
    Row value;
    try {
      value =
          new ExpressionCompiler(
                  CollationRules.UNKNOWN_DEFAULT, FunctionLibrary.of(catalog.majorVersion()))
              .mapper(List.of(offset))
              .map(Row.EMPTY);
    } catch (EvaluationException e) {
      throw invalid("frame " + which + " offset: " + e.getMessage(), e.sqlState());
    }
    if (value.isNull(0)) {
      throw invalid("frame " + which + " offset must not be null", "22004");
    }
    if (mode != Mode.RANGE && value.getLong(0) < 0) {
      throw invalid("frame " + which + " offset must not be negative", "22013");
    }
  }

  private static InvalidQueryException invalid(String message, String sqlState) {
    return new InvalidQueryException(message, 0, 0, "Give it a number from 0", sqlState);
  }

  private static boolean isConstant(Expression expression) {
    return !(expression instanceof Expression.Parameter)
        && !(expression instanceof Expression.Subquery)
        && Columns.of(expression).isEmpty()
        && expression.children().stream().allMatch(WindowFrames::isConstant);
  }

  private Exclusion exclusion() {
    if (has(EXCLUDE_CURRENT_ROW)) {
      return Exclusion.CURRENT_ROW;
    }
    if (has(EXCLUDE_GROUP)) {
      return Exclusion.GROUP;
    }
    return has(EXCLUDE_TIES) ? Exclusion.TIES : Exclusion.NO_OTHERS;
  }
}
