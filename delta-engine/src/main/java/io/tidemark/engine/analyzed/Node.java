package io.tidemark.engine.analyzed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of PostgreSQL's query tree: {@code {TAG :field value …}}. Fields are looked up by name,
 * since majors differ in order and add some; a field that is asked for and absent is an error,
 * never a default. Immutable.
 */
record Node(String tag, Map<String, @Nullable NodeValue> fields) implements NodeValue {

  /** The same node with another value of a field. */
  Node with(String field, NodeValue value) {
    Map<String, @Nullable NodeValue> changed = new LinkedHashMap<>(fields);
    changed.put(field, value);
    return new Node(tag, changed);
  }

  boolean is(String wanted) {
    return tag.equals(wanted);
  }

  /** Whether this major writes the field at all. */
  boolean has(String field) {
    return fields.containsKey(field);
  }

  /** Whether the field is there and neither {@code <>} nor an empty list. */
  boolean isPresent(String field) {
    return switch (fields.get(field)) {
      case null -> false;
      case Items items -> !items.values().isEmpty();
      case Numbers numbers -> !numbers.values().isEmpty();
      case Node _, Atom _, Datum _ -> true;
    };
  }

  /** A number; OIDs above 2^31 come out negative, as everywhere in this code. */
  int integer(String field) {
    String text = text(field);
    try {
      return (int) Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw unreadable(field, "a number");
    }
  }

  boolean flag(String field) {
    return switch (text(field)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unreadable(field, "true or false");
    };
  }

  /** A token. */
  String text(String field) {
    if (value(field) instanceof Atom(String text)) {
      return text;
    }
    throw unreadable(field, "a token");
  }

  /** A name that may be absent. */
  @Nullable String name(String field) {
    return value(field) == null ? null : text(field);
  }

  /** A node that must be there. */
  Node node(String field) {
    Node node = nodeOrNull(field);
    if (node == null) {
      throw unreadable(field, "a node");
    }
    return node;
  }

  @Nullable Node nodeOrNull(String field) {
    return switch (value(field)) {
      case null -> null;
      case Node node -> node;
      case Atom _, Items _, Numbers _, Datum _ -> throw unreadable(field, "a node");
    };
  }

  /** A list of nodes, empty for {@code <>}. */
  List<Node> nodes(String field) {
    List<Node> nodes = new ArrayList<>();
    for (NodeValue value : items(field)) {
      if (!(value instanceof Node node)) {
        throw unreadable(field, "a list of nodes");
      }
      nodes.add(node);
    }
    return nodes;
  }

  /** A list of any values, nulls among them; empty for {@code <>}. */
  List<@Nullable NodeValue> items(String field) {
    return switch (value(field)) {
      case null -> List.of();
      case Items items -> items.values();
      case Node _, Atom _, Numbers _, Datum _ -> throw unreadable(field, "a list");
    };
  }

  /** A list of names, empty for {@code <>}. */
  List<String> names(String field) {
    List<String> names = new ArrayList<>();
    for (NodeValue value : items(field)) {
      if (!(value instanceof Atom(String name))) {
        throw unreadable(field, "a list of names");
      }
      names.add(name);
    }
    return names;
  }

  /** A list of numbers, empty for {@code <>}. */
  List<Integer> integers(String field) {
    return switch (value(field)) {
      case null -> List.of();
      case Numbers(List<Integer> values) -> values;
      case Node _, Atom _, Items _, Datum _ -> throw unreadable(field, "a list of numbers");
    };
  }

  /** A constant's bytes; null for NULL. */
  NodeValue.@Nullable Datum datum(String field) {
    return switch (value(field)) {
      case null -> null;
      case Datum datum -> datum;
      case Node _, Atom _, Items _, Numbers _ -> throw unreadable(field, "a datum");
    };
  }

  private @Nullable NodeValue value(String field) {
    if (!fields.containsKey(field)) {
      throw new NodeFormatException(
          "The analysed query has no field " + field + " in its " + tag + " node");
    }
    return fields.get(field);
  }

  private NodeFormatException unreadable(String field, String wanted) {
    return new NodeFormatException(
        "Field %s of a %s node of the analysed query is not %s".formatted(field, tag, wanted));
  }
}
