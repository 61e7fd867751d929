/**
 * The typed relational algebra between SQL and execution: immutable, sealed, checked by its
 * constructors.
 */
@NullMarked
package io.tidemark.engine.plan;

import org.jspecify.annotations.NullMarked;
