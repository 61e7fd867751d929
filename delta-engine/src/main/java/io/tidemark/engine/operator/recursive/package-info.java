/** Recursion: fixpoints of a step over its own result. */
@NullMarked
package io.tidemark.engine.operator.recursive;

import org.jspecify.annotations.NullMarked;
