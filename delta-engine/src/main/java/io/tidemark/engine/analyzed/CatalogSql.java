package io.tidemark.engine.analyzed;

/** The queries on PostgreSQL's catalog; OIDs come and go as bigint. */
final class CatalogSql {

  /** OIDs below are assigned by PostgreSQL's sources and the same everywhere. */
  static final int FIRST_UNPINNED_OID = 10_000;

  /** The pseudo-type {@code "any"}. */
  static final int ANY = 2276;

  static final String PROCEDURES =
      """
      SELECT p.oid::int8 AS oid, n.nspname, p.proname, p.prosrc, p.proargtypes::text AS proargtypes,
             p.proisstrict, p.provolatile::text, p.prokind::text, p.proretset,
             p.provariadic::int8 AS provariadic
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE p.oid = ANY (?::text::pg_catalog.oid[])\
      """;

  // A table that was never counted: by its size, as PostgreSQL's planner does, 100 bytes to a row
  static final String RELATION =
      """
      SELECT n.nspname, c.relname, c.relkind::text, c.relpersistence::text, c.relhassubclass,
             pg_catalog.row_security_active(c.oid) AS row_security,
             CASE WHEN c.reltuples < 0 AND pg_catalog.pg_relation_size(c.oid) > 0
               THEN pg_catalog.pg_relation_size(c.oid) / 100.0
               ELSE c.reltuples END::float8 AS reltuples
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = ?::int8::pg_catalog.oid\
      """;

  // PostgreSQL 18 sets attnotnull for a NOT NULL constraint that is NOT VALID, too
  static final String ATTRIBUTES =
      """
      SELECT a.attnum, a.attname, a.atttypid::int8 AS atttypid, a.atttypmod,
             a.attcollation::int8 AS attcollation, a.attgenerated <> '' AS generated,
             d.adbin::text AS generation,
             a.attnotnull AND NOT EXISTS (
               SELECT FROM pg_catalog.pg_constraint k
               WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated
                 AND a.attnum = ANY (k.conkey)) AS not_null
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_attrdef d
        ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
      WHERE a.attrelid = ?::int8::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum\
      """;

  // A deferrable key may be violated within a transaction, a temporal key holds ranges
  static final String PRIMARY_KEY =
      """
      SELECT k.attnum::int4 AS attnum
      FROM pg_catalog.pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
      WHERE i.indrelid = ?::int8::pg_catalog.oid AND i.indisprimary AND i.indisvalid
        AND i.indimmediate AND NOT i.indisexclusion AND k.position <= i.indnkeyatts
      ORDER BY k.position\
      """;

  static final String BASE_TYPE =
      """
      WITH RECURSIVE base AS (
        SELECT oid, typtype, typbasetype, -1 AS typtypmod FROM pg_catalog.pg_type
        WHERE oid = ?::int8::pg_catalog.oid
        UNION ALL
        SELECT t.oid, t.typtype, t.typbasetype,
               CASE WHEN b.typtypmod = -1 THEN d.typtypmod ELSE b.typtypmod END
        FROM base b
        JOIN pg_catalog.pg_type d ON d.oid = b.oid
        JOIN pg_catalog.pg_type t ON t.oid = b.typbasetype
        WHERE b.typtype = 'd')
      SELECT oid::int8, typtypmod FROM base WHERE typtype <> 'd'\
      """;

  // The default collation's locale is the database's; the columns' names differ between majors
  static final String COLLATION =
      """
      SELECT n.nspname, c.collname,
             CASE WHEN c.collprovider = 'd' THEN d.datlocprovider ELSE c.collprovider END::text,
             CASE WHEN c.collprovider = 'd'
                  THEN coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', d.datcollate)
                  ELSE coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate) END,
             c.collisdeterministic
      FROM pg_catalog.pg_collation c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
      JOIN pg_catalog.pg_database d ON d.datname = current_database()
      WHERE c.oid = ?::int8::pg_catalog.oid\
      """;

  static final String VIEW_QUERY =
      """
      SELECT ev_action::text FROM pg_catalog.pg_rewrite
      WHERE ev_class = ?::int8::pg_catalog.oid AND ev_type = '1'\
      """;

  static final String ENUM_LABEL =
      "SELECT enumlabel FROM pg_catalog.pg_enum WHERE oid = ?::int8::pg_catalog.oid";

  static final String IS_ENUM =
      "SELECT typtype = 'e' FROM pg_catalog.pg_type WHERE oid = ?::int8::pg_catalog.oid";

  /**
   * A type as a cast takes it, and how SQL makes the form that rows have its values in: text if it
   * has no send function, unless that text depends on the catalog.
   */
  static final String SENDING =
      """
      SELECT pg_catalog.format_type(t.oid, -1),
             CASE WHEN s.oid IS NULL THEN 'pg_catalog.textsend(CAST(%s AS pg_catalog.text))'
                  WHEN a.typtype = 'p' THEN s.oid::pg_catalog.regproc::text || '(%s)'
                  ELSE s.oid::pg_catalog.regproc::text || '(CAST(%s AS ' || pg_catalog.format_type(a.oid, -1) || '))' END
      FROM pg_catalog.pg_type t
      JOIN pg_catalog.pg_proc p ON p.oid = t.typoutput
      LEFT JOIN pg_catalog.pg_proc s ON s.oid = t.typsend
      LEFT JOIN pg_catalog.pg_type a ON a.oid = s.proargtypes[0]
      WHERE t.oid = ?::int8::pg_catalog.oid AND (t.typsend <> 0 OR p.provolatile = 'i')\
      """;

