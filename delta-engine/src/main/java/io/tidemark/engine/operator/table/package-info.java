/** Operators without state of their own: scan, filter, project, and constant rows. */
@NullMarked
package io.tidemark.engine.operator.table;

import org.jspecify.annotations.NullMarked;
