/** From an analysed query to circuits of Z-set operators. */
@NullMarked
package io.tidemark.engine;

import org.jspecify.annotations.NullMarked;
