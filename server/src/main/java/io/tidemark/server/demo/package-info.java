/** The demo: embedded PostgreSQL, a sample shop, live writes, stream tables. */
@NullMarked
package io.tidemark.server.demo;

import org.jspecify.annotations.NullMarked;
