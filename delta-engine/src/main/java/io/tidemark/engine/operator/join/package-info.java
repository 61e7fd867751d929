/** Joins of two Z-sets by an index on each side. */
@NullMarked
package io.tidemark.engine.operator.join;

import org.jspecify.annotations.NullMarked;
