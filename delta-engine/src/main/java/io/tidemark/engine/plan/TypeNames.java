package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;

/** Names of PostgreSQL's common types, for messages and {@code explain}. */
public final class TypeNames {

  private TypeNames() {}

  /** The type's SQL name without modifier, or its OID where it is none of the common ones. */
  public static String of(PgType type) {
    return switch (type.oid()) {
      case PgType.BOOL -> "boolean";
      case PgType.BYTEA -> "bytea";
      case PgType.CHAR -> "\"char\"";
      case PgType.NAME -> "name";
      case PgType.INT8 -> "bigint";
      case PgType.INT2 -> "smallint";
      case PgType.INT4 -> "integer";
      case PgType.TEXT -> "text";
      case PgType.OID -> "oid";
      case PgType.JSON -> "json";
      case PgType.FLOAT4 -> "real";
      case PgType.FLOAT8 -> "double precision";
      case PgType.UNKNOWN -> "unknown";
      case PgType.BPCHAR -> "character";
      case PgType.VARCHAR -> "character varying";
      case PgType.DATE -> "date";
      case PgType.TIME -> "time";
      case PgType.TIMESTAMP -> "timestamp";
      case PgType.TIMESTAMPTZ -> "timestamp with time zone";
      case PgType.INTERVAL -> "interval";
      case PgType.NUMERIC -> "numeric";
      case PgType.UUID -> "uuid";
      case PgType.JSONB -> "jsonb";
      default -> "type " + Integer.toUnsignedString(type.oid());
    };
  }
}
