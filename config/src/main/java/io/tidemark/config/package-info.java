/**
 * What the user wrote: settings and stream-table definitions, read from YAML, validated with
 * positions, and ordered by what reads what. Works without a server.
 */
@NullMarked
package io.tidemark.config;

import org.jspecify.annotations.NullMarked;