  static final String VIEW_TEXT = "SELECT pg_catalog.pg_get_viewdef(?::int8::pg_catalog.oid)";

  /** The generation expressions of a relation. */
  static final String GENERATION_TEXTS =
      """
      SELECT pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef
      WHERE adrelid = ?::int8::pg_catalog.oid\
      """;

  static final String CAST_NAME =
      "SELECT pg_catalog.format_type(?::int8::pg_catalog.oid, ?::int8::int4)";

  static final String FIELD_NAME =
      """
      SELECT a.attname FROM pg_catalog.pg_type t
      JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
      WHERE t.oid = ?::int8::pg_catalog.oid AND t.typrelid <> 0 AND a.attnum = ?::int8\
      """;

  /** How many fields stand before one, without those that were dropped. */
  static final String FIELD_PLACE =
      """
      SELECT count(*) FROM pg_catalog.pg_type t
      JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
      WHERE t.oid = ?::int8::pg_catalog.oid AND t.typrelid <> 0
        AND a.attnum BETWEEN 1 AND ?::int8 - 1 AND NOT a.attisdropped\
      """;

  /** The names of a function's results: its OUT, INOUT and TABLE parameters. */
  static final String OUTPUT_NAMES =
      """
      SELECT p.proargnames[k.n] FROM pg_catalog.pg_proc p
      CROSS JOIN LATERAL unnest(p.proargmodes) WITH ORDINALITY AS k (mode, n)
      WHERE p.oid = ?::int8::pg_catalog.oid AND k.mode IN ('o', 'b', 't') ORDER BY k.n\
      """;

  /** The types of a function's results, as above. */
  static final String OUTPUT_TYPES =
      """
      SELECT k.type::int8, t.typcollation::int8, t.typtype = 'p' FROM pg_catalog.pg_proc p
      CROSS JOIN LATERAL unnest(p.proargmodes, p.proallargtypes) WITH ORDINALITY
        AS k (mode, type, n)
      JOIN pg_catalog.pg_type t ON t.oid = k.type
      WHERE p.oid = ?::int8::pg_catalog.oid AND k.mode IN ('o', 'b', 't') ORDER BY k.n\
      """;

  /** The columns of a composite type, dropped ones among them. */
  static final String FIELD_TYPES =
      """
      SELECT a.atttypid::int8, a.atttypmod, a.attcollation::int8, a.attisdropped
      FROM pg_catalog.pg_type t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
      WHERE t.oid = ?::int8::pg_catalog.oid AND t.typrelid <> 0 AND a.attnum > 0
      ORDER BY a.attnum\
      """;

  static final String ARGUMENT_DEFAULTS =
      """
      SELECT proargdefaults::text, pg_catalog.pg_get_function_arguments(oid)
      FROM pg_catalog.pg_proc WHERE oid = ?::int8::pg_catalog.oid AND pronargdefaults > 0\
      """;

  // i(mmutable) < s(table) < v(olatile); that of the aggregate itself says nothing
  static final String AGGREGATE_VOLATILITY =
      """
      SELECT max(p.provolatile::text) FROM pg_catalog.pg_aggregate a
      JOIN pg_catalog.pg_proc p ON p.oid IN (a.aggtransfn, a.aggfinalfn)
      WHERE a.aggfnoid = ?::int8::pg_catalog.oid\
      """;

  static final String ELEMENT_TYPE =
      """
      SELECT typelem::int8 FROM pg_catalog.pg_type
      WHERE oid = ?::int8::pg_catalog.oid AND typcategory = 'A'\
      """;

  static final String ARRAY_TYPE =
      "SELECT typarray::int8 FROM pg_catalog.pg_type WHERE oid = ?::int8::pg_catalog.oid";

  static final String TYPE_NAME = "SELECT pg_catalog.format_type(?::int8::pg_catalog.oid, NULL)";

  /**
   * Per btree operator family in which an operator is "less" or "greater": whether it is "greater",
   * whether the family is a type's default, its name.
   */
  static final String SORT_OPERATOR =
      """
      SELECT o.amopstrategy = 5,
        EXISTS (SELECT FROM pg_catalog.pg_opclass c
          WHERE c.opcfamily = f.oid AND c.opcmethod = 403 AND c.opcdefault),
        CASE WHEN f.opfnamespace = 'pg_catalog'::regnamespace THEN f.opfname END,
        o.amopopr::regoperator::text
      FROM pg_catalog.pg_amop o JOIN pg_catalog.pg_opfamily f ON f.oid = o.amopfamily
      WHERE o.amopopr = ?::int8::pg_catalog.oid AND o.amopmethod = 403 AND o.amoppurpose = 's'
        AND o.amopstrategy IN (1, 5)
      ORDER BY 2 DESC LIMIT 1\
      """;

  static final String IMPLICIT_CAST =
      """
      SELECT castmethod::text, castfunc::int8 FROM pg_catalog.pg_cast
      WHERE castsource = ?::int8::pg_catalog.oid AND casttarget = ?::int8::pg_catalog.oid
        AND castcontext = 'i'\
      """;

  /** A view's columns in order, with their types as DDL writes them. */
  static final String OUTPUTS =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
             || CASE WHEN a.attcollation <> t.typcollation
                     THEN ' COLLATE ' || quote_ident(n.nspname) || '.' || quote_ident(c.collname)
                     ELSE '' END,
             a.atttypid::int8, a.atttypmod, a.attcollation::int8
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
      WHERE a.attrelid = ?::int8::pg_catalog.oid AND a.attnum > 0 ORDER BY a.attnum\
      """;

  private CatalogSql() {}
}
