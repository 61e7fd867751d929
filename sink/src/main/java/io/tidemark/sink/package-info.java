/** Stream tables in PostgreSQL: their DDL, the merge of deltas, the exactly-once frontier. */
@NullMarked
package io.tidemark.sink;

import org.jspecify.annotations.NullMarked;
