/** Arrangements: the indexed, persistent Z-sets and keyed states that operators keep. */
@NullMarked
package io.tidemark.state.arrangement;

import org.jspecify.annotations.NullMarked;
