package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;

/**
 * A column of a plan's output.
 *
 * @param name its name as the query gives it, unique in the top plan only
 * @param nullable whether a NULL may stand in it, as far as the planner knows
 */
public record Field(String name, PgType type, boolean nullable) {}
