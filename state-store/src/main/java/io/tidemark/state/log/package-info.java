/** Change logs: the durable, LSN-ordered changes of each source. */
@NullMarked
package io.tidemark.state.log;

import org.jspecify.annotations.NullMarked;
