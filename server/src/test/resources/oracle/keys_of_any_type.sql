-- schema
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (x int, y text, m mood);
CREATE TYPE textrange AS RANGE (subtype = text, collation = "C");
CREATE DOMAIN moods AS mood[];
CREATE TABLE t (id int PRIMARY KEY, m mood, ms mood[], md moods, j jsonb, js jsonb[], ci citext, h hstore, path ltree, p pair, ps pair[], r int4range, tr textrange, mr int4multirange, ip inet, bits varbit, nums numeric[], money money, lsn pg_lsn);
CREATE TABLE u (m mood, j jsonb, ci citext, p pair, r int4range, arr mood[], ip cidr, note text);
ALTER TABLE u REPLICA IDENTITY FULL;
INSERT INTO t VALUES
  (1, 'ok', '{sad,ok}', '{ok}', '{"a": 1.50, "b": [1, "x.10"]}', ARRAY['{"k": 1}'::jsonb, NULL], 'Abc', 'a=>1', 'top.a', '(1,x,ok)', '{"(1,x,ok)"}', '[1,5)', '[a,c)', '{[1,2),[5,7)}', '10.0.0.1/8', '101', '{1.0,2.50}', 5, '1/2'),
  (2, 'sad', '{sad,ok}', '{ok}', '{"b": [1.0, "x.10"], "a": 1.5}', ARRAY['{"k": 1.0}'::jsonb, NULL], 'aBC', 'a=>1', 'top.a', '(1,x,ok)', '{"(1,x,ok)"}', '[1,5)', '[a,c)', '{[1,2),[5,7)}', '10.0.0.1/8', '101', '{1,2.5}', 5, '1/2'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 'happy', '{}', '{NULL}', 'null', '{}', '', '', '', '(,,)', '{NULL}', 'empty', 'empty', '{}', '::1', '', '{}', 0, '0/0');
INSERT INTO u VALUES ('ok', '{"a": 1.5, "b": [1, "x.10"]}', 'ABC', '(1,x,ok)', '[1,4]', '{sad,ok}', '10.0.0.0/8', 'one'), ('happy', 'null', 'zz', '(2,y,sad)', 'empty', '{}', '::1', 'two'), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'none');
-- stream table by_enum typed
SELECT m, count(*) AS n, max(id) AS x FROM t GROUP BY m
-- stream table by_enum_array typed
SELECT ms, md, count(*) AS n FROM t GROUP BY ms, md
-- stream table by_jsonb typed
SELECT j, count(*) AS n FROM t GROUP BY j
-- stream table by_jsonb_array typed
SELECT js, count(*) AS n FROM t GROUP BY js
-- stream table by_citext typed
SELECT ci, count(*) AS n, count(DISTINCT ci) AS d FROM t GROUP BY ci
-- stream table by_hstore typed
SELECT h, path, count(*) AS n FROM t GROUP BY h, path
-- stream table by_composite typed
SELECT p, count(*) AS n FROM t GROUP BY p
-- stream table by_composites typed
SELECT DISTINCT ps, p FROM t
-- stream table by_range typed
SELECT r, tr, mr, count(*) AS n FROM t GROUP BY r, tr, mr
-- stream table by_others typed
SELECT ip, bits, nums, money, lsn, count(*) AS n FROM t GROUP BY ip, bits, nums, money, lsn
-- stream table extremes typed
SELECT max(m) AS mm, min(m) AS nm, max(nums) AS mn, min(ms) AS ms, max(ip) AS ip, min(money) AS mo FROM t
-- stream table ordered_enum
SELECT id, m FROM t ORDER BY m DESC NULLS LAST, id LIMIT 2
-- stream table ordered_composite
SELECT id, p FROM t WHERE p IS DISTINCT FROM NULL ORDER BY (p).x, m, id LIMIT 3
-- stream table distinct_jsonb typed
SELECT DISTINCT j FROM t UNION SELECT j FROM u
-- stream table except_enum typed
SELECT m FROM t EXCEPT SELECT m FROM u
-- stream table join_enum
SELECT t.id, u.note FROM t JOIN u ON t.m = u.m
-- stream table join_jsonb
SELECT t.id, u.note FROM t JOIN u ON t.j = u.j
-- stream table join_range
SELECT t.id, u.note FROM t LEFT JOIN u ON t.r = u.r
-- stream table join_citext
SELECT t.id, u.note FROM t JOIN u ON t.ci = u.ci
-- stream table join_composite
SELECT t.id, u.note FROM t JOIN u ON t.p = u.p
-- stream table join_array
SELECT t.id, u.note FROM t JOIN u ON t.ms = u.arr
-- stream table in_enum
SELECT id FROM t WHERE m IN (SELECT m FROM u) AND m NOT IN (SELECT u.m FROM u WHERE note = 'two')
-- stream table scalar_by_enum
SELECT id, (SELECT count(*) FROM u WHERE u.m = t.m) AS n, (SELECT max(note) FROM u WHERE u.j = t.j) AS x FROM t
-- stream table ranked_by_enum
SELECT id, rank() OVER (ORDER BY m) AS r, row_number() OVER (PARTITION BY j ORDER BY id) AS n FROM t
-- batch
INSERT INTO t (id, m, ms, md, j, js, ci, h, path, p, ps, r, tr, mr, ip, bits, nums, money, lsn) SELECT g, (ARRAY['sad','ok','happy']::mood[])[g % 3 + 1], ARRAY['ok'::mood, 'sad'], '{ok}', jsonb_build_object('a', (g % 4) / 2.0), ARRAY[to_jsonb(g % 2)], CASE g % 3 WHEN 0 THEN 'ÉTÉ' WHEN 1 THEN 'été' ELSE 'Abc' END, hstore('k', (g % 2)::text), 'top.a', ROW(g % 2, 'x', 'ok')::pair, ARRAY[ROW(g % 2, NULL, 'sad')::pair], int4range(g % 3, g % 3 + 2), textrange('a', 'b' || g % 2), int4multirange(int4range(1, 3 + g % 2)), ('10.0.0.' || g % 3)::inet, (g % 4)::bit(2)::varbit, ARRAY[g % 2, 1.10], g % 3, '1/2' FROM generate_series(10, 60) g;
INSERT INTO u VALUES ('sad', '{"a": 0.50}', 'Été', '(0,x,ok)', '[1,3)', '{ok,sad}', '10.0.0.1/32', 'three')
-- batch
ALTER TYPE mood ADD VALUE 'glad' BEFORE 'happy'
-- batch
UPDATE t SET m = 'glad', p = ROW((p).x, (p).y, 'glad')::pair WHERE id % 5 = 0;
UPDATE u SET m = 'glad', j = 'null' WHERE note = 'one';
DELETE FROM t WHERE id % 7 = 0
-- batch
DELETE FROM u WHERE note <> 'none';
UPDATE t SET j = NULL, ci = upper(ci), r = NULL WHERE id % 2 = 0
-- batch
DELETE FROM t; DELETE FROM u
