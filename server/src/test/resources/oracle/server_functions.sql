-- schema
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE FUNCTION twice(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x * 2';
CREATE FUNCTION "odd name"(x text, y int DEFAULT 3) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN RETURN repeat(coalesce(x, '?'), y); END $$;
CREATE FUNCTION strictly(x int) RETURNS int LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN IF x = 13 THEN RAISE EXCEPTION 'unlucky'; END IF; RETURN x + 1; END $$;
CREATE FUNCTION total(VARIADIC n int[]) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT sum(v) FROM unnest(n) v';
CREATE FUNCTION pick(a anyelement, b anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN a IS NULL THEN b ELSE a END';
CREATE TABLE t (id int PRIMARY KEY, a int, b int, s text, ci citext, h hstore, path ltree, m mood, j jsonb,
                arr int[], at timestamptz, d date, n numeric);
INSERT INTO t VALUES
  (1, 1, 2, 'Hello World', 'ABC', 'x=>1,y=>2', 'top.a.b', 'ok', '{"a": {"b": [1, 2, 3]}, "c": 1.50}', '{1,2,3}', '2024-03-31 00:30+00', '2024-03-31', 1.5),
  (2, NULL, 2, NULL, 'abc', NULL, 'top.a', 'sad', '{"a": null}', '{}', '2024-10-27 01:30+00', '2024-10-27', 10),
  (3, 3, NULL, 'ÄÖÜ straße', NULL, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 12, 0, 'zebra', 'Zed', 'x=>NULL', 'top', 'happy', '[1, "two", null]', '{NULL,5}', 'infinity', 'infinity', 'NaN');
-- stream table user_functions
SELECT id, twice(a) AS tw, "odd name"(s, 2) AS o, strictly(a) AS st, total(a, b, id) AS tot, total(VARIADIC arr) AS tv,
       pick(a, b) AS p, pick(s, 'none') AS ps FROM t
-- stream table filtered_by_function
SELECT id, a FROM t WHERE twice(a) > 4 OR s LIKE 'H%'
-- stream table function_of_function
SELECT id, twice(twice(a) + b) + strictly(b) AS v FROM t WHERE strictly(id) IS NOT NULL
-- stream table grouped_by_function
SELECT twice(b) AS k, count(*) AS n, sum(strictly(a)) AS s FROM t GROUP BY twice(b)
-- stream table aggregate_filter
SELECT count(*) FILTER (WHERE twice(a) > 2) AS n, max(twice(b)) AS m FROM t HAVING count(*) FILTER (WHERE strictly(a) > 1) >= 0
-- stream table joined_by_function
SELECT l.id AS l, r.id AS r FROM t l JOIN t r ON twice(l.id) = r.id
-- stream table joined_with_residual
SELECT l.id AS l, r.id AS r FROM t l JOIN t r ON l.id < r.id AND similarity(l.s, r.s) < 0.9 AND twice(l.id) <> r.id
-- stream table citext_functions
SELECT id, ci = 'abc' AS eq, lower(ci::text) AS lo, ci || 'x' AS cat, ci LIKE 'a%' AS lk, strpos(ci, 'B') AS pos FROM t
-- stream table hstore_functions
SELECT id, h -> 'x' AS x, h ? 'y' AS y, akeys(h) AS k, h || 'z=>9'::hstore AS hz, hstore_to_jsonb(h) AS hj FROM t
-- stream table ltree_functions
SELECT id, path <@ 'top.a'::ltree AS under, nlevel(path) AS lvl, subpath(path, 0, 1) AS top, path ~ '*.b'::lquery AS lq FROM t WHERE path IS NOT NULL
-- stream table trigrams
SELECT id, similarity(s, 'hello') AS sim, show_trgm(s) AS tg FROM t
-- stream table enums
SELECT id, m > 'sad' AS gt, m = 'ok' AS eq, m::text AS txt, coalesce(m, 'sad') AS c, greatest(m, 'ok') AS g, m IN ('ok', 'happy') AS i FROM t
-- stream table jsonb_operators
SELECT id, j -> 'a' AS a, j #>> '{a,b,1}' AS p, j @> '{"a": null}' AS has, j ? 'c' AS c, jsonb_typeof(j) AS ty, (j ->> 'c')::numeric + 1 AS c1,
       j - 'a' AS minus, jsonb_path_query_first(j, '$.a.b[*] ? (@ > 1)') AS pq, j @? '$.a.b' AS pe, jsonb_array_length(CASE WHEN jsonb_typeof(j) = 'array' THEN j END) AS len
FROM t
-- stream table jsonb_building
SELECT id, jsonb_build_object('id', id, 's', s) AS o, to_jsonb(arr) AS ja, jsonb_set(coalesce(j, '{}'), '{z}', to_jsonb(n)) AS js, json_build_array(id, s, n) AS jb FROM t
  WHERE jsonb_typeof(j) = 'object' OR j IS NULL
-- stream table regexes
SELECT id, s ~ 'o.*d' AS m, s !~* 'Z' AS nm, regexp_replace(s, '[aeiou]', '*', 'g') AS r, substring(s from '(\w+)$') AS w, regexp_count(s, 'l') AS c,
       regexp_match(s, '(\w)(\w)') AS ma, s SIMILAR TO '%o%' AS sim, string_to_array(s, ' ') AS sta FROM t
-- stream table to_chars
SELECT id, to_char(n, 'FM999D00') AS n, to_char(at, 'YYYY-MM-DD HH24:MI TZ') AS at, to_char(d, 'Day, DD Month') AS d, to_number('12,3', '99G9') AS num, to_date('2024' || lpad((id % 12 + 1)::text, 2, '0'), 'YYYYMM') AS td FROM t WHERE d < 'infinity'
-- stream table time_zone
SELECT id, at + interval '1 day' AS next, at - interval '1 month' AS before, date_trunc('day', at) AS dt, at::date AS ad, at::text AS atx, extract(hour from at) AS h,
       d::timestamptz AS dz, at > d AS later, date_trunc('hour', at, 'Europe/Berlin') AS dtb, at AT TIME ZONE 'America/New_York' AS ny, age(at, '2020-01-01'::timestamptz) AS ag FROM t WHERE id < 4
-- stream table guarded
SELECT id, CASE WHEN b <> 0 THEN strictly(a / b) ELSE strictly(a) END AS c, coalesce(strictly(b), strictly(12 + coalesce(b, 1))) AS co, b = 0 OR strictly(12 / b) > 0 AS o FROM t WHERE b IS NOT NULL
-- stream table collations
SELECT id, upper(s COLLATE "und-x-icu") AS u, s COLLATE "und-x-icu" < 'i' AS lt, initcap(s COLLATE "en-x-icu") AS ic, lower(s) AS lo, greatest(s COLLATE "und-x-icu", 'm') AS g FROM t
-- stream table arrays
SELECT id, arr || 4 AS app, arr @> ARRAY[1] AS has, array_position(arr, 5) AS pos, cardinality(arr) AS card, array_to_string(arr, ',', '-') AS txt, array_remove(arr, NULL) AS rem,
       2 = ANY (arr) AS any2, arr = '{1,2,3}' AS eq FROM t
-- refused TM-Q002
SELECT id, random() FROM t
-- refused TM-Q002
SELECT id, to_regclass(s) FROM t
-- refused TM-Q002
SELECT id, enum_last(m) FROM t
-- batch
UPDATE t SET a = coalesce(a, 0) + 1, s = s || '!', ci = ci || 'é', j = jsonb_set(j, '{a}', '7') WHERE j IS NULL OR jsonb_typeof(j) = 'object';
INSERT INTO t SELECT g, g % 11, g % 3, 'row ' || g, 'Row' || g % 4, hstore('x', g::text), 'top.a', 'happy', jsonb_build_object('c', g), ARRAY[g, g + 1], '2024-06-01'::timestamptz + g * interval '7 hours', '2024-06-01'::date + g, g / 7.0
  FROM generate_series(100, 400) g;
-- batch
DELETE FROM t WHERE id BETWEEN 150 AND 250 OR id = 1;
UPDATE t SET b = NULL, m = 'sad' WHERE id % 2 = 0;
-- batch failing user_functions TM-E001
INSERT INTO t (id, a, b) VALUES (500, 13, 1), (501, 14, 1);
-- batch
UPDATE t SET a = 15 WHERE id = 500;
-- batch
DELETE FROM t;
