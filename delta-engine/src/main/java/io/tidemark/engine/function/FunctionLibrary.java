package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Function;
import java.util.HashMap;
import java.util.Map;

/**
 * The functions that the engine computes itself: one entry each, keyed by {@code pg_proc.prosrc},
 * which names a built-in function's implementation in every major version, or by OID for the few
 * built-in ones that are written in SQL. A family of functions is one file with a {@code register}
 * method.
 */
public final class FunctionLibrary {

  private static final FunctionLibrary BUILT_IN = new FunctionLibrary();

  private final Map<String, FunctionBody> bySource = new HashMap<>();
  private final Map<Integer, FunctionBody> byOid = new HashMap<>();

  private FunctionLibrary() {
    BooleanFunctions.register(this);
    IntegerFunctions.register(this);
    FloatFunctions.register(this);
    NumericFunctions.register(this);
    TextFunctions.register(this);
    DateTimeFunctions.register(this);
    OtherFunctions.register(this);
  }

  public static FunctionLibrary builtIn() {
    return BUILT_IN;
  }

  /** Whether the library has a function. */
  public boolean has(Function function) {
    return function.isBuiltIn()
        && (byOid.containsKey(function.oid()) || bySource.containsKey(function.source()));
  }

  /**
   * The implementation of a function.
   *
   * @throws UnsupportedQueryException if the library has none
   */
  FunctionBody body(Function function) {
    FunctionBody body = byOid.get(function.oid());
    if (body == null) {
      body = bySource.get(function.source());
    }
    if (body == null || !function.isBuiltIn()) {
      throw new UnsupportedQueryException(
          "the function %s (%s) is not in the library yet"
              .formatted(function.name(), function.source().isEmpty() ? "SQL" : function.source()),
          "Compute it where the stream table is read, or store its result in a column of the source.");
    }
    return body;
  }

  <A> void unary(String source, FunctionBody.Unary<A> body) {
    add(source, arguments -> body.call(argument(arguments, 0)));
  }

  <A, B> void binary(String source, FunctionBody.Binary<A, B> body) {
    add(source, arguments -> body.call(argument(arguments, 0), argument(arguments, 1)));
  }

  <A, B, C> void ternary(String source, FunctionBody.Ternary<A, B, C> body) {
    add(
        source,
        arguments ->
            body.call(argument(arguments, 0), argument(arguments, 1), argument(arguments, 2)));
  }

  <A> void unary(int oid, FunctionBody.Unary<A> body) {
    byOid.put(oid, arguments -> body.call(argument(arguments, 0)));
  }

  <A, B> void binary(int oid, FunctionBody.Binary<A, B> body) {
    byOid.put(oid, arguments -> body.call(argument(arguments, 0), argument(arguments, 1)));
  }

  /** The six comparisons of a type under the names that PostgreSQL gives them. */
  <A, B> void comparisons(String prefix, Comparison<A, B> comparison) {
    this.<A, B>binary(prefix + "eq", (a, b) -> comparison.compare(a, b) == 0);
    this.<A, B>binary(prefix + "ne", (a, b) -> comparison.compare(a, b) != 0);
    this.<A, B>binary(prefix + "lt", (a, b) -> comparison.compare(a, b) < 0);
    this.<A, B>binary(prefix + "le", (a, b) -> comparison.compare(a, b) <= 0);
    this.<A, B>binary(prefix + "gt", (a, b) -> comparison.compare(a, b) > 0);
    this.<A, B>binary(prefix + "ge", (a, b) -> comparison.compare(a, b) >= 0);
  }

  /** Order between values of two types. */
  interface Comparison<A, B> {
    int compare(A left, B right);
  }

  private void add(String source, FunctionBody body) {
    if (bySource.put(source, body) != null) {
      throw new IllegalStateException("two entries for " + source);
    }
  }

  @SuppressWarnings({
    "unchecked",
    "NullAway",
    "TypeParameterUnusedInFormals"
  }) // PostgreSQL resolved the types; strict: never null
  private static <T> T argument(Object[] arguments, int index) {
    return (T) arguments[index];
  }
}
