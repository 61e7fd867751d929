/** Ordered state: positions in an order, and the operators that give out a part of one. */
@NullMarked
package io.tidemark.engine.operator.ordered;

import org.jspecify.annotations.NullMarked;
