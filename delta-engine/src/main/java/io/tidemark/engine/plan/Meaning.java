package io.tidemark.engine.plan;

import java.util.List;

/**
 * What the SQL of an {@link Expression.Sql} means, so that it need not be PostgreSQL that computes
 * it. The text says the same.
 */
public sealed interface Meaning {

  /** What only PostgreSQL computes. */
  record Unknown() implements Meaning {}

  /**
   * A field of the operand, a row.
   *
   * @param place among those of the fields that were not dropped, from 0
   */
  record Field(int place) implements Meaning {}

  /**
   * An element, or a part, of the first operand, an array; the others are the bounds that are
   * written, in that order.
   */
  record Subscripts(boolean isSlice, List<Subscript> subscripts) implements Meaning {
    public Subscripts {
      subscripts = List.copyOf(subscripts);
    }
  }

  /** The bounds of one dimension that are written; only the upper one if no slice is meant. */
  record Subscript(boolean hasLower, boolean hasUpper) {}

  /** {@code ARRAY[…]} of arrays. */
  record ArrayOfArrays() implements Meaning {}

  /**
   * The operand, an array, with each element cast.
   *
   * @param cast over column 0, the element
   */
  record EachElement(Expression cast) implements Meaning {}

  /** A row of the operands. */
  record Row() implements Meaning {}

  /** Whether all fields of the operand, a row, are NULL, or none is. */
  record FieldsAreNull(boolean negated) implements Meaning {}

  /**
   * Whether the first half of the operands is, as a row, in an order to the other half.
   *
   * @param operator less than, or its kind
   * @param collations of each comparison, 0 if it has none
   */
  record RowComparison(String operator, List<Integer> collations) implements Meaning {
    public RowComparison {
      collations = List.copyOf(collations);
    }
  }
}
