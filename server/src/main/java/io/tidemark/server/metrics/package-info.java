/** What Prometheus scrapes. */
@NullMarked
package io.tidemark.server.metrics;

import org.jspecify.annotations.NullMarked;
