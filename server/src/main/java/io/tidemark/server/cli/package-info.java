/** The command line: one verb, one class. */
@NullMarked
package io.tidemark.server.cli;

import org.jspecify.annotations.NullMarked;
