-- schema
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;
CREATE FUNCTION grade(x int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF x IS NULL THEN RETURN 'none'; ELSIF x < 3 THEN RETURN 'low'; ELSIF x < 7 THEN RETURN 'middle'; END IF;
  RETURN 'high';
END $$;
CREATE FUNCTION rest(x int, y int) RETURNS int LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN RETURN x % y; END $$;
CREATE FUNCTION doubled(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x * 2';
CREATE FUNCTION initials(s text) RETURNS text LANGUAGE sql IMMUTABLE RETURN left(s, 1) || '.';
CREATE FUNCTION halves(x int) RETURNS TABLE (lo int, hi int) LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
  IF x > 0 THEN RETURN QUERY SELECT x / 2, x - x / 2 UNION ALL SELECT 0, x; END IF; END $$;
CREATE FUNCTION gather(state text, x int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN RETURN state || CASE WHEN state = '' THEN '' ELSE ',' END || coalesce(x::text, '-'); END $$;
CREATE FUNCTION wrap(state text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN '<' || state || '>'; END $$;
CREATE AGGREGATE gathered(int) (sfunc = gather, stype = text, initcond = '', finalfunc = wrap);
CREATE FUNCTION times(state bigint, x int) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN RETURN (state * (x + 7)) % 1000003; END $$;
CREATE AGGREGATE product(int) (sfunc = times, stype = bigint, initcond = '1');
CREATE TYPE mean_state AS (n bigint, total numeric);
CREATE FUNCTION mean_step(state mean_state, x numeric) RETURNS mean_state LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN IF x IS NULL THEN RETURN state; END IF; RETURN ROW(state.n + 1, state.total + x)::mean_state; END $$;
CREATE FUNCTION mean_end(state mean_state) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN round(state.total / nullif(state.n, 0), 3); END $$;
CREATE AGGREGATE mean(numeric) (sfunc = mean_step, stype = mean_state, finalfunc = mean_end, initcond = '(0,0)');
CREATE TABLE t (id int PRIMARY KEY, g int, v int, s text, ci citext, h hstore);
CREATE TABLE u (id int PRIMARY KEY, w int, s text, ci citext, h hstore);
INSERT INTO t SELECT i, i % 4, CASE WHEN i % 6 > 0 THEN i % 9 END, (ARRAY['apple', 'Apple pie', 'banana', 'bandana', 'ÄPFEL', NULL])[i % 6 + 1],
  (ARRAY['One', 'ONE', 'two', 'Étude', 'étude', NULL])[i % 6 + 1], (ARRAY['a=>1', 'a=>2,b=>x', '', 'b=>NULL', NULL])[i % 5 + 1]::hstore FROM generate_series(1, 40) i;
INSERT INTO u SELECT i, i % 5, (ARRAY['apples', 'bananas', 'cherry'])[i % 3 + 1], (ARRAY['one', 'Two', 'ÉTUDE'])[i % 3 + 1], hstore('a', (i % 3)::text) FROM generate_series(1, 12) i;

-- stream table plpgsql_where
SELECT id, v FROM t WHERE grade(v) = 'low' OR rest(v, 4) = 3
-- stream table plpgsql_not
SELECT id FROM t WHERE NOT (rest(v, 4) = 3) AND grade(v) <> 'none'
-- stream table plpgsql_join
SELECT t.id, u.id AS u FROM t JOIN u ON grade(t.v) = grade(u.w) AND t.id % 4 = u.id % 4
-- stream table plpgsql_left_join
SELECT t.id, u.id AS u, grade(u.w) AS x FROM t LEFT JOIN u ON t.v = u.w AND grade(u.w) <> 'low'
-- stream table plpgsql_full_join
SELECT t.id, u.id AS u FROM t FULL JOIN u ON rest(t.v, 7) = u.w
-- stream table plpgsql_residual
SELECT t.id, u.id AS u FROM t JOIN u ON t.id = u.id AND rest(t.id + u.w, 3) = 1
-- stream table plpgsql_exists
SELECT id FROM t WHERE EXISTS (SELECT FROM u WHERE u.w = t.v AND grade(u.w) = grade(t.v))
-- stream table plpgsql_not_exists
SELECT id FROM t WHERE NOT EXISTS (SELECT FROM u WHERE rest(u.id, 5) = t.v)
-- stream table plpgsql_in
SELECT id FROM t WHERE grade(v) IN (SELECT grade(w) FROM u WHERE id < 4)
-- stream table plpgsql_group
SELECT grade(v) AS k, count(*) AS n, sum(rest(v, 5)) AS s, max(grade(g)) AS m FROM t GROUP BY grade(v)
-- stream table plpgsql_having
SELECT g, count(*) AS n FROM t GROUP BY g HAVING grade(count(*)::int) = 'high' AND rest(max(v), 2) = 0
-- stream table plpgsql_sets
SELECT grade(v) AS k, g, count(*) AS n FROM t GROUP BY ROLLUP (grade(v), g)
-- stream table plpgsql_window
SELECT id, rank() OVER (PARTITION BY grade(v) ORDER BY id) AS r, sum(rest(v, 5)) OVER (PARTITION BY g ORDER BY id) AS s, lag(grade(v)) OVER (ORDER BY id) AS l FROM t
-- stream table plpgsql_of_window
SELECT id, grade((row_number() OVER (PARTITION BY g ORDER BY id))::int) AS k FROM t
-- stream table plpgsql_case
SELECT id, CASE WHEN v IS NULL THEN 'null' WHEN v > 5 THEN grade(v - 5) WHEN grade(v) = 'low' THEN grade(v + 5) ELSE initials(s) END AS c FROM t
-- stream table plpgsql_coalesce
SELECT id, coalesce(rest(v, 3), rest(g + 1, 2), -1) AS c, greatest(rest(v, 3), g) AS x, nullif(grade(v), 'low') AS nf FROM t
-- stream table plpgsql_filter
SELECT g, count(*) FILTER (WHERE grade(v) = 'low') AS low, sum(v) FILTER (WHERE rest(v, 2) = 1) AS odd FROM t GROUP BY g
-- stream table plpgsql_distinct
SELECT DISTINCT grade(v) AS k, rest(g, 2) AS r FROM t
-- stream table plpgsql_union
SELECT grade(v) AS k FROM t UNION SELECT grade(w) FROM u EXCEPT SELECT 'none'
-- stream table plpgsql_limit
SELECT id, rest(v, 5) AS r FROM t ORDER BY rest(v, 5) DESC NULLS LAST, id LIMIT 5
-- stream table plpgsql_distinct_on
SELECT DISTINCT ON (rest(id, 6)) rest(id, 6) AS k, id FROM t ORDER BY rest(id, 6), id DESC
-- stream table plpgsql_lateral
SELECT t.id, x.lo, x.hi FROM t CROSS JOIN LATERAL halves(t.v) x
-- stream table plpgsql_lateral_left
SELECT t.id, x.hi FROM t LEFT JOIN LATERAL halves(t.v) x ON x.lo > 1
-- stream table plpgsql_scalar
SELECT id, (SELECT count(*) FROM u WHERE grade(u.w) = grade(t.v)) AS n FROM t
-- stream table plpgsql_recursion
WITH RECURSIVE r(n, k) AS (SELECT min(id), grade(min(id)) FROM t UNION SELECT n + 2, grade(n + 2) FROM r WHERE n < (SELECT max(w) FROM u) * 3) SELECT * FROM r

-- stream table sql_where
SELECT id, doubled(v) AS d FROM t WHERE doubled(v) > 8 OR initials(s) = 'a.'
-- stream table sql_join
SELECT t.id, u.id AS u FROM t JOIN u ON doubled(t.v) = u.w
-- stream table sql_group
SELECT initials(s) AS k, sum(doubled(v)) AS s FROM t GROUP BY initials(s) HAVING sum(doubled(v)) > 10
-- stream table sql_window
SELECT id, sum(doubled(v)) OVER (PARTITION BY initials(s) ORDER BY doubled(id) ROWS 1 PRECEDING) AS s FROM t
-- stream table sql_of_plpgsql
SELECT id, doubled(rest(doubled(v), 5)) AS x, initials(grade(v)) AS y FROM t

-- stream table aggregate_groups
SELECT g, gathered(v ORDER BY id) AS a, product(v) AS p, mean(v) AS m, mean(v) FILTER (WHERE id % 2 = 0) AS f FROM t GROUP BY g
-- stream table aggregate_whole
SELECT product(v) AS p, mean(v) AS m, gathered(DISTINCT v ORDER BY v) AS d FROM t
-- stream table aggregate_having
SELECT grade(v) AS k, product(g) AS p FROM t GROUP BY grade(v) HAVING mean(g) > 1
-- stream table aggregate_in_expression
SELECT g, grade(mean(v)::int) || gathered(v ORDER BY v, id) AS x, CASE WHEN product(v) > 1000 THEN mean(v) END AS y FROM t GROUP BY g
-- stream table aggregate_joined
SELECT t.g, product(u.w) AS p, mean(u.w) AS m FROM t LEFT JOIN u ON t.v = u.w GROUP BY t.g
-- stream table aggregate_subquery
SELECT id, (SELECT mean(w) FROM u WHERE u.w < t.v) AS m FROM t
-- stream table aggregate_sets
SELECT g, grade(v) AS k, product(v) AS p FROM t GROUP BY CUBE (g, grade(v))

-- stream table citext_where
SELECT id, ci FROM t WHERE ci = 'one' OR ci LIKE 'É%' OR ci IN ('TWO')
-- stream table citext_join
SELECT t.id, u.id AS u FROM t JOIN u ON t.ci = u.ci
-- stream table citext_left_join
SELECT t.id, u.id AS u FROM t LEFT JOIN u ON t.ci = u.ci AND u.id < 6
-- stream table citext_anti
SELECT id FROM t WHERE NOT EXISTS (SELECT FROM u WHERE u.ci = t.ci)
-- stream table citext_group typed
SELECT ci, count(*) AS n, sum(v) AS s FROM t GROUP BY ci HAVING count(*) > 1
-- stream table citext_case
SELECT id, CASE ci WHEN 'one' THEN 1 WHEN 'two' THEN 2 ELSE 0 END AS c, coalesce(ci, 'none') AS o, ci <> 'one' AS ne, ci < 'p' AS lt, replace(ci, 'O'::citext, '0') AS r, split_part(ci, 'N'::citext, 1) AS sp, regexp_match(ci, 'N'::citext) AS rm FROM t
-- stream table citext_window
SELECT id, count(*) OVER (PARTITION BY ci) AS n FROM t
-- stream table citext_distinct typed
SELECT DISTINCT ci FROM t
-- stream table citext_extremes typed
SELECT g, min(ci) AS lo, max(ci) AS hi FROM t GROUP BY g

-- stream table hstore_where
SELECT id, h -> 'a' AS a FROM t WHERE h ? 'a' OR h @> 'b=>x'
-- stream table hstore_join
SELECT t.id, u.id AS u FROM t JOIN u ON t.h -> 'a' = u.h -> 'a'
-- stream table hstore_residual
SELECT t.id, u.id AS u FROM t JOIN u ON t.id = u.id AND (t.h || u.h) ? 'b'
-- stream table hstore_group
SELECT h -> 'a' AS k, count(*) AS n, array_agg(akeys(h)::text ORDER BY id) AS x FROM t GROUP BY h -> 'a' HAVING count(h) >= 0
-- stream table hstore_itself
SELECT h, count(*) AS n FROM t GROUP BY h
-- stream table hstore_case
SELECT id, CASE WHEN h ? 'b' THEN h - 'b'::text WHEN h = '' THEN 'e=>1' ELSE h || hstore('v', v::text) END AS c, slice(h, ARRAY['a']) AS sl FROM (SELECT id, v, h FROM t) q WHERE false OR id > 0
-- stream table hstore_window
SELECT id, count(*) OVER (PARTITION BY h -> 'a') AS n, lag(h) OVER (ORDER BY id) AS l FROM t
-- stream table hstore_rows
SELECT t.id, e.key, e.value FROM t CROSS JOIN LATERAL each(t.h) e
-- stream table hstore_built
SELECT g, hstore(array_agg(id::text ORDER BY id), array_agg(v::text ORDER BY id)) AS x FROM t GROUP BY g

-- stream table trgm_where
SELECT id, s FROM t WHERE s % 'apple' OR similarity(s, 'banana') > 0.4
-- stream table trgm_join
SELECT t.id, u.id AS u FROM t JOIN u ON similarity(t.s, u.s) > 0.3
-- stream table trgm_left_join
SELECT t.id, u.id AS u, word_similarity(t.s, u.s) AS w FROM t LEFT JOIN u ON similarity(t.s, u.s) > 0.5 AND t.id % 3 = u.id % 3
-- stream table trgm_group
SELECT show_trgm(s) AS k, count(*) AS n FROM t GROUP BY show_trgm(s)
-- stream table trgm_having
SELECT s, max(similarity(s, 'apple')) AS m FROM t GROUP BY s HAVING max(similarity(s, 'apple')) > 0.2
-- stream table trgm_window
SELECT id, rank() OVER (PARTITION BY g ORDER BY similarity(s, 'banana') DESC NULLS LAST) AS r FROM t
-- stream table trgm_case
SELECT id, CASE WHEN similarity(s, 'apple') > 0.5 THEN strict_word_similarity('apple', s) ELSE s <-> 'banana' END AS c FROM t

-- batch
UPDATE t SET v = coalesce(v, 0) + 1, s = s || 's' WHERE id % 3 = 0;
UPDATE u SET w = w + 1, ci = 'ONE', s = 'apple' WHERE id % 4 = 0;

-- batch
INSERT INTO t SELECT i, i % 4, i % 10, 'fresh banana ' || i, 'one', hstore('b', i::text) FROM generate_series(50, 60) i;
DELETE FROM t WHERE g = 2;
INSERT INTO u VALUES (20, NULL, NULL, NULL, NULL);

-- batch
UPDATE t SET g = 2, ci = 'ÉTUDE', h = h || 'a=>2' WHERE id % 5 = 1;
UPDATE t SET id = id + 200 WHERE id = 7;
DELETE FROM u WHERE id < 5;

-- batch
DELETE FROM t;

-- batch
INSERT INTO t VALUES (1, 1, NULL, NULL, NULL, NULL), (2, NULL, 2, 'x', 'X', 'x=>1');
DELETE FROM u;
