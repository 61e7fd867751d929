-- schema
CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION cube;
CREATE TYPE pair AS (name text COLLATE "en-x-icu", n int);
CREATE TYPE words AS RANGE (subtype = text, collation = "en-x-icu");
CREATE DOMAIN label AS text COLLATE "de-x-icu" CHECK (length(value) < 30);
CREATE TABLE t (id int PRIMARY KEY, g int, c citext, h hstore, l ltree, q cube, j jsonb, p pair, w words, d label, a text[] COLLATE "en-x-icu", v tsvector);
INSERT INTO t SELECT i, i % 3, (ARRAY['Abc', 'abc', 'ABD', 'zz', NULL])[1 + i % 5]::citext,
  (ARRAY['a=>1', 'a=>2,b=>1', 'b=>1', NULL])[1 + i % 4]::hstore, (ARRAY['Top.A', 'Top.B.C', 'Top', 'Zed', NULL])[1 + i % 5]::ltree,
  cube(ARRAY[i % 3, i % 2]), (ARRAY['{"b": 1}', '[1, 2]', '"x"', '1.0', '1.00', 'null', NULL])[1 + i % 7]::jsonb,
  CASE WHEN i % 9 > 0 THEN ROW((ARRAY['b', 'B', 'a-b', 'ab', NULL])[1 + i % 5], i % 2)::pair END,
  CASE i % 4 WHEN 0 THEN words('a', 'B') WHEN 1 THEN words('A', 'b', '[]') WHEN 2 THEN 'empty' END, (ARRAY['ö', 'o', 'z', 'Oz', NULL])[1 + i % 5],
  CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '{}' WHEN 2 THEN ARRAY['b', NULL] WHEN 3 THEN ARRAY['B', 'a'] ELSE ARRAY['co-op', 'coop'] END,
  to_tsvector('simple', 'w' || i % 4 || ' x')
  FROM generate_series(1, 45) i;

-- stream table by_citext
SELECT id, c FROM t ORDER BY c DESC NULLS LAST, id LIMIT 11

-- stream table by_hstore
SELECT id FROM t ORDER BY h, id LIMIT 9

-- stream table by_ltree
SELECT id, l FROM t ORDER BY l DESC, id LIMIT 20

-- stream table by_cube
SELECT id, q FROM t ORDER BY q, id LIMIT 8

-- stream table grouped_by_cube typed
SELECT q, count(*) AS n FROM t GROUP BY q

-- stream table distinct_cube
SELECT DISTINCT q FROM t

-- stream table partitioned_by_cube
SELECT id, row_number() OVER (PARTITION BY q ORDER BY id) AS n FROM t

-- stream table by_jsonb
SELECT id, rank() OVER (ORDER BY j) AS r, count(*) OVER (PARTITION BY j) AS n FROM t

-- stream table jsonb_places
SELECT g, array_agg(id ORDER BY j DESC, id) AS a, jsonb_agg(DISTINCT j ORDER BY j) IS NULL AS b, percentile_disc(0.5) WITHIN GROUP (ORDER BY j) = '1' AS c FROM t GROUP BY g

-- stream table by_composite
SELECT id, p FROM t ORDER BY p, id LIMIT 13

-- stream table composite_ranks
SELECT id, dense_rank() OVER (ORDER BY p DESC) AS r, lag(p) OVER (ORDER BY p, id) AS b FROM t

-- stream table by_range
SELECT id, w FROM t ORDER BY w, id LIMIT 17

-- stream table by_domain
SELECT id, d FROM t ORDER BY d, id LIMIT 12

-- stream table domain_extremes
SELECT g, min(d) AS a, max(d) AS b, string_agg(d, ',' ORDER BY d, id) AS c FROM t GROUP BY g

-- stream table by_array
SELECT id, a FROM t ORDER BY a DESC NULLS LAST, id LIMIT 19

-- stream table array_extremes
SELECT g, min(a) AS a, max(a) AS b FROM t GROUP BY g

-- stream table by_tsvector
SELECT id FROM t ORDER BY v DESC, id LIMIT 6

-- stream table first_of_each_ltree
SELECT DISTINCT ON (l) l, id, c FROM t ORDER BY l, c, id

-- stream table several_orders
SELECT id, ntile(4) OVER (ORDER BY c, id) AS a, rank() OVER (PARTITION BY g ORDER BY d) AS b, first_value(id) OVER (ORDER BY l, id) AS c, sum(g) OVER (ORDER BY h) AS s FROM t

-- batch
UPDATE t SET c = upper(c::text)::citext, l = ('New.' || g)::ltree, p = ROW('AB', g)::pair WHERE id % 4 = 0;
INSERT INTO t (id, g, c, j, d, a) VALUES (100, 1, 'aBC', '{}', 'Ö', ARRAY['B']), (101, 2, 'mm', 'false', 'p', NULL);

-- batch
DELETE FROM t WHERE g = 0;
UPDATE t SET j = '1.000', w = words('b', 'C'), h = 'c=>3', a = array_append(a, 'é') WHERE id % 5 = 1;

-- batch
INSERT INTO t SELECT 1000 + i, i % 3, ('c' || i % 17)::citext, hstore('k', i::text), ('Top.n' || i % 11)::ltree, cube(i % 5), to_jsonb(i % 13), ROW('r' || i % 7, i)::pair, words('a' || i % 9, NULL), 'd' || i % 10,
  ARRAY['x' || i % 12, 'Y'], NULL FROM generate_series(1, 700) i;

-- batch
DELETE FROM t WHERE id > 1000 AND id % 2 = 0;
UPDATE t SET id = -id WHERE id < 50;

-- batch
DELETE FROM t;

-- batch
INSERT INTO t (id, g, c, l, q, p, a) SELECT i, i % 2, chr(96 + i)::citext, ('a.b' || i)::ltree, cube(i), ROW(chr(64 + i), i)::pair, ARRAY[chr(64 + i)] FROM generate_series(1, 9) i;
