/**
 * PostgreSQL's analysed query tree, read from pg_rewrite.ev_action, and its translation to the
 * algebra: text ({@link io.tidemark.engine.analyzed.NodeReader}) → nodes → plan ({@link
 * io.tidemark.engine.analyzed.QueryTranslator}).
 */
@NullMarked
package io.tidemark.engine.analyzed;

import org.jspecify.annotations.NullMarked;
