/** The real service against real PostgreSQL: a stream table equals its query after every batch. */
@NullMarked
package io.tidemark.server.oracle;

import org.jspecify.annotations.NullMarked;
