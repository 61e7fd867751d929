package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.RangeOrder;
import io.tidemark.engine.type.RangeValue;
import io.tidemark.engine.type.ShapedArray;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeShape;
import io.tidemark.engine.type.WireValue;
import io.tidemark.state.row.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The output functions of types that are made of others: arrays, ranges, multiranges, composite
 * types, enums; of all others as {@link TextCasts} has them. What has to be quoted differs from one
 * kind to the next.
 */
final class TypeTexts {

  private static final int BOX = 603; // whose arrays have a delimiter of their own

  private TypeTexts() {}

  /**
   * The output function of a type, over values in their JVM form.
   *
   * @throws UnsupportedQueryException if its text depends on the session, or is not known here
   */
  static Function<Object, Object> output(PgType type, KnownTypes known) {
    PgType element = known.elementOf(type);
    if (element != null && element.oid() != BOX) {
      Function<Object, Object> part = output(element, known);
      return value -> array((List<?>) value, part);
    }
    Integer own = RangeOrder.elementOf(type.oid());
    if (own != null) {
      return range(PgType.of(own), RangeOrder.isMultirange(type.oid()), known);
    }
    return switch (known.shapes().of(type.oid())) {
      case TypeShape.Enumeration _ -> value -> value;
      case TypeShape.Domain(PgType base) -> output(base, known);
      case TypeShape.Range(PgType bound, boolean _) -> range(bound, false, known);
      case TypeShape.Multirange(PgType bound, boolean _) -> range(bound, true, known);
      case TypeShape.Composite(List<PgType> fields) -> row(fields, known);
      case null, default -> TextCasts.output(type.oid());
    };
  }

  private static String array(List<?> array, Function<Object, Object> output) {
    int[] sizes = ShapedArray.sizes(array);
    if (sizes.length == 0) {
      return "{}";
    }
    StringBuilder text = new StringBuilder();
    int[] lowerBounds = ShapedArray.lowerBounds(array);
    if (java.util.Arrays.stream(lowerBounds).anyMatch(bound -> bound != 1)) {
      text.append(ArrayFunctions.dims(array)).append('=');
    }
    appendDimension(text, array, sizes, 0, 0, output);
    return text.toString();
  }

  /** Appends what stands behind an offset, in units of the dimension; the offset behind it. */
  private static int appendDimension(
      StringBuilder text,
      List<?> array,
      int[] sizes,
      int dimension,
      int offset,
      Function<Object, Object> output) {
    int at = offset;
    text.append('{');
    for (int i = 0; i < sizes[dimension]; i++) {
      text.append(i == 0 ? "" : ",");
      if (dimension < sizes.length - 1) {
        at = appendDimension(text, array, sizes, dimension + 1, at, output);
      } else {
        appendElement(text, array.get(at), output);
        at++;
      }
    }
    text.append('}');
    return at;
  }

  private static void appendElement(
      StringBuilder text, @Nullable Object element, Function<Object, Object> output) {
    if (element == null) {
      text.append("NULL");
      return;
    }
    String plain = (String) output.apply(element);
    if (!plain.isEmpty() && !plain.equalsIgnoreCase("NULL") && !hasAny(plain, "\"\\{},")) {
      text.append(plain);
      return;
    }
    text.append('"');
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
    }
    text.append('"');
  }

  private static boolean hasAny(String text, String special) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || (c >= '\t' && c <= '\r') || special.indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** In a range's bounds and in fields: quotes and backslashes are doubled. */
  private static void appendQuoted(StringBuilder text, String plain, String special) {
    if (!plain.isEmpty() && !hasAny(plain, special)) {
      text.append(plain);
      return;
    }
    text.append('"').append(plain.replace("\\", "\\\\").replace("\"", "\"\"")).append('"');
  }

  private static Function<Object, Object> range(
      PgType bound, boolean isMultirange, KnownTypes known) {
    Function<Object, Object> output = output(bound, known);
    TypeCodec codec = known.codecOrOpaque(bound.oid());
    return value -> {
      List<?> ranges = (List<?>) value;
      StringBuilder text = new StringBuilder();
      for (Object range : ranges) {
        text.append(text.isEmpty() ? "" : ",");
        appendRange(text, (RangeValue) range, codec, output);
      }
      if (isMultirange) {
        return "{" + text + "}";
      }
      return ranges.isEmpty() ? "empty" : text.toString();
    };
  }

  private static void appendRange(
      StringBuilder text, RangeValue range, TypeCodec codec, Function<Object, Object> output) {
    text.append(range.includesLower() ? '[' : '(');
    appendBound(text, range.lower(), codec, output);
    text.append(',');
    appendBound(text, range.upper(), codec, output);
    text.append(range.includesUpper() ? ']' : ')');
  }

  private static void appendBound(
      StringBuilder text,
      byte @Nullable [] bound,
      TypeCodec codec,
      Function<Object, Object> output) {
    if (bound != null) {
      String plain = (String) output.apply(codec.decode(bound, 0, bound.length));
      appendQuoted(text, plain, "\"\\()[],");
    }
  }

  private static Function<Object, Object> row(List<PgType> fields, KnownTypes known) {
    List<Function<Object, Object>> outputs = new ArrayList<>();
    List<TypeCodec> codecs = new ArrayList<>();
    for (PgType field : fields) {
      outputs.add(output(field, known));
      codecs.add(known.codecOrOpaque(field.oid()));
    }
    return value -> {
      byte[] bytes = ((WireValue) value).bytes();
      StringBuilder text = new StringBuilder("(");
      int at = 4;
      for (int i = 0; i < outputs.size(); i++) {
        text.append(i == 0 ? "" : ",");
        int length = (int) Bytes.INT.get(bytes, at + 4);
        at += 8;
        if (length >= 0) {
          Object field = codecs.get(i).decode(bytes, at, length);
          appendQuoted(text, (String) outputs.get(i).apply(field), "\"\\(),");
          at += length;
        }
      }
      return text.append(')').toString();
    };
  }
}
