/**
 * PostgreSQL's analysed query tree, read from pg_rewrite.ev_action, and its translation to the
 * algebra.
 */
@NullMarked
package io.tidemark.engine.analyzed;

import org.jspecify.annotations.NullMarked;
