/** The HTTP surface: Netty at the edge, a router of plain requests and responses behind it. */
@NullMarked
package io.tidemark.server.http;

import org.jspecify.annotations.NullMarked;
