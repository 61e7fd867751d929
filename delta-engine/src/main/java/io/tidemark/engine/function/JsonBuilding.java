package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Functions that make json or jsonb of values of any types whose JSON is known (json.c, jsonb.c).
 */
final class JsonBuilding {

  /** How arguments are written, and what their texts are together. */
  private interface Together {
    StringBuilder of(@Nullable Object[] arguments);
  }

  private JsonBuilding() {}

  static void register(FunctionLibrary library) {
    library.typed("to_json", call -> value(call, false));
    library.typed("to_jsonb", call -> value(call, true));
    library.typed("array_to_json", call -> value(call, false));
    library.typed("array_to_json_pretty", JsonBuilding::prettyArray);
    library.nary("json_build_array_noargs", arguments -> "[]");
    library.nary("json_build_object_noargs", arguments -> "{}");
    library.nary(
        "jsonb_build_array_noargs", arguments -> Jsonb.of(new JsonDocument.Items(List.of())));
    library.nary(
        "jsonb_build_object_noargs", arguments -> Jsonb.of(new JsonDocument.Fields(List.of())));
    library.typed("json_build_array", call -> text(array(call, false), false));
    library.typed("jsonb_build_array", call -> text(array(call, true), true));
    library.typed("json_build_object", call -> text(jsonObject(call, "22004"), false));
    library.before(16).typed("json_build_object", call -> text(jsonObject(call, "22023"), false));
    library.typed("jsonb_build_object", call -> text(jsonbObject(call), true));
  }

  private static FunctionBody text(Together together, boolean binary) {
    return arguments -> {
      String text = together.of(arguments).toString();
      return binary ? Jsonb.ofText(text) : text;
    };
  }

  private static FunctionBody value(CallTypes call, boolean binary) {
    JsonText.Writer writer = JsonText.of(call.arguments().getFirst().oid(), binary);
    return text(
        arguments -> {
          StringBuilder out = new StringBuilder();
          writer.write(FunctionLibrary.argument(arguments, 0), out);
          return out;
        },
        binary);
  }

  private static FunctionBody prettyArray(CallTypes call) {
    JsonText.Writer elements = JsonText.of(call.element(0).oid(), false);
    return text(
        arguments -> {
          StringBuilder out = new StringBuilder();
          String outer = FunctionLibrary.<Boolean>argument(arguments, 1) ? ",\n " : ",";
          JsonText.array(
              FunctionLibrary.<List<?>>argument(arguments, 0), elements, outer, ",", out);
          return out;
        },
        false);
  }

  private static List<JsonText.Writer> writers(CallTypes call, boolean binary) {
    List<JsonText.Writer> writers = new ArrayList<>();
    for (PgType type : call.arguments()) {
      writers.add(JsonText.of(type.oid(), binary));
    }
    return writers;
  }

  private static void write(JsonText.Writer writer, @Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
    } else {
      writer.write(value, out);
    }
  }

  private static Together array(CallTypes call, boolean binary) {
    List<JsonText.Writer> writers = writers(call, binary);
    return arguments -> {
      StringBuilder out = new StringBuilder("[");
      for (int i = 0; i < arguments.length; i++) {
        write(writers.get(i), arguments[i], out.append(i == 0 ? "" : ", "));
      }
      return out.append(']');
    };
  }

  /**
   * The fields in their order, each name as often as it is given.
   *
   * @param noName the SQLSTATE of a name that is NULL
   */
  private static Together jsonObject(CallTypes call, String noName) {
    List<JsonText.Writer> writers = writers(call, false);
    List<Function<Object, String>> names = names(call);
    return arguments -> {
      checkPairs(arguments);
      StringBuilder out = new StringBuilder("{");
      for (int i = 0; i < arguments.length; i += 2) {
        String name = name(arguments[i], names.get(i / 2), noName);
        JsonDocument.quote(name, out.append(i == 0 ? "" : ", "));
        write(writers.get(i + 1), arguments[i + 1], out.append(" : "));
      }
      return out.append('}');
    };
  }

  private static Together jsonbObject(CallTypes call) {
    List<JsonText.Writer> writers = writers(call, true);
    List<Function<Object, String>> names = names(call);
    return arguments -> {
      checkPairs(arguments);
      Map<String, String> fields = new TreeMap<>(JsonDocument::compareNames);
      for (int i = 0; i < arguments.length; i += 2) {
        String name = name(arguments[i], names.get(i / 2), "22023");
        StringBuilder value = new StringBuilder();
        write(writers.get(i + 1), arguments[i + 1], value);
        fields.put(name, value.toString());
      }
      StringBuilder out = new StringBuilder("{");
      fields.forEach((name, value) -> {
        JsonDocument.quote(name, out.append(out.length() == 1 ? "" : ", "));
        out.append(": ").append(value);
      });
      return out.append('}');
    };
  }

  /** Of every other argument; arrays and JSON, which cannot be names, are refused. */
  private static List<Function<Object, String>> names(CallTypes call) {
    List<Function<Object, String>> names = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i += 2) {
      int type = call.arguments().get(i).oid();
      if (type == PgType.JSON || type == PgType.JSONB) {
        throw call.refused("JSON in the place of a name");
      }
      names.add(JsonText.names(type));
    }
    return names;
  }

  private static void checkPairs(@Nullable Object[] arguments) {
    if (arguments.length % 2 != 0) {
      throw new EvaluationException("22023", "argument list must have even number of elements");
    }
  }

  private static String name(
      @Nullable Object value, Function<Object, String> names, String noName) {
    if (value == null) {
      throw new EvaluationException(noName, "null value not allowed for object key");
    }
    return names.apply(value);
  }
}
