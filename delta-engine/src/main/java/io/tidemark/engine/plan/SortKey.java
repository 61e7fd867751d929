package io.tidemark.engine.plan;

/**
 * One item of an ORDER BY.
 *
 * @param collation by which text is ordered, 0 where the type has no collation. It is that of the
 *     sort operator: {@code USING ~<~} orders by bytes whatever the expression's collation is.
 */
public record SortKey(
    Expression expression, boolean descending, boolean nullsFirst, int collation) {

  /** The same order of another expression's values. */
  public SortKey over(Expression other) {
    return new SortKey(other, descending, nullsFirst, collation);
  }
}
