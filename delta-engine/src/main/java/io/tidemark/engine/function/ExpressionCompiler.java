package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.KeyEncoder;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeShapes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles expressions to closures. Columns are decoded where an expression looks at them; columns
 * that are only passed on are copied as bytes. Calls over constants alone are computed once, at the
 * first row.
 */
public final class ExpressionCompiler {

  private final FunctionLibrary library;
  private final KnownTypes known;
  private final @Nullable ServerExpressions server;

  /** What the mapping or condition that is being compiled asks of PostgreSQL. */
  private List<ServerEvaluator> asked = new ArrayList<>();

  /** Whether a function was compiled that leaves some values to PostgreSQL. */
  private boolean partly;

  /** A compiler for the newest major version of PostgreSQL. */
  public ExpressionCompiler(CollationRules collations) {
    this(collations, FunctionLibrary.builtIn());
  }

  /**
   * @param library the functions of the major version that is the oracle
   */
  public ExpressionCompiler(CollationRules collations, FunctionLibrary library) {
    this(collations, library, null);
  }

  /**
   * @param server computes what the library lacks; without it that is refused
   */
  public ExpressionCompiler(
      CollationRules collations, FunctionLibrary library, @Nullable ServerExpressions server) {
    this(
        new KnownTypes(collations, server == null ? TypeShapes.NONE : server.shapes()),
        library,
        server);
  }

  ExpressionCompiler(
      KnownTypes known, FunctionLibrary library, @Nullable ServerExpressions server) {
    this.known = known;
    this.library = library;
    this.server = server;
  }

  public CollationRules collations() {
    return known.collations();
  }

  /**
   * Compiles a condition.
   *
   * @throws UnsupportedQueryException if it contains something that the engine cannot compute
   */
  public RowPredicate predicate(Expression condition) {
    asked = new ArrayList<>();
    Evaluator evaluator = compile(condition);
    return asked.isEmpty()
        ? row -> Boolean.TRUE.equals(evaluator.evaluate(row))
        : new AskingPredicate(evaluator, asked);
  }

  /**
   * Compiles a list of expressions to a mapping of rows. It reuses a buffer: one thread only.
   *
   * @throws UnsupportedQueryException if one contains something that the engine cannot compute
   */
  public RowMapper mapper(List<Expression> expressions) {
    asked = new ArrayList<>();
    int[] columns = new int[expressions.size()];
    boolean plain = true;
    Output[] outputs = new Output[expressions.size()];
    for (int i = 0; i < outputs.length; i++) {
      Expression expression = strip(expressions.get(i));
      if (expression instanceof Expression.Column column) {
        columns[i] = column.index();
        outputs[i] = (row, target) -> target.add(row, column.index());
      } else {
        plain = false;
        outputs[i] = output(expression);
      }
    }
    if (plain) {
      return row -> row.project(columns);
    }
    RowBuilder builder = new RowBuilder(outputs.length);
    RowMapper mapper =
        row -> {
          try {
            for (Output output : outputs) {
              output.append(row, builder);
            }
            return builder.build();
          } catch (EvaluationException failed) {
            builder.reset();
            throw failed;
          }
        };
    return asked.isEmpty() ? mapper : new AskingMapper(mapper, outputs, asked);
  }

  /** Whether PostgreSQL computes a part of the expression. */
  public boolean asks(Expression expression) {
    if (server == null) {
      return false;
    }
    try {
      ExpressionCompiler probe = new ExpressionCompiler(known, library, null);
      probe.compile(expression);
      return probe.partly;
    } catch (UnsupportedQueryException lacking) {
      return true;
    }
  }

  /**
   * Compiles table functions that give their rows side by side.
   *
   * @param ordinality whether the rows are numbered in a last column
   * @throws UnsupportedQueryException if one cannot be computed
   */
  public TableMapper table(List<TableCall> calls, boolean ordinality) {
    return new TableFunctions(this, library, server).compile(calls, ordinality);
  }

  /** Appends one column of a mapped row. */
  interface Output {
    void append(Row row, RowBuilder target);
  }

  private Output output(Expression expression) {
    if (expression instanceof Expression.Constant constant) {
      byte[] value = constant.value();
      return value == null ? (row, target) -> target.addNull() : (row, target) -> target.add(value);
    }
    Evaluator evaluator = compile(expression);
    TypeCodec codec = known.codecOrOpaque(expression.type().oid());
    return (row, target) -> {
      Object value = evaluator.evaluate(row);
      if (value == null) {
        target.addNull();
      } else {
        codec.encode(value, target);
      }
    };
  }

