CREATE VIEW tidemark.stream_tables AS
SELECT s.schema_name || '.' || s.table_name AS name,
       s.relation::regclass AS relation,
       s.state,
       s.schedule,
       s.mode,
       s.effective_mode,
       s.reason,
       s.circuit,
       f.lsn AS frontier,
       f.updated_at AS merged_at,
       s.lag_bytes,
       s.lag_seconds,
       s.row_count AS rows,
       s.error_code || ': ' || s.error_message AS last_error,
       s.error_hint AS last_error_hint,
       s.error_at AS last_error_at,
       s.updated_at
  FROM tidemark.stream_table s
  LEFT JOIN tidemark.frontier f ON f.circuit = s.circuit;

COMMENT ON VIEW tidemark.stream_tables IS
  'Tidemark: stream tables, how far each is complete (frontier) and its last error';

CREATE VIEW tidemark.refresh_history AS
SELECT r.schema_name || '.' || r.table_name AS name,
       r.circuit,
       r.kind,
       r.started_at,
       r.duration_millis,
       r.from_lsn,
       r.to_lsn,
       r.changes_read,
       r.rows_merged,
       r.error_code || ': ' || r.error_message AS error
  FROM tidemark.refresh r;

COMMENT ON VIEW tidemark.refresh_history IS 'Tidemark: the ticks of each stream table, as far as kept';

-- Read your writes: after a commit,
--   SELECT tidemark.wait_for(pg_current_wal_insert_lsn());
-- returns true as soon as every active stream table covers that LSN, false when the time is over.
--
-- Each statement of a VOLATILE function takes a new snapshot under READ COMMITTED, so the loop sees
-- new frontiers; under REPEATABLE READ it could not, and refuses. The calling statement holds its
-- own snapshot, and with it the server's xmin horizon, for as long as it waits.
--
-- A stream without changes has no commit to carry the frontier forward, so a logical message with
-- the prefix 'tidemark' is put into the WAL for the service to read as a wake-up. From PostgreSQL 17
-- on it is flushed at once; before, it leaves with the next commit or checkpoint of anybody.
CREATE FUNCTION tidemark.wait_for(lsn pg_lsn, timeout interval DEFAULT '30 s') RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  deadline timestamptz := clock_timestamp() + timeout;
  pause    double precision := 0.001;
  woken    boolean := false;
  behind   boolean;
BEGIN
  IF wait_for.lsn IS NULL OR timeout IS NULL THEN
    RAISE EXCEPTION 'tidemark.wait_for needs an LSN and a timeout'
      USING ERRCODE = 'null_value_not_allowed',
            HINT = 'For example: SELECT tidemark.wait_for(pg_current_wal_insert_lsn(), ''10 s'')';
  END IF;
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RAISE EXCEPTION 'tidemark.wait_for cannot see new frontiers in a % transaction',
        upper(current_setting('transaction_isolation'))
      USING ERRCODE = 'invalid_transaction_state',
            HINT = 'Call it before that transaction, or in a READ COMMITTED one.';
  END IF;
  LOOP
    SELECT EXISTS (SELECT FROM tidemark.stream_tables s
                    WHERE s.state = 'ACTIVE'
                      AND (s.frontier IS NULL OR s.frontier < wait_for.lsn))
      INTO behind;
    IF NOT behind THEN
      RETURN true;
    END IF;
    IF clock_timestamp() >= deadline THEN
      RETURN false;
    END IF;
    IF NOT woken AND NOT pg_is_in_recovery() THEN
      IF current_setting('server_version_num')::int >= 170000 THEN
        EXECUTE 'SELECT pg_logical_emit_message(false, ''tidemark'', ''wait_for'', true)';
      ELSE
        PERFORM pg_logical_emit_message(false, 'tidemark', 'wait_for');
      END IF;
      woken := true;
    END IF;
    PERFORM pg_sleep(least(pause, greatest(0, extract(epoch FROM deadline - clock_timestamp()))));
    pause := least(pause * 1.5, 0.02);
  END LOOP;
END
$$;

COMMENT ON FUNCTION tidemark.wait_for(pg_lsn, interval) IS
  'Tidemark: waits until every active stream table covers the LSN; false if the timeout comes first';

GRANT USAGE ON SCHEMA tidemark TO PUBLIC;
GRANT SELECT ON tidemark.stream_tables, tidemark.refresh_history TO PUBLIC;
GRANT EXECUTE ON FUNCTION tidemark.wait_for(pg_lsn, interval) TO PUBLIC;
