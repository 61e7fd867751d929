package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles what calls functions: calls, and the expressions that call an equality. */
final class Calls {

  private final ExpressionCompiler compiler;
  private final FunctionLibrary library;
  private final KnownTypes known;

  Calls(ExpressionCompiler compiler, FunctionLibrary library, KnownTypes known) {
    this.compiler = compiler;
    this.library = library;
    this.known = known;
  }

  /** A call. */
  Evaluator call(Expression.Call call) {
    FunctionBody body =
        library.body(
            new CallTypes(
                call.function(),
                call.arguments().stream().map(Expression::type).toList(),
                constants(call.arguments()),
                call.type(),
                call.collation(),
                known));
    Evaluator[] arguments = compiler.compileAll(call.arguments());
    boolean strict = call.function().strict();
    if (strict && call.arguments().stream().anyMatch(Calls::isNull)) {
      return row -> null; // as PostgreSQL's planner has it: the other arguments are not computed
    }
    Evaluator compiled = over(body, call.arguments(), arguments, strict);
    FunctionLibrary.Partial partial = library.partial(call.function());
    if (partial != null && !isWhole(partial, call)) {
      return compiler.partly(call, compiled, partial.isRare());
    }
    boolean constant =
        call.arguments().stream().allMatch(Folded::isConstant)
            && call.function().volatility() == 'i';
    return constant ? new Folded(compiled) : compiled;
  }

  /**
   * Whether a function that leaves some values to PostgreSQL computes all of a call.
   *
   * @throws UnsupportedQueryException if it is known to leave this call
   */
  private static boolean isWhole(FunctionLibrary.Partial partial, Expression.Call call) {
    if (partial.isRare()) {
      return false;
    }
    Expression argument = ExpressionCompiler.strip(call.arguments().get(partial.index()));
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

  private static boolean isNull(Expression argument) {
    return ExpressionCompiler.strip(argument) instanceof Expression.Constant constant
        && constant.value() == null;
  }

  /** The call of a body in the form that costs least. */
  private static Evaluator over(
      FunctionBody body, List<Expression> types, Evaluator[] arguments, boolean strict) {
    Evaluator special =
        switch (body) {
          case WordBody words when strict -> words.over(words(types, arguments));
          case WireBody wire when strict -> wire.over(arguments);
          default -> null;
        };
    return special == null ? objects(body, arguments, strict) : special;
  }

  private static WordEvaluator[] words(List<Expression> types, Evaluator[] arguments) {
    WordEvaluator[] words = new WordEvaluator[arguments.length];
    for (int i = 0; i < words.length; i++) {
      Word word = Word.of(types.get(i).type().oid());
      words[i] = WordEvaluator.of(arguments[i], word == null ? Word.INT8 : word);
    }
    return words;
  }

  /** All arguments are computed before one is found to be NULL, as PostgreSQL does. */
  private static Evaluator objects(FunctionBody body, Evaluator[] arguments, boolean strict) {
    return row -> {
      Object[] values = new Object[arguments.length];
      boolean isNull = false;
      for (int i = 0; i < arguments.length; i++) {
        Object value = arguments[i].evaluate(row);
        isNull |= value == null;
        values[i] = value;
      }
      return isNull && strict ? null : body.call(values);
    };
  }

  Evaluator distinct(Expression.IsDistinctFrom distinct) {
    Equality equal =
        equality(distinct.equality(), distinct.left(), distinct.right(), distinct.collation());
    Evaluator left = compiler.compile(distinct.left());
    Evaluator right = compiler.compile(distinct.right());
    return row -> {
      Object a = left.evaluate(row);
      Object b = right.evaluate(row);
      return (a == null || b == null) ? (a == null) != (b == null) : !equal.test(a, b);
    };
  }

  Evaluator nullIf(Expression.NullIf nullIf) {
    Equality equal = equality(nullIf.equality(), nullIf.left(), nullIf.right(), nullIf.collation());
    Evaluator left = compiler.compile(nullIf.left());
    Evaluator right = compiler.compile(nullIf.right());
    return row -> {
      Object a = left.evaluate(row);
      Object b = right.evaluate(row);
      return (a != null && b != null && equal.test(a, b)) ? null : a;
    };
  }

  Evaluator comparison(Expression.ArrayComparison comparison) {
    PgType element = known.elementOf(comparison.array().type());
    if (element == null) {
      known.codec(comparison.array().type().oid()); // or it is refused
      throw new IllegalStateException("ANY or ALL of " + comparison.array().type());
    }
    FunctionBody body =
        body(
            comparison.function(),
            List.of(comparison.left().type(), element),
            PgType.of(PgType.BOOL),
            comparison.collation());
    return ArrayComparisons.compile(
        comparison,
        body,
        compiler.compile(comparison.left()),
        compiler.compile(comparison.array()));
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

  private FunctionBody body(
      Function function, List<PgType> arguments, PgType result, int collation) {
    List<@Nullable Object> constants = Collections.nCopies(arguments.size(), null);
    return library.body(new CallTypes(function, arguments, constants, result, collation, known));
  }

  private List<@Nullable Object> constants(List<Expression> arguments) {
    List<@Nullable Object> constants = new ArrayList<>(arguments.size());
    for (Expression argument : arguments) {
      byte[] bytes =
          ExpressionCompiler.strip(argument) instanceof Expression.Constant constant
              ? constant.value()
              : null;
      constants.add(
          bytes == null
              ? null
              : known.codecOrOpaque(argument.type().oid()).decode(bytes, 0, bytes.length));
    }
    return constants;
  }
}
