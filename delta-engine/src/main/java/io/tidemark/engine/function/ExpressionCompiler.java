package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.KeyEncoder;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeShapes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
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
  private final Calls calls;

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
    this.calls = new Calls(this, library, known);
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
    WordEvaluator evaluator = condition(condition);
    return asked.isEmpty() ? new Condition(evaluator) : new AskingPredicate(evaluator, asked);
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

  /** A condition with a place for whether it is NULL; the rows come one after the other. */
  private record Condition(WordEvaluator evaluator, Nullness nullness) implements RowPredicate {
    Condition(WordEvaluator evaluator) {
      this(evaluator, new Nullness());
    }

    @Override
    public boolean test(Row row) {
      return evaluator.evaluate(row, nullness) != 0 && !nullness.isNull;
    }
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
    Word word = Word.of(expression.type().oid());
    if (word != null && evaluator instanceof WordEvaluator words) {
      Nullness nullness = new Nullness();
      return (row, target) -> {
        long value = words.evaluate(row, nullness);
        if (nullness.isNull) {
          target.addNull();
        } else {
          word.append(value, target);
        }
      };
    }
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
  static Expression strip(Expression expression) {
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

  /**
   * An expression over a row of its own, which PostgreSQL cannot be asked for.
   *
   * @throws UnsupportedQueryException if it would have to be, if only for some values
   */
  Evaluator alone(Expression expression) {
    ExpressionCompiler compiler = new ExpressionCompiler(known, library, null);
    Evaluator evaluator = compiler.compile(expression);
    if (compiler.partly) {
      throw new UnsupportedQueryException(
          "a cast of array elements that only PostgreSQL computes for every value",
          "Cast the elements where the stream table is read.");
    }
    return evaluator;
  }

  /** The expression as PostgreSQL computes it, of the columns that it looks at. */
  private Evaluator asked(Expression expression, ServerExpressions from) {
    ServerEvaluator call = ServerEvaluator.of(expression, from, library);
    asked.add(call);
    return answer(expression, call);
  }

  private Evaluator answer(Expression expression, ServerEvaluator evaluator) {
    TypeCodec codec = known.codecOrOpaque(expression.type().oid());
    return row -> {
      Row value = evaluator.evaluate(row).getFirst();
      return value.isNull(0) ? null : codec.decode(value.bytes(), value.offset(0), value.length(0));
    };
  }

  private Evaluator computed(Expression expression) {
    return switch (expression) {
      case Expression.Column column -> column(column);
      case Expression.Constant constant -> constant(constant);
      case Expression.Call call -> calls.call(call);
      case Expression.And and -> Connectives.and(conditions(and.operands()));
      case Expression.Or or -> Connectives.or(conditions(or.operands()));
      case Expression.Not not -> Connectives.not(condition(not.operand()));
      case Expression.IsNull isNull -> isNull(isNull);
      case Expression.BooleanTest test -> Connectives.test(test.kind(), condition(test.operand()));
      case Expression.IsDistinctFrom distinct -> calls.distinct(distinct);
      case Expression.NullIf nullIf -> calls.nullIf(nullIf);
      case Expression.Case choice -> choice(choice);
      case Expression.Coalesce coalesce ->
          Choices.coalesce(compileAll(coalesce.operands()), Word.of(coalesce.type().oid()));
      case Expression.MinMax minMax -> minMax(minMax);
      case Expression.ArrayComparison comparison -> calls.comparison(comparison);
      case Expression.ArrayLiteral array -> {
        known.codec(array.type().oid()); // or it is refused
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
      case Expression.TextCast cast ->
          TextCasts.compile(cast, compile(cast.operand()), known, library.settings());
      case Expression.Sql sql -> new Meanings(this, known).compile(sql);
      case Expression.SingleRow single ->
          Choices.single(compile(single.count()), compile(single.value()));
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

  private WordEvaluator condition(Expression expression) {
    return WordEvaluator.of(compile(expression), Word.BOOL);
  }

  private WordEvaluator[] conditions(List<Expression> expressions) {
    return Choices.words(compileAll(expressions), Word.BOOL);
  }

  Evaluator[] compileAll(List<Expression> expressions) {
    return expressions.stream().map(this::compile).toArray(Evaluator[]::new);
  }

  private Evaluator column(Expression.Column column) {
    int index = column.index();
    Word word = Word.of(column.type().oid());
    if (word != null) {
      return new WordEvaluator.Column(index, word);
    }
    return new WireBody.Column(index, known.codecOrOpaque(column.type().oid()));
  }

  private Evaluator constant(Expression.Constant constant) {
    byte[] bytes = constant.value();
    Word word = Word.of(constant.type().oid());
    if (bytes == null) {
      return word == null ? row -> null : new WordEvaluator.Constant(null, word);
    }
    Object value = known.codecOrOpaque(constant.type().oid()).decode(bytes, 0, bytes.length);
    return word == null
        ? new WireBody.Constant(bytes, value)
        : new WordEvaluator.Constant(value, word);
  }

  /**
   * A call of which PostgreSQL computes what the library leaves.
   *
   * @param isRare whether it is not worth while to look for such values beforehand
   */
  Evaluator partly(Expression.Call call, Evaluator compiled, boolean isRare) {
    partly |= !isRare;
    Evaluator rest;
    if (server == null) {
      rest =
          row -> {
            throw new EvaluationException(
                "0A000",
                "%s of this value is not in the library: %s"
                    .formatted(call.function().name(), Uncomputed.SIGNAL.getMessage()));
          };
    } else {
      ServerEvaluator evaluator = ServerEvaluator.of(call, server, library);
      if (!isRare) {
        asked.add(evaluator);
      }
      rest = answer(call, evaluator);
    }
    return row -> {
      try {
        return compiled.evaluate(row);
      } catch (Uncomputed left) {
        return rest.evaluate(row);
      }
    };
  }

  private Evaluator isNull(Expression.IsNull test) {
    boolean negated = test.negated();
    if (strip(test.operand()) instanceof Expression.Column column) {
      int index = column.index(); // of any type, even one without a codec
      return Connectives.truth(row -> row.isNull(index) != negated);
    }
    return Connectives.isNull(compile(test.operand()), negated);
  }

  private Evaluator choice(Expression.Case choice) {
    List<Expression> conditions =
        choice.branches().stream().map(Expression.Case.When::condition).toList();
    List<Expression> results =
        choice.branches().stream().map(Expression.Case.When::result).toList();
    return Choices.first(
        conditions(conditions),
        compileAll(results),
        compile(choice.otherwise()),
        Word.of(choice.type().oid()));
  }

  private Evaluator minMax(Expression.MinMax minMax) {
    PgType type = new PgType(minMax.type().oid(), -1, minMax.collation());
    if (!KeyEncoder.of(List.of(type), known.collations(), known.shapes()).isOrdered()) {
      throw new UnsupportedQueryException(
          "GREATEST or LEAST compares text by a collation whose order only PostgreSQL knows",
          "Add COLLATE \"C\" to its arguments if the order of code points will do.");
    }
    return Choices.extreme(
        minMax.greatest(),
        compileAll(minMax.operands()),
        known.codec(type.oid()),
        () -> KeyEncoder.of(List.of(type), known.collations(), known.shapes()));
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
