/** Circuits: the compiled operators of the stream tables that tick together. */
@NullMarked
package io.tidemark.engine.circuit;

import org.jspecify.annotations.NullMarked;
