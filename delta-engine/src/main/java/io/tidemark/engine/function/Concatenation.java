package io.tidemark.engine.function;

import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code ||} of text and another type, {@code concat} and its kind, and literals of values:
 * functions whose arguments may be of any type that has an output function here.
 */
final class Concatenation {

  private static final int TEXT_ANY = 2003; // textanycat, written in SQL: a cast and textcat
  private static final int ANY_TEXT = 2004;

  private static final int QUOTE_LITERAL = 1285; // these two, too
  private static final int QUOTE_NULLABLE = 1290;

  private Concatenation() {}

  static void register(FunctionLibrary library) {
    library.typed(FunctionLibrary.oid(TEXT_ANY), Concatenation::operator);
    library.typed(FunctionLibrary.oid(ANY_TEXT), Concatenation::operator);
    library.typed(
        FunctionLibrary.oid(QUOTE_LITERAL),
        call -> {
          Function<Object, Object> text = cast(call.arguments().get(0), call.known());
          return a ->
              TextFunctions.quoteLiteral((String) text.apply(FunctionLibrary.argument(a, 0)));
        });
    library.typed(
        FunctionLibrary.oid(QUOTE_NULLABLE),
        call -> {
          Function<Object, Object> text = cast(call.arguments().get(0), call.known());
          return a -> a[0] == null ? "NULL" : TextFunctions.quoteLiteral((String) text.apply(a[0]));
        });
    library.typed(
        "text_concat",
        call -> {
          List<Function<Object, Object>> texts = outputs(call);
          return arguments -> join("", texts, arguments, 0);
        });
    library.typed(
        "text_concat_ws",
        call -> {
          List<Function<Object, Object>> texts = outputs(call);
          return arguments ->
              arguments[0] == null ? null : join((String) arguments[0], texts, arguments, 1);
        });
  }

  /** It casts to text, where true is "true" and blanks at a bpchar's end go; concat does not. */
  private static FunctionBody operator(CallTypes call) {
    Function<Object, Object> left = cast(call.arguments().get(0), call.known());
    Function<Object, Object> right = cast(call.arguments().get(1), call.known());
    return arguments ->
        (String) left.apply(FunctionLibrary.argument(arguments, 0))
            + right.apply(FunctionLibrary.argument(arguments, 1));
  }

  private static Function<Object, Object> cast(PgType type, KnownTypes known) {
    return switch (type.oid()) {
      case PgType.BOOL -> Object::toString;
      case PgType.BPCHAR -> value -> TextFunctions.trimEnd((String) value);
      default -> TypeTexts.output(type, known);
    };
  }

  private static List<Function<Object, Object>> outputs(CallTypes call) {
    List<Function<Object, Object>> outputs = new ArrayList<>();
    call.arguments().forEach(type -> outputs.add(TypeTexts.output(type, call.known())));
    return outputs;
  }

  private static String join(
      String separator,
      List<Function<Object, Object>> texts,
      @Nullable Object[] arguments,
      int from) {
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (int i = from; i < arguments.length; i++) {
      Object value = arguments[i];
      if (value != null) {
        joined.append(first ? "" : separator).append((String) texts.get(i).apply(value));
        first = false;
      }
    }
    return joined.toString();
  }
}