  /** Without casts that change no bytes. */
  private static Expression strip(Expression expression) {
    return expression instanceof Expression.Relabel relabel ? strip(relabel.operand()) : expression;
  }

  /**
   * Compiles an expression.
   *
   * @throws UnsupportedQueryException if it contains something that the engine cannot compute
   */
  public Evaluator compile(Expression expression) {
    if (server == null) {
      return computed(expression);
    }
    try {
      return computed(expression);
    } catch (UnsupportedQueryException lacking) {
      return asked(expression, server);
    }
  }

  /** An expression over a row of its own, which PostgreSQL is not asked for. */
  Evaluator alone(Expression expression) {
    return new ExpressionCompiler(known, library, null).compile(expression);
  }

  /** The expression as PostgreSQL computes it, of the columns that it looks at. */
  private Evaluator asked(Expression expression, ServerExpressions from) {
    ServerEvaluator call = ServerEvaluator.of(expression, from, library);
    asked.add(call);
    TypeCodec codec = known.codecOrOpaque(expression.type().oid());
    return row -> {
      Row value = call.evaluate(row).getFirst();
      return value.isNull(0) ? null : codec.decode(value.bytes(), value.offset(0), value.length(0));
    };
  }

  private Evaluator computed(Expression expression) {
    return switch (expression) {
      case Expression.Column column -> column(column);
      case Expression.Constant constant -> constant(constant);
      case Expression.Call call -> call(call);
      case Expression.And and -> Connectives.and(compileAll(and.operands()));
      case Expression.Or or -> Connectives.or(compileAll(or.operands()));
      case Expression.Not not -> {
        Evaluator operand = compile(not.operand());
        yield row -> operand.evaluate(row) instanceof Boolean value ? !value : null;
      }
      case Expression.IsNull isNull -> isNull(isNull);
      case Expression.BooleanTest test -> booleanTest(test);
      case Expression.IsDistinctFrom distinct -> {
        Equality equal =
            equality(distinct.equality(), distinct.left(), distinct.right(), distinct.collation());
        Evaluator left = compile(distinct.left());
        Evaluator right = compile(distinct.right());
        yield row -> {
          Object a = left.evaluate(row);
          Object b = right.evaluate(row);
          return (a == null || b == null) ? (a == null) != (b == null) : !equal.test(a, b);
        };
      }
      case Expression.NullIf nullIf -> {
        Equality equal =
            equality(nullIf.equality(), nullIf.left(), nullIf.right(), nullIf.collation());
        Evaluator left = compile(nullIf.left());
        Evaluator right = compile(nullIf.right());
        yield row -> {
          Object a = left.evaluate(row);
          Object b = right.evaluate(row);
          return (a != null && b != null && equal.test(a, b)) ? null : a;
        };
      }
      case Expression.Case choice -> choice(choice);
      case Expression.Coalesce coalesce -> Connectives.coalesce(compileAll(coalesce.operands()));
      case Expression.MinMax minMax -> minMax(minMax);
      case Expression.ArrayComparison comparison -> {
        FunctionBody body = comparisonBody(comparison);
        yield ArrayComparisons.compile(
            comparison, body, compile(comparison.left()), compile(comparison.array()));
      }
      case Expression.ArrayLiteral array -> {
        checkTypes(List.of(array));
        Evaluator[] elements = compileAll(array.elements());
        yield row -> {
          List<@Nullable Object> values = new ArrayList<>(elements.length);
          for (Evaluator element : elements) {
            values.add(element.evaluate(row));
          }
          return values;
        };
      }
      case Expression.Relabel relabel -> relabel(relabel);
      case Expression.TextCast cast -> TextCasts.compile(cast, compile(cast.operand()));
      case Expression.Sql sql -> new Meanings(this, known).compile(sql);
      case Expression.SingleRow single -> singleRow(single);
      case Expression.Now _ -> throw clock();
      case Expression.Path path -> path(path);
      case Expression.Parameter _, Expression.Subquery _ ->
          throw new IllegalStateException("a subquery is left after unnesting");
    };
  }

  private Evaluator path(Expression.Path path) {
    Evaluator way = compile(path.operands().getFirst());
    List<Expression> values = path.operands().subList(1, path.operands().size());
    KeyEncoder key =
        KeyEncoder.of(
            values.stream().map(Expression::type).toList(), known.collations(), known.shapes());
    Output[] outputs = values.stream().map(this::output).toArray(Output[]::new);
    RowBuilder builder = new RowBuilder(outputs.length);
    return row -> {
      try {
        for (Output output : outputs) {
          output.append(row, builder);
        }
      } catch (EvaluationException failed) {
        builder.reset();
        throw failed;
      }
      byte[] step = key.encode(builder.build());
      byte[] before = (byte[]) way.evaluate(row);
      return path.kind() == Expression.Path.Kind.APPEND
          ? RowPath.append(before, step)
          : (Object) RowPath.contains(before, step);
    };
  }

