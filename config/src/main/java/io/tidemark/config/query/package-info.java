/**
 * What can be known of a query without a server: that it is one query, and which relations it
 * names.
 */
@NullMarked
package io.tidemark.config.query;

import org.jspecify.annotations.NullMarked;
