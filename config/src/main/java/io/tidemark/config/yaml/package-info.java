/** Reading YAML with positions: every mistake is collected, none stops the reading. */
@NullMarked
package io.tidemark.config.yaml;

import org.jspecify.annotations.NullMarked;
