package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import io.tidemark.engine.type.TypeCodecs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions and operators that give a changed jsonb (jsonfuncs.c). */
final class JsonbChanges {

  private JsonbChanges() {}

  static void register(FunctionLibrary library) {
    library.<Jsonb, Jsonb>binary("jsonb_concat", JsonbChanges::concat);
    library.<Jsonb, String>binary("jsonb_delete", (j, name) -> delete(j, Set.of(name)));
    library.<Jsonb, List<@Nullable String>>binary("jsonb_delete_array", JsonbChanges::deleteAll);
    library.<Jsonb, Integer>binary("jsonb_delete_idx", JsonbChanges::deleteElement);
    library.<Jsonb, List<@Nullable String>>binary("jsonb_delete_path", JsonbChanges::deletePath);
    library.nary("jsonb_set", JsonbChanges::set);
    library.nary("jsonb_set_lax", JsonbChanges::setLax);
    library.nary("jsonb_insert", JsonbChanges::insert);
    library.nary(
        "jsonb_strip_nulls",
        a -> {
          Jsonb value = FunctionLibrary.argument(a, 0);
          return value.isScalar()
              ? value
              : Jsonb.of(stripNulls(value.document(), a.length > 1 && (Boolean) a[1]));
        });
  }

  private static Jsonb concat(Jsonb left, Jsonb right) {
    boolean leftObject = left.kind() == Jsonb.Kind.OBJECT;
    boolean rightObject = right.kind() == Jsonb.Kind.OBJECT;
    if (leftObject && rightObject) {
      List<JsonDocument.Field> fields = new ArrayList<>();
      fields.addAll(((JsonDocument.Fields) left.document()).fields());
      fields.addAll(((JsonDocument.Fields) right.document()).fields());
      return Jsonb.of(JsonDocument.Fields.of(fields));
    }
    List<JsonDocument> items = new ArrayList<>(elements(left));
    items.addAll(elements(right));
    return Jsonb.of(new JsonDocument.Items(items));
  }

  private static List<JsonDocument> elements(Jsonb value) {
    return value.document() instanceof JsonDocument.Items(var items)
        ? items
        : List.of(value.document());
  }

  private static Jsonb deleteAll(Jsonb value, List<@Nullable String> names) {
    checkDimensions(names);
    Set<String> all = new HashSet<>();
    for (String name : names) {
      if (name != null) {
        all.add(name);
      }
    }
    return delete(value, all);
  }

  /** Without the fields of these names, or the elements that are these strings. */
  private static Jsonb delete(Jsonb value, Set<String> names) {
    return Jsonb.of(
        switch (value.document()) {
          case JsonDocument.Fields(var fields) ->
              new JsonDocument.Fields(
                  fields.stream().filter(field -> !names.contains(field.name())).toList());
          case JsonDocument.Items(var items) ->
              new JsonDocument.Items(
                  items.stream()
                      .filter(item ->
                          !(item instanceof JsonDocument.Text(String text) && names.contains(text)))
                      .toList());
          default -> throw scalar("cannot delete from scalar");
        });
  }

  private static Jsonb deleteElement(Jsonb value, int index) {
    return switch (value.document()) {
      case JsonDocument.Items(var items) -> {
        long at = index < 0 ? (long) index + items.size() : index;
        if (at < 0 || at >= items.size()) {
          yield value;
        }
        List<JsonDocument> left = new ArrayList<>(items);
        left.remove((int) at);
        yield Jsonb.of(new JsonDocument.Items(left));
      }
      case JsonDocument.Fields _ -> throw scalar("cannot delete from object using integer index");
      default -> throw scalar("cannot delete from scalar");
    };
  }

  private static Jsonb deletePath(Jsonb value, List<@Nullable String> path) {
    checkDimensions(path);
    if (value.isScalar()) {
      throw scalar("cannot delete path in scalar");
    }
    return path.isEmpty() || value.size() == 0
        ? value
        : JsonbPathChange.apply(value, path, null, JsonbPathChange.Kind.DELETE);
  }

  private static Jsonb set(@Nullable Object[] arguments) {
    Jsonb value = FunctionLibrary.argument(arguments, 0);
    List<@Nullable String> path = FunctionLibrary.argument(arguments, 1);
    boolean create = FunctionLibrary.<Boolean>argument(arguments, 3);
    checkDimensions(path);
    if (value.isScalar()) {
      throw scalar("cannot set path in scalar");
    }
    if (path.isEmpty() || (value.size() == 0 && !create)) {
      return value;
    }
    return JsonbPathChange.apply(
        value,
        path,
        FunctionLibrary.<Jsonb>argument(arguments, 2).document(),
        create ? JsonbPathChange.Kind.CREATE : JsonbPathChange.Kind.REPLACE);
  }

  private static @Nullable Jsonb setLax(@Nullable Object[] arguments) {
    if (arguments[0] == null || arguments[1] == null || arguments[3] == null) {
      return null;
    }
    if (arguments[4] != null && arguments[2] != null) {
      return set(arguments);
    }
    return switch ((String) arguments[4]) {
      case "raise_exception" ->
          throw new EvaluationException("22004", "JSON value must not be null");
      case "use_json_null" -> {
        Object[] replaced = arguments.clone();
        replaced[2] = Jsonb.NULL;
        yield set(replaced);
      }
      case "delete_key" ->
          deletePath(
              FunctionLibrary.<Jsonb>argument(arguments, 0),
              FunctionLibrary.<List<@Nullable String>>argument(arguments, 1));
      case "return_target" -> (Jsonb) arguments[0];
      case null, default ->
          throw scalar(
              "null_value_treatment must be \"delete_key\", \"return_target\","
                  + " \"use_json_null\", or \"raise_exception\"");
    };
  }

  private static Jsonb insert(@Nullable Object[] arguments) {
    Jsonb value = FunctionLibrary.argument(arguments, 0);
    List<@Nullable String> path = FunctionLibrary.argument(arguments, 1);
    boolean after = FunctionLibrary.<Boolean>argument(arguments, 3);
    checkDimensions(path);
    if (value.isScalar()) {
      throw scalar("cannot set path in scalar");
    }
    return path.isEmpty()
        ? value
        : JsonbPathChange.apply(
            value,
            path,
            FunctionLibrary.<Jsonb>argument(arguments, 2).document(),
            after ? JsonbPathChange.Kind.INSERT_AFTER : JsonbPathChange.Kind.INSERT_BEFORE);
  }

  private static void checkDimensions(List<@Nullable String> path) {
    if (TypeCodecs.lengths(path).length > 1) {
      throw JsonbFunctions.dimensions("wrong number of array subscripts");
    }
  }

  private static EvaluationException scalar(String message) {
    return new EvaluationException("22023", message);
  }

  /**
   * Without fields that are null.
   *
   * @param elements whether elements that are null go, too
   */
  private static JsonDocument stripNulls(JsonDocument value, boolean elements) {
    return switch (value) {
      case JsonDocument.Fields(var fields) ->
          new JsonDocument.Fields(
              fields.stream()
                  .filter(field -> field.value() != JsonDocument.Word.NULL)
                  .map(field ->
                      new JsonDocument.Field(field.name(), stripNulls(field.value(), elements)))
                  .toList());
      case JsonDocument.Items(var items) ->
          new JsonDocument.Items(
              items.stream()
                  .filter(item -> !elements || item != JsonDocument.Word.NULL)
                  .map(item -> stripNulls(item, elements))
                  .toList());
      default -> value;
    };
  }
}
