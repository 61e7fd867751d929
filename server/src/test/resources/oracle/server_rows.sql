-- schema
CREATE TABLE t (id int PRIMARY KEY, "A b" text, n numeric(6,2), tags text[]);
CREATE TABLE u (id int PRIMARY KEY, t_id int, note text);
CREATE FUNCTION label(r t) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT r.id || ':' || coalesce(r."A b", '-')$$;
CREATE FUNCTION slow(x int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN x % 7; END $$;
INSERT INTO t VALUES (1, 'x', 1.5, '{a,b}'), (2, NULL, NULL, NULL), (3, 'z''q', 3, '{}');
INSERT INTO u VALUES (10, 1, 'n1'), (11, 1, NULL), (12, 3, 'n3');
-- stream table whole_rows
SELECT t.id, to_jsonb(t) AS j, row_to_json(t) AS r, t::text AS txt, t IS NOT NULL AS nn, label(t) AS l, t.label AS l2 FROM t
-- stream table joined_rows
SELECT t.id, u.id AS uid, to_jsonb(u) || jsonb_build_object('t', t) AS j FROM t JOIN u ON u.t_id = t.id
-- stream table subquery_rows
SELECT to_jsonb(q) AS j, count(*) OVER () AS n FROM (SELECT id AS "the id", upper(note) AS note FROM u WHERE slow(id) > 2) q
-- stream table counted_rows
SELECT count(t) AS n, count(t.*) FILTER (WHERE label(t) LIKE '1%') AS ones FROM t
-- stream table ordered_by_function
SELECT id, slow(id) AS s FROM u ORDER BY slow(id) DESC, id LIMIT 3
-- stream table windowed_by_function
SELECT id, rank() OVER (PARTITION BY slow(t_id) ORDER BY slow(id)) AS r, sum(slow(id)) OVER (ORDER BY id) AS s FROM u
-- stream table joined_by_asked_condition
SELECT t.id, u.id AS uid FROM t JOIN u ON t.id <= u.id AND slow(t.id + u.id) BETWEEN 3 AND 6 AND similar_to_escape('x') IS NOT NULL
-- stream table left_joined_by_asked_condition
SELECT t.id, u.id AS uid FROM t LEFT JOIN u ON slow(t.id + u.id) > 4
-- stream table semi_joined_by_asked_condition
SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE slow(t.id * u.id) = 3) AND NOT EXISTS (SELECT 1 FROM u WHERE slow(t.id + u.id) = 1)
-- stream table asked_of_aggregates
SELECT slow(t_id) AS k, max(slow(id)) AS m, label(ROW(max(id), min(note), 0, NULL)::t) AS l, slow(count(*)::int) AS c FROM u GROUP BY slow(t_id) HAVING slow(max(id)) < 7
-- stream table distinct_by_function
SELECT DISTINCT slow(id) AS s FROM u UNION SELECT slow(id + 1) FROM t
-- stream table scalar_in_function
SELECT t.id, slow((SELECT max(u.id) FROM u WHERE u.t_id = t.id)) AS m, slow((SELECT count(*)::int FROM u)) AS c FROM t
-- batch
INSERT INTO u SELECT g, g % 5, 'g' || g FROM generate_series(20, 120) g;
INSERT INTO t SELECT g, 'w' || g, g / 3.0, ARRAY['t' || g] FROM generate_series(4, 9) g;
UPDATE t SET "A b" = 'changed', id = 30 WHERE id = 2
-- batch
DELETE FROM u WHERE id % 3 = 0;
UPDATE u SET t_id = 3, note = NULL WHERE id % 4 = 1
-- batch
DELETE FROM t; DELETE FROM u
