/** Where a database is and how to log in: libpq URLs, password files, secrets. */
@NullMarked
package io.tidemark.config.connection;

import org.jspecify.annotations.NullMarked;
