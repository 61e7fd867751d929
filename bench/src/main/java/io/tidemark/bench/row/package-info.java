/** The comparison of row representations behind docs/decisions/0003-row-representation.md. */
@NullMarked
package io.tidemark.bench.row;

import org.jspecify.annotations.NullMarked;
