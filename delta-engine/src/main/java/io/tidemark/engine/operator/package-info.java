/**
 * Z-set operators: pure steps from input deltas to an output delta, through arrangements that they
 * are given.
 */
@NullMarked
package io.tidemark.engine.operator;

import org.jspecify.annotations.NullMarked;
