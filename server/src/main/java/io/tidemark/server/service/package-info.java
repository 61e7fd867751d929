/** The service core: one thread that owns the circuits and ticks them; I/O at its edges. */
@NullMarked
package io.tidemark.server.service;

import org.jspecify.annotations.NullMarked;
