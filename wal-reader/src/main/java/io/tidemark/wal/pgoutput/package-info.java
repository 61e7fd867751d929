/** The pgoutput protocol. */
@NullMarked
package io.tidemark.wal.pgoutput;

import org.jspecify.annotations.NullMarked;
