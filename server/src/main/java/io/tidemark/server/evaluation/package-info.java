/** PostgreSQL as a computer of the expressions that the engine's library lacks. */
@NullMarked
package io.tidemark.server.evaluation;

import org.jspecify.annotations.NullMarked;
