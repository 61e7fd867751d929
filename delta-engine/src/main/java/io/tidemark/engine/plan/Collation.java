package io.tidemark.engine.plan;

/**
 * A collation that a query's comparisons use.
 *
 * @param oid its identity; 100 is the database's default
 * @param provider {@code b}uiltin, {@code c} for libc, {@code i}cu, {@code d} for the default
 * @param locale the provider's name of it; of the default collation, the database's
 * @param deterministic whether equal means byte-equal
 */
public record Collation(
    int oid, String schema, String name, char provider, String locale, boolean deterministic) {}
