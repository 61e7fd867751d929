/**
 * Window functions: rows of a partition in an order that is kept, and what each row sees of those
 * around it.
 */
@NullMarked
package io.tidemark.engine.operator.window;

import org.jspecify.annotations.NullMarked;
