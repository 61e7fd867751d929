package io.tidemark.engine.type;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the catalog says of a type that is made of others, or whose equality is not its own. */
public sealed interface TypeShape {

  /**
   * An enum.
   *
   * @param order a label's {@code pg_enum.enumsortorder}, which PostgreSQL changes only if it runs
   *     out of numbers between two labels
   */
  record Enumeration(ToDoubleFunction<String> order) implements TypeShape {}

  record Array(PgType element) implements TypeShape {}

  /** A domain: its values are those of the type below. */
  record Domain(PgType base) implements TypeShape {}

  /** A row; dropped columns are left out, as on the wire. */
  record Composite(List<PgType> fields) implements TypeShape {
    public Composite {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A range type.
   *
   * @param isPlain whether its order is the default one of its elements, and it has no canonical
   *     form of its own
   */
  record Range(PgType element, boolean isPlain) implements TypeShape {}

  /** The multirange type of a range type, of which the same is said. */
  record Multirange(PgType element, boolean isPlain) implements TypeShape {}

  /** An extension's type whose values are equal if their bytes are: hstore, ltree. */
  record Bytes() implements TypeShape {}

  /** citext: text that is equal if its lower case is. */
  record FoldedText() implements TypeShape {}
}
