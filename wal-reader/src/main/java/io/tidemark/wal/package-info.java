/** From PostgreSQL to the change logs: slot, publication, streaming, backfill. */
@NullMarked
package io.tidemark.wal;

import org.jspecify.annotations.NullMarked;
