package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a document at the end of a path of names and indexes (setPath of jsonfuncs.c).
 *
 * @param value null to delete
 */
record JsonbPathChange(
    List<@Nullable String> path, @Nullable JsonDocument value, JsonbPathChange.Kind kind) {

  enum Kind {
    REPLACE,
    /** Replaces what is there, adds what is not. */
    CREATE,
    DELETE,
    INSERT_BEFORE,
    INSERT_AFTER;

    boolean adds() {
      return this != REPLACE && this != DELETE;
    }

    boolean inserts() {
      return this == INSERT_BEFORE || this == INSERT_AFTER;
    }
  }

  /**
   * A changed document.
   *
   * @param path not empty
   */
  static Jsonb apply(
      Jsonb target, List<@Nullable String> path, @Nullable JsonDocument value, Kind kind) {
    return Jsonb.of(new JsonbPathChange(path, value, kind).change(target.document(), 0));
  }

  private JsonDocument change(JsonDocument target, int level) {
    String step = path.get(level);
    if (step == null) {
      throw new EvaluationException(
          "22004", "path element at position %d is null".formatted(level + 1));
    }
    return switch (target) {
      case JsonDocument.Fields(var fields) -> changeField(fields, step, level);
      case JsonDocument.Items(var items) -> changeElement(items, step, level);
      default -> target;
    };
  }

  private boolean isLast(int level) {
    return level == path.size() - 1;
  }

  private JsonDocument changeField(List<JsonDocument.Field> fields, String name, int level) {
    List<JsonDocument.Field> changed = new ArrayList<>(fields.size() + 1);
    boolean found = false;
    for (JsonDocument.Field field : fields) {
      if (!field.name().equals(name)) {
        changed.add(field);
        continue;
      }
      found = true;
      if (!isLast(level)) {
        changed.add(new JsonDocument.Field(name, change(field.value(), level + 1)));
      } else if (kind.inserts()) {
        throw new EvaluationException("22023", "cannot replace existing key");
      } else if (value != null) {
        changed.add(new JsonDocument.Field(name, value));
      }
    }
    if (!found && isLast(level) && kind.adds() && value != null) {
      changed.add(new JsonDocument.Field(name, value));
    }
    return JsonDocument.Fields.of(changed);
  }

  private JsonDocument changeElement(List<JsonDocument> items, String step, int level) {
    Integer index = JsonbFunctions.index(step);
    if (index == null) {
      throw new EvaluationException(
          "22P02",
          "path element at position %d is not an integer: \"%s\"".formatted(level + 1, step));
    }
    long at = index < 0 ? (long) index + items.size() : index;
    if (at >= 0 && at < items.size()) {
      return changeElement(items, (int) at, level);
    }
    if (!isLast(level) || !kind.adds() || value == null) {
      return new JsonDocument.Items(items);
    }
    List<JsonDocument> changed = new ArrayList<>(items);
    changed.add(at < 0 ? 0 : items.size(), value);
    return new JsonDocument.Items(changed);
  }

  private JsonDocument changeElement(List<JsonDocument> items, int at, int level) {
    List<JsonDocument> changed = new ArrayList<>(items);
    if (!isLast(level)) {
      changed.set(at, change(items.get(at), level + 1));
    } else if (value == null) {
      changed.remove(at);
    } else if (kind.inserts()) {
      changed.add(kind == Kind.INSERT_AFTER ? at + 1 : at, value);
    } else {
      changed.set(at, value);
    }
    return new JsonDocument.Items(changed);
  }
}
