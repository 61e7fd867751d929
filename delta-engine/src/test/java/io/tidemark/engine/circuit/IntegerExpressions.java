package io.tidemark.engine.circuit;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.function.TableMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Enough of a function library for circuits over integers: {@code +, /, <, =}, count, sum, min,
 * max.
 */
class IntegerExpressions implements Expressions {

  static final PgType INT = PgType.of(PgType.INT4);

  static Expression column(int index) {
    return new Expression.Column(index, INT);
  }

  static Expression constant(int value) {
    byte[] bytes = new byte[4];
    Bytes.INT.set(bytes, 0, value);
    return new Expression.Constant(bytes, INT);
  }

  static Expression call(String name, Expression left, Expression right) {
    return new Expression.Call(function(name), List.of(left, right), INT, 0);
  }

  static AggregateCall aggregate(
      String name, boolean distinct, @Nullable Expression filter, Expression... arguments) {
    return new AggregateCall(
        function(name), List.of(), List.of(arguments), distinct, List.of(), filter, INT, 0);
  }

  static Function function(String name) {
    String source = name.equals("<") ? "int4lt" : name; // which a join looks for
    return new Function(0, "pg_catalog", name, source, List.of(), true, 'i');
  }

  @Override
  public RowMapper mapper(List<Expression> expressions) {
    return row -> {
      RowBuilder builder = new RowBuilder(expressions.size());
      for (Expression expression : expressions) {
        if (expression instanceof Expression.Constant(byte[] bytes, _)
            && bytes != null
            && bytes.length == 8) {
          builder.add(bytes); // how many rows a frame has
          continue;
        }
        Integer value = value(expression, row);
        if (value == null) {
          builder.addNull();
        } else {
          builder.addInt(value);
        }
      }
      return builder.build();
    };
  }

  @Override
  public boolean asks(Expression expression) {
    return false;
  }

  @Override
  public TableMapper table(List<TableCall> calls, boolean ordinality) {
    throw new UnsupportedOperationException("no table functions over integers");
  }

  @Override
  public RowPredicate predicate(Expression condition) {
    return row -> {
      Integer value = value(condition, row);
      return value != null && value != 0;
    };
  }

  @Override
  public KeyFunction key(List<PgType> types) {
    return Row::bytes;
  }

  /** Types of another modifier stand for types with other keys. */
  @Override
  public boolean haveCommonKeys(PgType left, PgType right) {
    return left.equals(right);
  }

  @Override
  public KeyFunction order(PgType type) {
    return row -> {
      byte[] bytes = row.copy(0);
      bytes[0] ^= (byte) 0x80;
      return bytes;
    };
  }

  @Override
  public KeyFunction order(List<SortKey> keys) {
    return row -> {
      byte[] bytes = new byte[5 * keys.size()];
      for (int i = 0; i < keys.size(); i++) {
        SortKey key = keys.get(i);
        Integer value = value(key.expression(), row);
        bytes[5 * i] = (byte) (value != null ? 1 : key.nullsFirst() ? 0 : 2);
        int ordered = value == null ? 0 : value ^ Integer.MIN_VALUE;
        Bytes.INT.set(bytes, 5 * i + 1, key.descending() ? ~ordered : ordered);
      }
      return bytes;
    };
  }

  @Override
  public KeyFunction rangeLimit(SortKey key, WindowFrame.Bound bound, Row offset, boolean from) {
    boolean down = (bound.kind() == WindowFrame.Bound.Kind.PRECEDING) != key.descending();
    int distance = down ? -offset.getInt(0) : offset.getInt(0);
    KeyFunction order =
        order(List.of(new SortKey(column(0), key.descending(), key.nullsFirst(), 0)));
    return row -> {
      Integer value = value(key.expression(), row);
      return value == null ? null : order.keyOf(new RowBuilder(1).addInt(value + distance).build());
    };
  }

  @Override
  public boolean isExtreme(AggregateCall call) {
    return call.function().name().equals("min") || call.function().name().equals("max");
  }

  @Override
  public KeyFunction extremeOrder(AggregateCall call) {
    return order(call.arguments().getFirst().type());
  }

  @Override
  public boolean isGreatest(AggregateCall call) {
    return call.function().name().equals("max");
  }

  @Override
  public @Nullable OrderedFunction ordered(AggregateCall call) {
    return null;
  }

  @Override
  public @Nullable OrderedFunction askedFor(AggregateCall call, List<Expression> columns) {
    return null;
  }

  @Override
  public Accumulator accumulator(AggregateCall call) {
    return new CountOrSum(call.function().name().equals("sum"), call.arguments().isEmpty());
  }

  private static @Nullable Integer value(Expression expression, Row row) {
    return switch (expression) {
      case Expression.Column column ->
          row.isNull(column.index()) ? null : (Integer) row.getInt(column.index());
      case Expression.Constant constant ->
          constant.value() == null ? null : (Integer) (int) Bytes.INT.get(constant.value(), 0);
      case Expression.Call call -> {
        Integer left = value(call.arguments().get(0), row);
        Integer right = value(call.arguments().get(1), row);
        yield left == null || right == null ? null : (Integer) apply(call, left, right);
      }
      case Expression.And and -> {
        int result = 1;
        for (Expression operand : and.operands()) {
          Integer value = value(operand, row);
          result &= value == null ? 0 : value;
        }
        yield result;
      }
      case Expression.Coalesce coalesce -> {
        for (Expression operand : coalesce.operands()) {
          Integer value = value(operand, row);
          if (value != null) {
            yield value;
          }
        }
        yield null;
      }
      default -> throw new IllegalArgumentException(expression.toString());
    };
  }

  private static int apply(Expression.Call call, int left, int right) {
    return switch (call.function().name()) {
      case "+" -> left + right;
      case "<" -> left < right ? 1 : 0;
      case "=" -> left == right ? 1 : 0;
      case "/" -> {
        if (right == 0) {
          throw new EvaluationException("22012", "division by zero");
        }
        yield left / right;
      }
      default -> throw new IllegalArgumentException(call.toString());
    };
  }

  private static final class CountOrSum implements Accumulator {
    private final boolean isSum;
    private final boolean countsRows;
    private int count;
    private int sum;

    CountOrSum(boolean isSum, boolean countsRows) {
      this.isSum = isSum;
      this.countsRows = countsRows;
    }

    @Override
    public void add(Row arguments, long weight) {
      if (countsRows || !arguments.isNull(0)) {
        count += (int) weight;
        sum += countsRows ? 0 : (int) weight * arguments.getInt(0);
      }
    }

    @Override
    public void merge(Accumulator other) {
      CountOrSum more = (CountOrSum) other;
      count += more.count;
      sum += more.sum;
    }

    @Override
    public void result(RowBuilder target) {
      if (isSum && count == 0) {
        target.addNull();
      } else {
        target.addInt(isSum ? sum : count);
      }
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeInt(count);
      out.writeInt(sum);
    }

    @Override
    public void read(DataInput in) throws IOException {
      count = in.readInt();
      sum = in.readInt();
    }
  }
}
