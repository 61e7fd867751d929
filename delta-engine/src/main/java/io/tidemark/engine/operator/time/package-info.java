/**
 * What moves with the clock: conditions that a row comes to fulfil, or no longer does, by itself.
 */
@NullMarked
package io.tidemark.engine.operator.time;

import org.jspecify.annotations.NullMarked;
