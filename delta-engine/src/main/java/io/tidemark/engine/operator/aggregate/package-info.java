/** Grouping, and the aggregates of a group from algebraic or ordered state. */
@NullMarked
package io.tidemark.engine.operator.aggregate;

import org.jspecify.annotations.NullMarked;
