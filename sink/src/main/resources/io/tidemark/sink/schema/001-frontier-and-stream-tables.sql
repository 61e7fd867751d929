-- How far each circuit's stream tables are complete. Written in the transaction that merges the rows.
CREATE TABLE tidemark.frontier (
  circuit    text PRIMARY KEY,
  lsn        pg_lsn NOT NULL,
  epoch      bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

COMMENT ON TABLE tidemark.frontier IS
  'Tidemark: LSN up to which each circuit is merged; a service commits only under its own epoch';

-- What is ours: a stream table is recognised by its OID, never by its name.
CREATE TABLE tidemark.stream_table (
  schema_name    text NOT NULL,
  table_name     text NOT NULL,
  relation       oid UNIQUE,
  key_columns    text[] NOT NULL DEFAULT '{}',
  key_index      oid,
  circuit        text,
  query          text NOT NULL,
  search_path    text[] NOT NULL DEFAULT '{}',
  schedule       text NOT NULL,
  mode           text NOT NULL,
  state          text NOT NULL CHECK (state IN
                   ('CREATING', 'BACKFILLING', 'ACTIVE', 'PAUSED', 'FUSED', 'ERROR', 'DROPPING')),
  effective_mode text,
  reason         text,
  lag_bytes      bigint,
  lag_seconds    double precision,
  row_count      bigint,
  error_code     text,
  error_message  text,
  error_hint     text,
  error_at       timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (schema_name, table_name)
) WITH (fillfactor = 50);

COMMENT ON TABLE tidemark.stream_table IS 'Tidemark: registry of stream tables, written by the service';

CREATE TABLE tidemark.refresh (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  schema_name     text NOT NULL,
  table_name      text NOT NULL,
  circuit         text NOT NULL,
  kind            text NOT NULL,
  started_at      timestamptz NOT NULL,
  duration_millis double precision NOT NULL,
  from_lsn        pg_lsn,
  to_lsn          pg_lsn,
  changes_read    bigint,
  rows_merged     bigint,
  error_code      text,
  error_message   text
);

CREATE INDEX ON tidemark.refresh (schema_name, table_name, id DESC);
CREATE INDEX ON tidemark.refresh USING brin (started_at);

COMMENT ON TABLE tidemark.refresh IS 'Tidemark: ticks of each stream table; trimmed by the service';
