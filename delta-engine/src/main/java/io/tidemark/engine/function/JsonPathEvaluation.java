package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of a path over a document (jsonpath_exec.c), item by item: each operation hands
 * what it gives to the next one. Where there is no list of what is found, an evaluation may stop at
 * the first item. Outcomes, and where errors come to light, depend on the order of all this, so it
 * is PostgreSQL's.
 */
final class JsonPathEvaluation {

  /** Whether something was found; or an error that is not to be thrown. */
  enum Outcome {
    FOUND,
    NOTHING,
    ERROR
  }

  private final JsonPath path;
  private final JsonDocument root;
  private final JsonDocument.@Nullable Fields variables;
  private final JsonPathConditions conditions = new JsonPathConditions(this);
  private final JsonPathSubscripts subscripts = new JsonPathSubscripts(this);
  private JsonDocument current;
  private boolean throwing;
  private boolean ignoresStructure;

  private JsonPathEvaluation(
      JsonPath path, JsonDocument root, JsonDocument.@Nullable Fields variables, boolean throwing) {
    this.path = path;
    this.root = root;
    this.variables = variables;
    this.current = root;
    this.throwing = throwing;
    this.ignoresStructure = path.lax();
  }

  /**
   * Evaluates a path.
   *
   * @param variables null if there cannot be any
   * @param found takes the items, null if only the outcome is wanted
   * @throws EvaluationException for an error, unless silent
   */
  static Outcome evaluate(
      JsonPath path,
      JsonDocument root,
      JsonDocument.@Nullable Fields variables,
      boolean silent,
      @Nullable List<JsonDocument> found) {
    var evaluation = new JsonPathEvaluation(path, root, variables, !silent);
    if (path.lax() || found != null) {
      return evaluation.run(path.item(), root, found);
    }
    List<JsonDocument> all = new ArrayList<>(); // there may be an error behind the first
    Outcome outcome = evaluation.run(path.item(), root, all);
    return outcome == Outcome.ERROR ? outcome : all.isEmpty() ? Outcome.NOTHING : Outcome.FOUND;
  }

  boolean isLax() {
    return path.lax();
  }

  boolean ignoresStructure() {
    return ignoresStructure;
  }

  Outcome run(JsonPath.Item item, JsonDocument value, @Nullable List<JsonDocument> found) {
    return run(item, value, found, path.lax());
  }

  /** The same with errors as an outcome. */
  Outcome runQuietly(
      JsonPath.Item item,
      JsonDocument value,
      boolean unwrapping,
      @Nullable List<JsonDocument> found) {
    boolean before = throwing;
    throwing = false;
    Outcome outcome = runUnwrapped(item, value, unwrapping, found);
    throwing = before;
    return outcome;
  }

  /** Takes the elements of arrays that are found in their place, if the path is lax. */
  Outcome runUnwrapped(
      JsonPath.Item item,
      JsonDocument value,
      boolean unwrapping,
      @Nullable List<JsonDocument> found) {
    if (!unwrapping || !path.lax() || found == null) {
      return run(item, value, found);
    }
    List<JsonDocument> wrapped = new ArrayList<>();
    if (run(item, value, wrapped) == Outcome.ERROR) {
      return Outcome.ERROR;
    }
    for (JsonDocument each : wrapped) {
      if (each instanceof JsonDocument.Items(var values)) {
        found.addAll(values);
      } else {
        found.add(each);
      }
    }
    return Outcome.FOUND;
  }

  /** A condition over an item that it calls {@code @}. */
  private @Nullable Boolean test(JsonPath.Item condition, JsonDocument value) {
    JsonDocument before = current;
    current = value;
    Boolean truth = conditions.test(condition, value);
    current = before;
    return truth;
  }

  Outcome next(
      JsonPath.@Nullable Item next, JsonDocument value, @Nullable List<JsonDocument> found) {
    if (next != null) {
      return run(next, value, found);
    }
    if (found != null) {
      found.add(value);
    }
    return Outcome.FOUND;
  }

  /** The outcome of an error. */
  Outcome error(String sqlState, String message) {
    if (throwing) {
      throw new EvaluationException(sqlState, message);
    }
    return Outcome.ERROR;
  }

