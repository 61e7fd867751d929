/** PostgreSQL's types: how values are decoded, encoded, compared as keys and ordered. */
@NullMarked
package io.tidemark.engine.type;

import org.jspecify.annotations.NullMarked;