  /** The clock is a column where it can be kept up; an expression of its own it never is. */
  static UnsupportedQueryException clock() {
    return new UnsupportedQueryException(
        "now() outside of a condition that compares it with a value of the row: what it computes"
            + " changes at every tick, without any change of a source",
        "Compare it in WHERE, or compute with it where the stream table is read.");
  }

  private Evaluator[] compileAll(List<Expression> expressions) {
    return expressions.stream().map(this::compile).toArray(Evaluator[]::new);
  }

  private Evaluator column(Expression.Column column) {
    int index = column.index();
    TypeCodec codec = known.codecOrOpaque(column.type().oid());
    return row ->
        row.isNull(index) ? null : codec.decode(row.bytes(), row.offset(index), row.length(index));
  }

  private Evaluator constant(Expression.Constant constant) {
    byte[] bytes = constant.value();
    if (bytes == null) {
      return row -> null;
    }
    Object value = known.codecOrOpaque(constant.type().oid()).decode(bytes, 0, bytes.length);
    return row -> value;
  }

  /** Whether two values, neither NULL, are equal. */
  private interface Equality {
    boolean test(Object left, Object right);
  }

  private Equality equality(Function function, Expression left, Expression right, int collation) {
    FunctionBody body =
        body(function, List.of(left.type(), right.type()), PgType.of(PgType.BOOL), collation);
    return (a, b) -> Boolean.TRUE.equals(body.call(new Object[] {a, b}));
  }

  /** Refuses values that the library's functions would not know. */
  private void checkTypes(List<Expression> values) {
    for (Expression value : values) {
      known.codec(value.type().oid());
    }
  }

  private Evaluator call(Expression.Call call) {
    FunctionBody body =
        body(
            call.function(),
            call.arguments().stream().map(Expression::type).toList(),
            call.type(),
            call.collation());
    Evaluator[] arguments = compileAll(call.arguments());
    boolean strict = call.function().strict();
    Evaluator compiled =
        row -> {
          Object[] values = new Object[arguments.length];
          for (int i = 0; i < arguments.length; i++) {
            Object value = arguments[i].evaluate(row);
            if (value == null && strict) {
              return null;
            }
            values[i] = value;
          }
          return body.call(values);
        };
    boolean constant =
        call.arguments().stream().allMatch(Folded::isConstant)
            && call.function().volatility() == 'i';
    FunctionLibrary.Partial partial = library.partial(call.function());
    if (partial != null && !isWhole(partial, call)) {
      return partly(call, compiled);
    }
    return constant ? new Folded(compiled) : compiled;
  }

  /**
   * Whether a function that leaves some values to PostgreSQL computes all of a call.
   *
   * @throws UnsupportedQueryException if it is known to leave this call
   */
  private boolean isWhole(FunctionLibrary.Partial partial, Expression.Call call) {
    Expression argument = strip(call.arguments().get(partial.index()));
    if (!(argument instanceof Expression.Constant constant)) {
      return false;
    }
    byte[] value = constant.value();
    if (value != null && !partial.isComputed().test(new String(value, StandardCharsets.UTF_8))) {
      throw new UnsupportedQueryException(
          "%s with '%s' is not in the library"
              .formatted(call.function().name(), new String(value, StandardCharsets.UTF_8)),
          "Write it in a form that does not depend on the server's locale or time zone files.");
    }
    return true;
  }

  /** A call of which PostgreSQL computes what the library leaves. */
  private Evaluator partly(Expression.Call call, Evaluator compiled) {
    partly = true;
    Evaluator rest =
        server != null
            ? asked(call, server)
            : row -> {
              throw new EvaluationException(
                  "0A000",
                  call.function().name()
                      + " of this value is not in the library: "
                      + Uncomputed.SIGNAL.getMessage());
            };
    return row -> {
      try {
        return compiled.evaluate(row);
      } catch (Uncomputed left) {
        return rest.evaluate(row);
      }
    };
  }

  private FunctionBody body(
      Function function, List<PgType> arguments, PgType result, int collation) {
    return library.body(new CallTypes(function, arguments, result, collation, known));
  }

