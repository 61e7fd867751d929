package io.tidemark.engine.plan;

import java.util.List;

/**
 * A function or an aggregate by its identity in {@code pg_proc}.
 *
 * @param oid OID; below 10000 the same in every database and major version
 * @param schema schema of the function, {@code pg_catalog} for the built-in ones
 * @param name {@code proname}, for people
 * @param source {@code prosrc}: the identity of a built-in function's implementation, such as
 *     {@code int4pl}; for an aggregate its {@code proname}
 * @param argumentTypes declared argument types' OIDs
 * @param strict whether a NULL argument makes the result NULL without a call
 * @param volatility {@code i}mmutable, {@code s}table or {@code v}olatile
 */
public record Function(
    int oid,
    String schema,
    String name,
    String source,
    List<Integer> argumentTypes,
    boolean strict,
    char volatility) {

  public Function {
    argumentTypes = List.copyOf(argumentTypes);
  }

  public boolean isBuiltIn() {
    return schema.equals("pg_catalog");
  }
}
