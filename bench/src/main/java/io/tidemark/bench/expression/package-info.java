/** What an expression costs per row; behind docs/decisions, "Expressions are closures". */
@NullMarked
package io.tidemark.bench.expression;

import org.jspecify.annotations.NullMarked;
