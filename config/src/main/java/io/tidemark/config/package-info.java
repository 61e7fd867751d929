/** YAML definitions and settings, their validation with positions, and the graph of definitions. */
@NullMarked
package io.tidemark.config;

import org.jspecify.annotations.NullMarked;
