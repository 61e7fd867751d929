package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.TypeCodecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Functions and operators of jsonb that look into a value (jsonfuncs.c, jsonb.c, jsonb_op.c). */
final class JsonbFunctions {

  private JsonbFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Jsonb, String>binary("jsonb_object_field", Jsonb::field);
    library.<Jsonb, String>binary("jsonb_object_field_text", (j, name) -> text(j.field(name)));
    library.<Jsonb, Integer>binary("jsonb_array_element", Jsonb::element);
    library.<Jsonb, Integer>binary("jsonb_array_element_text", (j, i) -> text(j.element(i)));
    library.<Jsonb, List<@Nullable String>>binary("jsonb_extract_path", JsonbFunctions::extract);
    library.<Jsonb, List<@Nullable String>>binary(
        "jsonb_extract_path_text", (j, path) -> text(extract(j, path)));
    library.<Jsonb, String>binary("jsonb_exists", JsonbFunctions::exists);
    library.<Jsonb, List<@Nullable String>>binary(
        "jsonb_exists_any",
        (j, names) -> names.stream().anyMatch(name -> name != null && exists(j, name)));
    library.<Jsonb, List<@Nullable String>>binary(
        "jsonb_exists_all",
        (j, names) -> names.stream().allMatch(name -> name == null || exists(j, name)));
    library.<Jsonb>unary("jsonb_typeof", j -> j.kind().toString().toLowerCase(Locale.ROOT));
    library.<Jsonb>unary("jsonb_array_length", JsonbFunctions::arrayLength);
    library.<Jsonb>unary("jsonb_pretty", JsonbFunctions::pretty);
    library.<List<@Nullable String>>unary("jsonb_object", JsonbFunctions::object);
    library.<List<@Nullable String>, List<@Nullable String>>binary(
        "jsonb_object_two_arg", JsonbFunctions::object);
    casts(library);
    comparisons(library);
  }

  /** Without jsonb_cmp, whose value, beyond its sign, is what the C library's memcmp gives. */
  private static void comparisons(FunctionLibrary library) {
    library.<Jsonb, Jsonb>comparisons("jsonb_", JsonbComparison::compare);
    library.uses(
        FunctionLibrary.CollationUse.DEFAULT_ORDER, "jsonb_lt", "jsonb_le", "jsonb_gt", "jsonb_ge");
    library.<Jsonb, Jsonb>binary(
        "jsonb_contains", (a, b) -> JsonbComparison.contains(a.document(), b.document()));
    library.<Jsonb, Jsonb>binary(
        "jsonb_contained", (a, b) -> JsonbComparison.contains(b.document(), a.document()));
  }

  private static @Nullable String text(@Nullable Jsonb value) {
    return value == null ? null : value.unquoted();
  }

  /** What is at a path of names and indexes; null if nothing, or if a step is NULL. */
  static @Nullable Jsonb extract(Jsonb root, List<@Nullable String> path) {
    if (path.contains(null)) {
      return null;
    }
    Jsonb value = root;
    for (String step : path) {
      switch (value.kind()) {
        case OBJECT -> value = value.field(Objects.requireNonNull(step));
        case ARRAY -> {
          Integer index = index(step);
          value = index == null ? null : value.element(index);
        }
        default -> value = null;
      }
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  /** What strtol reads as the whole of a text; null if it is no int. */
  static @Nullable Integer index(String text) {
    int from = 0;
    while (from < text.length()
        && (text.charAt(from) == ' ' || (text.charAt(from) >= '\t' && text.charAt(from) <= '\r'))) {
      from++;
    }
    int digits = from;
    if (digits < text.length() && (text.charAt(digits) == '-' || text.charAt(digits) == '+')) {
      digits++;
    }
    if (digits == text.length()) {
      return null;
    }
    long value = 0;
    for (int i = digits; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return null;
      }
      value = Math.min(value * 10 + c - '0', 1L + Integer.MAX_VALUE + 1L);
    }
    value = text.charAt(from) == '-' ? -value : value;
    return value == (int) value ? (Integer) (int) value : null;
  }

  /** Whether a name is that of a field, or a string is one of an array's elements. */
  private static boolean exists(Jsonb value, String name) {
    return switch (value.kind()) {
      case OBJECT -> value.field(name) != null;
      case ARRAY ->
          ((JsonDocument.Items) value.document()).values().contains(new JsonDocument.Text(name));
      case STRING -> value.string().equals(name);
      default -> false;
    };
  }

  private static int arrayLength(Jsonb value) {
    if (value.kind() != Jsonb.Kind.ARRAY) {
      throw new EvaluationException(
          "22023",
          value.isScalar()
              ? "cannot get array length of a scalar"
              : "cannot get array length of a non-array");
    }
    return value.size();
  }

  /** Casts to scalars; null is NULL since 18. */
  private static void casts(FunctionLibrary library) {
    cast(library, "jsonb_bool", "boolean", Jsonb.Kind.BOOLEAN, j -> j.toString().equals("true"));
    cast(library, "jsonb_numeric", "numeric", Jsonb.Kind.NUMBER, JsonbFunctions::number);
    cast(
        library,
        "jsonb_int2",
        "smallint",
        Jsonb.Kind.NUMBER,
        j -> (int) number(j).toLong(Short.MIN_VALUE, Short.MAX_VALUE, "smallint"));
    cast(
        library,
        "jsonb_int4",
        "integer",
        Jsonb.Kind.NUMBER,
        j -> (int) number(j).toLong(Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"));
    cast(
        library,
        "jsonb_int8",
        "bigint",
        Jsonb.Kind.NUMBER,
        j -> number(j).toLong(Long.MIN_VALUE, Long.MAX_VALUE, "bigint"));
    cast(
        library, "jsonb_float4", "real", Jsonb.Kind.NUMBER, j -> FloatFunctions.toFloat(number(j)));
    cast(
        library,
        "jsonb_float8",
        "double precision",
        Jsonb.Kind.NUMBER,
        j -> FloatFunctions.toDouble(number(j)));
  }

  private static void cast(
      FunctionLibrary library,
      String source,
      String type,
      Jsonb.Kind kind,
      Function<Jsonb, Object> conversion) {
    library.<Jsonb>unary(
        source, j -> j.kind() == Jsonb.Kind.NULL ? null : cast(j, type, kind, conversion));
    library.before(18).<Jsonb>unary(source, j -> cast(j, type, kind, conversion));
  }

  private static Object cast(
      Jsonb value, String type, Jsonb.Kind kind, Function<Jsonb, Object> conversion) {
    if (value.kind() != kind) {
      String what =
          switch (value.kind()) {
            case ARRAY, OBJECT, NULL, STRING, BOOLEAN ->
                value.kind().toString().toLowerCase(Locale.ROOT);
            case NUMBER -> "numeric";
          };
      throw new EvaluationException(
          "22023", "cannot cast jsonb %s to type %s".formatted(what, type));
    }
    return conversion.apply(value);
  }

  private static PgNumeric number(Jsonb value) {
    return ((JsonDocument.Numeral) value.document()).value();
  }

  private static String pretty(Jsonb value) {
    StringBuilder out = new StringBuilder();
    pretty(value.document(), 0, out);
    return out.toString();
  }

  private static final String INDENT = "    ";

  private static void pretty(JsonDocument value, int depth, StringBuilder out) {
    String line = "\n" + INDENT.repeat(depth + 1);
    switch (value) {
      case JsonDocument.Items(var items) -> {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
          pretty(items.get(i), depth + 1, out.append(i == 0 ? "" : ",").append(line));
        }
        out.append('\n').append(INDENT.repeat(depth)).append(']');
      }
      case JsonDocument.Fields(var fields) -> {
        out.append('{');
        for (int i = 0; i < fields.size(); i++) {
          JsonDocument.quote(fields.get(i).name(), out.append(i == 0 ? "" : ",").append(line));
          pretty(fields.get(i).value(), depth + 1, out.append(": "));
        }
        out.append('\n').append(INDENT.repeat(depth)).append('}');
      }
      default -> value.write(out);
    }
  }

  private static Jsonb object(List<@Nullable String> pairs) {
    List<JsonDocument.Field> fields = new ArrayList<>();
    checkPairs(pairs);
    for (int i = 0; i < pairs.size(); i += 2) {
      fields.add(field(pairs.get(i), pairs.get(i + 1)));
    }
    return Jsonb.of(JsonDocument.Fields.of(fields));
  }

  private static Jsonb object(List<@Nullable String> names, List<@Nullable String> values) {
    List<JsonDocument.Field> fields = new ArrayList<>();
    checkPairs(names, values);
    for (int i = 0; i < names.size(); i++) {
      fields.add(field(names.get(i), values.get(i)));
    }
    return Jsonb.of(JsonDocument.Fields.of(fields));
  }

  private static JsonDocument.Field field(@Nullable String name, @Nullable String value) {
    return new JsonDocument.Field(
        checkName(name), value == null ? JsonDocument.Word.NULL : new JsonDocument.Text(value));
  }

  static String checkName(@Nullable String name) {
    if (name == null) {
      throw new EvaluationException("22004", "null value not allowed for object key");
    }
    return name;
  }

  /** Names and values by turns, in one dimension or in rows of two. */
  static void checkPairs(List<@Nullable String> pairs) {
    int[] lengths = TypeCodecs.lengths(pairs);
    if (lengths.length > 2) {
      throw dimensions("wrong number of array subscripts");
    }
    if (lengths.length == 1 && lengths[0] % 2 != 0) {
      throw dimensions("array must have even number of elements");
    }
    if (lengths.length == 2 && lengths[1] != 2) {
      throw dimensions("array must have two columns");
    }
  }

  static void checkPairs(List<@Nullable String> names, List<@Nullable String> values) {
    int dimensions = TypeCodecs.lengths(names).length;
    if (dimensions > 1 || dimensions != TypeCodecs.lengths(values).length) {
      throw dimensions("wrong number of array subscripts");
    }
    if (names.size() != values.size()) {
      throw dimensions("mismatched array dimensions");
    }
  }

  static EvaluationException dimensions(String message) {
    return new EvaluationException("2202E", message);
  }
}
