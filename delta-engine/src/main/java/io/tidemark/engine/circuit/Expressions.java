package io.tidemark.engine.circuit;

import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.function.TableMapper;
import io.tidemark.engine.function.ValueOrder;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a circuit's expressions, keys and aggregates are computed: the function library and the
 * types' encodings as a circuit sees them. Each result belongs to one operator.
 *
 * <p>Every method throws {@link io.tidemark.engine.UnsupportedQueryException} for what it cannot
 * compute exactly as PostgreSQL does.
 */
public interface Expressions {

  /** The time zone by which times without one are taken. */
  default ZoneId timeZone() {
    return ZoneOffset.UTC;
  }

  /** Maps a row to the row of the expressions' values. */
  RowMapper mapper(List<Expression> expressions);

  RowPredicate predicate(Expression condition);

  /**
   * Whether PostgreSQL computes a part of the expression, so that it is dear for one row at a time.
   */
  boolean asks(Expression expression);

  /** The rows that calls give for a row, side by side; numbered in a last column if asked for. */
  TableMapper table(List<TableCall> calls, boolean ordinality);

  /**
   * The key of a row of columns of these types: equal bytes exactly where all values are equal by
   * their types' default equality, NULL being equal to NULL. Never null.
   */
  KeyFunction key(List<PgType> types);

  /** Whether there is a {@link #key} of the type. */
  default boolean hasKey(PgType type) {
    return true;
  }

  /** Whether values of the two types are equal by SQL's {@code =} exactly where their keys are. */
  boolean haveCommonKeys(PgType left, PgType right);

  /**
   * The encoding of a row of one column, which is not NULL, that is ordered as unsigned bytes like
   * the values by their type's default order, and of which none is another's prefix.
   */
  KeyFunction order(PgType type);

  /**
   * The place of an input row in the order of the sort keys: bytes whose unsigned order is that of
   * ORDER BY and which are equal exactly for peers. None is another's prefix, so that more bytes
   * behind it break ties. Never null.
   */
  KeyFunction order(List<SortKey> keys);

  /**
   * Of {@code RANGE n PRECEDING} or {@code FOLLOWING}, the place in the order of the value that is
   * at the distance from an input row's: rows are in range whose place is not before it, or not
   * behind it. Null where the row's value is NULL.
   *
   * @param key the only one of the order
   * @param offset one column: the distance, not NULL
   * @param from whether the frame begins there, else it ends there
   */
  KeyFunction rangeLimit(SortKey key, WindowFrame.Bound bound, Row offset, boolean from);

  /**
   * The default order of a type's values by its collation if PostgreSQL alone knows it; null if it
   * is known here, or PostgreSQL is out of reach.
   */
  default @Nullable ValueOrder valueOrder(PgType type) {
    return null;
  }

  /** Whether the call asks for an end of its arguments' order: min, max or any_value. */
  boolean isExtreme(AggregateCall call);

  /** {@link #order(PgType)} of the argument by which a call is {@linkplain #isExtreme extreme}. */
  KeyFunction extremeOrder(AggregateCall call);

  /** Of a call that is {@linkplain #isExtreme extreme}, whether it is the upper end. */
  boolean isGreatest(AggregateCall call);

  /** How a call is read off its arguments in an order; null if it is of another kind. */
  @Nullable OrderedFunction ordered(AggregateCall call);

  /**
   * How PostgreSQL computes a call from its arguments and then what else it is ordered by; null if
   * it is out of reach.
   *
   * @param columns those of the rows that it will be given
   */
  @Nullable OrderedFunction askedFor(AggregateCall call, List<Expression> columns);

  /** The running state over no rows of a call of no other kind; FILTER is not its business. */
  Accumulator accumulator(AggregateCall call);
}