  private FunctionBody comparisonBody(Expression.ArrayComparison comparison) {
    PgType element = known.elementOf(comparison.array().type());
    if (element == null) {
      checkTypes(List.of(comparison.array()));
      throw new IllegalStateException("ANY or ALL of " + comparison.array().type());
    }
    return body(
        comparison.function(),
        List.of(comparison.left().type(), element),
        PgType.of(PgType.BOOL),
        comparison.collation());
  }

  private Evaluator isNull(Expression.IsNull test) {
    boolean negated = test.negated();
    if (strip(test.operand()) instanceof Expression.Column column) {
      return row -> row.isNull(column.index()) != negated; // of any type, even one without a codec
    }
    Evaluator operand = compile(test.operand());
    return row -> (operand.evaluate(row) == null) != negated;
  }

  private Evaluator booleanTest(Expression.BooleanTest test) {
    Evaluator operand = compile(test.operand());
    return switch (test.kind()) {
      case IS_TRUE -> row -> Boolean.TRUE.equals(operand.evaluate(row));
      case IS_NOT_TRUE -> row -> !Boolean.TRUE.equals(operand.evaluate(row));
      case IS_FALSE -> row -> Boolean.FALSE.equals(operand.evaluate(row));
      case IS_NOT_FALSE -> row -> !Boolean.FALSE.equals(operand.evaluate(row));
      case IS_UNKNOWN -> row -> operand.evaluate(row) == null;
      case IS_NOT_UNKNOWN -> row -> operand.evaluate(row) != null;
    };
  }

  private Evaluator choice(Expression.Case choice) {
    int count = choice.branches().size();
    Evaluator[] conditions = new Evaluator[count];
    Evaluator[] results = new Evaluator[count];
    for (int i = 0; i < count; i++) {
      conditions[i] = compile(choice.branches().get(i).condition());
      results[i] = compile(choice.branches().get(i).result());
    }
    Evaluator otherwise = compile(choice.otherwise());
    return row -> {
      for (int i = 0; i < count; i++) {
        if (Boolean.TRUE.equals(conditions[i].evaluate(row))) {
          return results[i].evaluate(row);
        }
      }
      return otherwise.evaluate(row);
    };
  }

  private Evaluator minMax(Expression.MinMax minMax) {
    PgType type = new PgType(minMax.type().oid(), -1, minMax.collation());
    if (!KeyEncoder.of(List.of(type), known.collations(), known.shapes()).isOrdered()) {
      throw new UnsupportedQueryException(
          "GREATEST or LEAST compares text by a collation whose order only PostgreSQL knows",
          "Add COLLATE \"C\" to its arguments if the order of code points will do.");
    }
    Evaluator[] operands = compileAll(minMax.operands());
    TypeCodec codec = known.codec(type.oid());
    boolean greatest = minMax.greatest();
    return row -> {
      KeyEncoder order = KeyEncoder.of(List.of(type), known.collations(), known.shapes());
      Object best = null;
      byte[] bestKey = null;
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row);
        if (value != null) {
          RowBuilder one = new RowBuilder(1);
          codec.encode(value, one);
          byte[] key = order.encode(one.build());
          int comparison = bestKey == null ? 0 : Arrays.compareUnsigned(key, bestKey);
          if (bestKey == null || (greatest ? comparison > 0 : comparison < 0)) {
            best = value;
            bestKey = key;
          }
        }
      }
      return best;
    };
  }

  private Evaluator singleRow(Expression.SingleRow single) {
    Evaluator count = compile(single.count());
    Evaluator value = compile(single.value());
    return row -> {
      Object rows = count.evaluate(row);
      if (rows == null || (Long) rows == 0) {
        return null;
      }
      if ((Long) rows > 1) {
        throw new EvaluationException(
            "21000", "more than one row returned by a subquery used as an expression");
      }
      return value.evaluate(row);
    };
  }

  private Evaluator relabel(Expression.Relabel relabel) {
    Expression inner = strip(relabel);
    if (inner instanceof Expression.Column column) {
      return column(new Expression.Column(column.index(), relabel.type())); // the same bytes
    }
    if (inner instanceof Expression.Constant constant) {
      return constant(new Expression.Constant(constant.value(), relabel.type()));
    }
    Evaluator operand = compile(relabel.operand());
    TypeCodec from = known.codecOrOpaque(relabel.operand().type().oid());
    TypeCodec to = known.codecOrOpaque(relabel.type().oid());
    if (from.equals(to)) {
      return operand;
    }
    return row -> {
      Object value = operand.evaluate(row);
      if (value == null) {
        return null;
      }
      RowBuilder one = new RowBuilder(1);
      from.encode(value, one);
      Row bytes = one.build();
      return to.decode(bytes.bytes(), bytes.offset(0), bytes.length(0));
    };
  }
}