  /** An error, unless what is not as the path has it is passed over. */
  Outcome structural(String sqlState, String message) {
    return ignoresStructure ? Outcome.NOTHING : error(sqlState, message);
  }

  private Outcome run(
      JsonPath.Item item,
      JsonDocument value,
      @Nullable List<JsonDocument> found,
      boolean unwrapping) {
    JsonPath.Item next = item.next();
    boolean ends = next == null && found == null;
    return switch (item.operation()) {
      case JsonPath.Literal(JsonDocument literal) ->
          ends ? Outcome.FOUND : next(next, literal, found);
      case JsonPath.Variable(String name) -> next(next, variable(name), found);
      case JsonPath.Condition _ -> {
        Boolean truth = conditions.test(item, value);
        JsonDocument outcome = truth == null ? JsonDocument.Word.NULL : JsonDocument.Word.of(truth);
        yield ends ? Outcome.FOUND : next(next, outcome, found);
      }
      case JsonPath.Arithmetic arithmetic ->
          JsonPathNumbers.calculate(this, arithmetic, next, value, found);
      case JsonPath.Sign sign -> JsonPathNumbers.sign(this, sign, next, value, found);
      case JsonPath.Place place -> place(place, item, value, found, unwrapping);
      case JsonPath.Member(String name) -> member(name, item, value, found, unwrapping);
      case JsonPath.Descendants(long first, long last) -> {
        Outcome outcome = Outcome.NOTHING;
        if (first == 0) {
          boolean before = ignoresStructure;
          ignoresStructure = true;
          outcome = next(next, value, found);
          ignoresStructure = before;
          if (outcome == Outcome.FOUND && found == null) {
            yield outcome;
          }
        }
        yield value.isScalar()
            ? outcome
            : descend(next, value, found, 1, first, last, true, path.lax());
      }
      case JsonPath.Subscripts(var ranges) -> subscripts.apply(ranges, next, value, found);
      case JsonPath.Filter(JsonPath.Item condition) -> {
        if (unwrapping && value instanceof JsonDocument.Items) {
          yield elements(item, value, found, false);
        }
        yield Boolean.TRUE.equals(test(condition, value))
            ? next(next, value, found)
            : Outcome.NOTHING;
      }
      case JsonPath.Method method -> method(method, item, value, found, unwrapping);
      case JsonPath.Decimal(var arguments) ->
          unwrapping && value instanceof JsonDocument.Items
              ? elements(item, value, found, false)
              : JsonPathNumbers.decimal(this, arguments, next, value, found);
    };
  }

  private JsonDocument variable(String name) {
    JsonDocument value = variables == null ? null : variables.get(name);
    if (value == null) {
      throw new EvaluationException(
          "42704", "could not find jsonpath variable \"%s\"".formatted(name));
    }
    return value;
  }

  private Outcome place(
      JsonPath.Place place,
      JsonPath.Item item,
      JsonDocument value,
      @Nullable List<JsonDocument> found,
      boolean unwrapping) {
    JsonPath.Item next = item.next();
    return switch (place) {
      case ROOT -> next(next, root, found);
      case CURRENT -> next(next, current, found);
      case LAST ->
          next == null && found == null
              ? Outcome.FOUND
              : next(next, new JsonDocument.Numeral("" + subscripts.last()), found);
      case ANY_ELEMENT ->
          value instanceof JsonDocument.Items
              ? elements(next, value, found, path.lax())
              : path.lax()
                  ? next(next, value, found)
                  : structural(
                      "22039", "jsonpath wildcard array accessor can only be applied to an array");
      case ANY_MEMBER ->
          value instanceof JsonDocument.Fields
              ? elements(next, value, found, path.lax())
              : unwrapping && value instanceof JsonDocument.Items
                  ? elements(item, value, found, false)
                  : structural(
                      "2203C",
                      "jsonpath wildcard member accessor can only be applied to an object");
    };
  }

