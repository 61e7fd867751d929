/** End-to-end benchmarks: the real service against floors of the same PostgreSQL, as ratios. */
@NullMarked
package io.tidemark.bench;

import org.jspecify.annotations.NullMarked;
