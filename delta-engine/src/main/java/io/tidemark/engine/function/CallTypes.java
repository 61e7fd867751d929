package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call's actual types, which its values have in the JVM forms of their codecs, and what is known
 * of them.
 *
 * @param constants for each argument its value if it is a constant, else null
 * @param collation the collation that the function works with, 0 if none
 */
record CallTypes(
    Function function,
    List<PgType> arguments,
    List<@Nullable Object> constants,
    PgType result,
    int collation,
    KnownTypes known) {

  CallTypes {
    arguments = List.copyOf(arguments);
  }

  /** An argument's type under the collation of the call. */
  PgType argument(int index) {
    return collated(arguments.get(index));
  }

  /** A type under the collation of the call, if it has one at all. */
  PgType collated(PgType type) {
    return collation == 0 || type.collation() == 0
        ? type
        : new PgType(type.oid(), type.modifier(), collation);
  }

  TypeCodec codec(PgType type) {
    return known.codecOrOpaque(type.oid());
  }

  /** How values of an argument's type compare. */
  ValueComparison order(int index) {
    return ValueComparison.of(argument(index), known);
  }

  /**
   * The element type of an argument, an array.
   *
   * @throws UnsupportedQueryException if it is none whose elements are known
   */
  PgType element(int index) {
    PgType element = known.elementOf(argument(index));
    if (element == null) {
      throw refused("arrays of a type that the catalog does not tell of");
    }
    return element;
  }

  /** Why the library leaves the call to PostgreSQL. */
  UnsupportedQueryException refused(String what) {
    return new UnsupportedQueryException(
        function.name() + " is called with " + what,
        "Compute it where the stream table is read, or store its result in a column of the source.");
  }

  /** Refuses values that functions of the library would not know. */
  void checkTypes() {
    known.codec(result.oid());
    arguments.forEach(type -> known.codec(type.oid()));
  }
}