  private Outcome member(
      String name,
      JsonPath.Item item,
      JsonDocument value,
      @Nullable List<JsonDocument> found,
      boolean unwrapping) {
    if (value instanceof JsonDocument.Fields fields) {
      JsonDocument member = fields.get(name);
      return member != null
          ? next(item.next(), member, found)
          : structural("2203A", "JSON object does not contain key \"%s\"".formatted(name));
    }
    return unwrapping && value instanceof JsonDocument.Items
        ? elements(item, value, found, false)
        : structural("2203A", "jsonpath member accessor can only be applied to an object");
  }

  /** Applies an operation to each of the values in a container. */
  private Outcome elements(
      JsonPath.@Nullable Item item,
      JsonDocument container,
      @Nullable List<JsonDocument> found,
      boolean unwrapping) {
    return descend(item, container, found, 1, 1, 1, false, unwrapping);
  }

  private Outcome descend(
      JsonPath.@Nullable Item item,
      JsonDocument container,
      @Nullable List<JsonDocument> found,
      long level,
      long first,
      long last,
      boolean ignoring,
      boolean unwrapping) {
    Outcome outcome = Outcome.NOTHING;
    if (level > last) {
      return outcome;
    }
    for (JsonDocument value : values(container)) {
      boolean leaf = first == JsonPath.Descendants.LEAVES && value.isScalar();
      if (level >= first || leaf) {
        if (item != null) {
          boolean before = ignoresStructure;
          ignoresStructure |= ignoring;
          outcome = run(item, value, found, unwrapping);
          ignoresStructure = before;
          if (outcome == Outcome.ERROR || (outcome == Outcome.FOUND && found == null)) {
            return outcome;
          }
        } else if (found != null) {
          found.add(value);
        } else {
          return Outcome.FOUND;
        }
      }
      if (level < last && !value.isScalar()) {
        outcome = descend(item, value, found, level + 1, first, last, ignoring, unwrapping);
        if (outcome == Outcome.ERROR || (outcome == Outcome.FOUND && found == null)) {
          return outcome;
        }
      }
    }
    return outcome;
  }

  private static List<JsonDocument> values(JsonDocument container) {
    return switch (container) {
      case JsonDocument.Items(var values) -> values;
      case JsonDocument.Fields(var fields) ->
          fields.stream().map(JsonDocument.Field::value).toList();
      default -> List.of();
    };
  }

  private Outcome method(
      JsonPath.Method method,
      JsonPath.Item item,
      JsonDocument value,
      @Nullable List<JsonDocument> found,
      boolean unwrapping) {
    JsonPath.Item next = item.next();
    return switch (method) {
      case TYPE -> {
        String name = Jsonb.kind(value).name().toLowerCase(Locale.ROOT);
        yield next(next, new JsonDocument.Text(name), found);
      }
      case SIZE -> {
        if (value instanceof JsonDocument.Items(var values)) {
          yield next(next, new JsonDocument.Numeral("" + values.size()), found);
        }
        yield path.lax()
            ? next(next, new JsonDocument.Numeral("1"), found)
            : structural("22039", "jsonpath item method .size() can only be applied to an array");
      }
      default -> {
        if (unwrapping && value instanceof JsonDocument.Items) {
          yield elements(item, value, found, false);
        }
        yield method == JsonPath.Method.KEYVALUE
            ? pairs(next, value, found)
            : JsonPathNumbers.convert(this, method, next, value, found);
      }
    };
  }

  private Outcome pairs(
      JsonPath.@Nullable Item next, JsonDocument value, @Nullable List<JsonDocument> found) {
    if (!(value instanceof JsonDocument.Fields(var fields))) {
      return error("2203C", "jsonpath item method .keyvalue() can only be applied to an object");
    }
    Outcome outcome = Outcome.NOTHING;
    for (JsonDocument.Field field : fields) {
      JsonDocument pair =
          JsonDocument.Fields.of(
              List.of(
                  new JsonDocument.Field("key", new JsonDocument.Text(field.name())),
                  new JsonDocument.Field("value", field.value())));
      outcome = next(next, pair, found);
      if (outcome == Outcome.ERROR || (outcome == Outcome.FOUND && found == null)) {
        break;
      }
    }
    return outcome;
  }
}
