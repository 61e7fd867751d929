/** The function library: one entry per function of pg_proc, grouped in one file per type family. */
@NullMarked
package io.tidemark.engine.function;

import org.jspecify.annotations.NullMarked;
