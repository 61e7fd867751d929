/** Set operations: union, intersect, except and distinct. */
@NullMarked
package io.tidemark.engine.operator.set;

import org.jspecify.annotations.NullMarked;
