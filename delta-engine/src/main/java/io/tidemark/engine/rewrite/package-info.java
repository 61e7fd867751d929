/** Rewrites of the algebra, one class each. */
@NullMarked
package io.tidemark.engine.rewrite;

import org.jspecify.annotations.NullMarked;
