/** Rows as PostgreSQL's binary wire format, and Z-sets of them. */
@NullMarked
package io.tidemark.state.row;

import org.jspecify.annotations.NullMarked;
