/**
 * Durable state in RocksDB: change logs, row stores, arrangements and tick commits. State is a
 * cache of PostgreSQL: whatever is lost here can be rebuilt from there.
 */
@NullMarked
package io.tidemark.state;

import org.jspecify.annotations.NullMarked;
