package io.tidemark.engine.function;

import static io.tidemark.engine.function.ArrayFunctions.list;

import io.tidemark.engine.type.CollationRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Arrays as text of elements with a separator between them, and back. */
final class ArrayTexts {

  private ArrayTexts() {}

  static void register(FunctionLibrary library) {
    library.typed(
        "array_to_text",
        call -> {
          Function<Object, Object> output = TypeTexts.output(call.element(0), call.known());
          return a -> text(list(a, 0), (String) a[1], null, output);
        });
    library.typed(
        "array_to_text_null",
        call -> {
          Function<Object, Object> output = TypeTexts.output(call.element(0), call.known());
          return a ->
              a[0] == null || a[1] == null
                  ? null
                  : text(list(a, 0), (String) a[1], (String) a[2], output);
        });
    library.nary(
        "text_to_array", a -> a[0] == null ? null : split((String) a[0], (String) a[1], null));
    library.nary(
        "text_to_array_null",
        a -> a[0] == null ? null : split((String) a[0], (String) a[1], (String) a[2]));
  }

  private static String text(
      List<@Nullable Object> array,
      @Nullable String separator,
      @Nullable String nullText,
      Function<Object, Object> output) {
    StringBuilder text = new StringBuilder();
    boolean first = true;
    for (Object element : array) {
      if (element != null || nullText != null) {
        text.append(first ? "" : separator);
        text.append(element == null ? nullText : output.apply(element));
        first = false;
      }
    }
    return text.toString();
  }

  /** Whether a collation, one that initdb made, holds no different strings equal. */
  static boolean isDeterministic(int collation) {
    return CollationRules.UNKNOWN_DEFAULT.isDeterministic(collation);
  }

  /**
   * The parts of a text.
   *
   * @param separator null: each character is a part
   * @param nullText what stands for NULL
   */
  static List<@Nullable String> split(
      String text, @Nullable String separator, @Nullable String nullText) {
    List<@Nullable String> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end =
          separator == null
              ? text.offsetByCodePoints(at, 1)
              : separator.isEmpty() ? -1 : text.indexOf(separator, at);
      String part = end < 0 ? text.substring(at) : text.substring(at, end);
      parts.add(part.equals(nullText) ? null : part);
      if (end < 0) {
        return parts;
      }
      at = separator == null ? end : end + separator.length();
    }
    if (separator != null && !text.isEmpty()) {
      parts.add("".equals(nullText) ? null : ""); // behind the last separator
    }
    return parts;
  }
}
