package io.tidemark.engine.function;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.PgType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code ||} of text and another type, {@code concat} and {@code concat_ws}: functions whose
 * arguments may be of any type, so that how each becomes text is settled when they are compiled.
 */
final class Concatenation {

  private static final int TEXT_ANY = 2003; // textanycat, written in SQL: a cast and textcat
  private static final int ANY_TEXT = 2004;
  private static final int CONCAT = 3058;
  private static final int CONCAT_WS = 3059;
  private static final Set<Integer> OIDS = Set.of(TEXT_ANY, ANY_TEXT, CONCAT, CONCAT_WS);

  private Concatenation() {}

  static boolean includes(Function function) {
    return OIDS.contains(function.oid());
  }

  /** Compiles a call, given its compiled arguments. */
  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    int oid = call.function().oid();
    boolean operator = oid == TEXT_ANY || oid == ANY_TEXT;
    Evaluator[] texts = new Evaluator[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(call.arguments().get(i).type().oid(), operator, arguments[i]);
    }
    if (operator) {
      return row -> {
        Object left = texts[0].evaluate(row);
        Object right = texts[1].evaluate(row);
        return left == null || right == null ? null : (Object) ((String) left + right);
      };
    }
    return oid == CONCAT
        ? row -> join("", List.of(texts), row)
        : row -> {
          Object separator = texts[0].evaluate(row);
          return separator == null
              ? null
              : join((String) separator, List.of(texts).subList(1, texts.length), row);
        };
  }

  /** The operator casts, where true is "true" and blanks at a bpchar's end go; concat does not. */
  private static Evaluator text(int type, boolean cast, Evaluator argument) {
    var output = TextCasts.output(type);
    return row -> {
      Object value = argument.evaluate(row);
      if (value == null) {
        return null;
      }
      if (cast && value instanceof Boolean) {
        return value.toString();
      }
      String text = (String) output.apply(value);
      return cast && type == PgType.BPCHAR ? TextFunctions.trimEnd(text) : text;
    };
  }

  private static String join(
      String separator, List<Evaluator> texts, io.tidemark.state.row.Row row) {
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (Evaluator text : texts) {
      @Nullable Object value = text.evaluate(row);
      if (value != null) {
        joined.append(first ? "" : separator).append((String) value);
        first = false;
      }
    }
    return joined.toString();
  }
}
