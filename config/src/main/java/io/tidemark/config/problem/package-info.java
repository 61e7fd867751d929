/** What is wrong with a configuration: codes, positions, hints, and how they are shown. */
@NullMarked
package io.tidemark.config.problem;

import org.jspecify.annotations.NullMarked;
