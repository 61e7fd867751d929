-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, y int, s text);
CREATE TABLE b (id int PRIMARY KEY, aid int, x int, y int, s text);
CREATE TABLE c (x int, y int);
ALTER TABLE c REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 5, 0), i % 3, 's' || i % 4 FROM generate_series(1, 12) i;
INSERT INTO b SELECT i, nullif(i % 7, 0), nullif(i % 4, 0), i % 3, 's' || i % 3 FROM generate_series(1, 15) i;
INSERT INTO c VALUES (1, 1), (1, 1), (2, NULL), (3, 2);


-- stream table grouping_sets
SELECT y, (SELECT max(c.y) FROM c WHERE c.x = a.y) AS m, count(*) AS n FROM a GROUP BY ROLLUP (y)

-- stream table grouping_sets_inside
SELECT id, (SELECT count(*) FROM (SELECT b.y, b.s, sum(b.x) FROM b WHERE b.aid >= a.id GROUP BY CUBE (b.y, b.s)) g) AS n FROM a

-- stream table grouping_sets_of_subquery
SELECT x IN (SELECT c.x FROM c) AS i, y, count(*) AS n FROM a GROUP BY GROUPING SETS ((x IN (SELECT c.x FROM c)), (y))

-- stream table order_limit
SELECT id FROM a ORDER BY (SELECT count(*) FROM b WHERE b.aid = a.id) DESC, id LIMIT 5

-- stream table distinct_on
SELECT DISTINCT ON (y) y, id FROM a ORDER BY y, (SELECT count(*) FROM b WHERE b.x < a.x) DESC, id

-- stream table values_rows
SELECT * FROM (VALUES ((SELECT count(*) FROM a), 1), ((SELECT max(x) FROM c), 2)) v(n, k)

-- stream table no_from
SELECT (SELECT count(*) FROM a) AS a, (SELECT sum(x) FROM c) AS c, EXISTS (SELECT 1 FROM b) AS b, 3 IN (SELECT x FROM c) AS i

-- stream table set_operation
SELECT id FROM a WHERE x IN (SELECT x FROM c) UNION SELECT id FROM b WHERE NOT EXISTS (SELECT 1 FROM c WHERE c.y = b.y)

-- stream table view_like
SELECT w.n, count(*) AS k FROM (SELECT a.*, (SELECT count(*) FROM b WHERE b.aid = a.id) AS n FROM a) w WHERE EXISTS (SELECT 1 FROM c WHERE c.x = w.n) GROUP BY w.n

-- stream table with_correlated
WITH w AS (SELECT id, x, (SELECT count(*) FROM b WHERE b.aid = a.id) AS n FROM a) SELECT p.id, q.id AS other FROM w p JOIN w q ON p.n = q.n AND p.id < q.id

-- stream table greatest
SELECT id, greatest((SELECT max(x) FROM b WHERE b.aid = a.id), (SELECT max(x) FROM c WHERE c.y = a.y), 0) AS g, nullif((SELECT count(*) FROM c), 4) AS n FROM a

-- stream table boolean_tests
SELECT id, (x IN (SELECT y FROM c)) IS NULL AS u, (x NOT IN (SELECT y FROM c)) IS TRUE AS t, (x > ALL (SELECT y FROM c)) IS NOT FALSE AS f FROM a

-- stream table not_not
SELECT id FROM a WHERE NOT (NOT EXISTS (SELECT 1 FROM b WHERE b.aid = a.id) OR x IN (SELECT y FROM c))

-- stream table not_and
SELECT id FROM a WHERE NOT (x IN (SELECT y FROM c) AND y IN (SELECT x FROM c))

-- stream table in_of_null
SELECT id, NULL::int IN (SELECT x FROM c) AS a, NULL::int IN (SELECT x FROM c WHERE x > 100) AS b, 1 NOT IN (SELECT y FROM c) AS n FROM a

-- stream table across_types
SELECT id FROM a WHERE x::bigint IN (SELECT c.x FROM c) OR y::numeric = ANY (SELECT c.y::numeric / 2 FROM c)

-- stream table of_text
SELECT id FROM a WHERE s NOT IN (SELECT b.s FROM b WHERE b.x = a.x) AND s IN (SELECT b.s::varchar FROM b)

-- stream table three_columns
SELECT id, (x, y, s) IN (SELECT b.x, b.y, b.s FROM b) AS i, (x, y, s) NOT IN (SELECT b.x, b.y, b.s FROM b WHERE b.id > a.id) AS n FROM a

-- stream table rows_of_rows
SELECT id FROM a WHERE (x, (SELECT max(b.y) FROM b WHERE b.aid = a.id)) IN (SELECT c.x, c.y FROM c)

-- stream table aggregate_and_group
SELECT y, max(x) AS m, (SELECT count(*) FROM b WHERE b.y = a.y AND b.x <= max(a.x)) AS n FROM a GROUP BY y HAVING max(x) IN (SELECT c.x FROM c) OR y = 0

-- stream table aggregate_of_outer_only
SELECT y, (SELECT sum(a.x)) AS s, (SELECT count(*) FROM c WHERE c.x IN (SELECT b.x FROM b WHERE b.y = min(a.y))) AS n FROM a GROUP BY y

-- stream table deep
SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.s = a.s AND b.x NOT IN (SELECT c.x FROM c WHERE c.y = b.y AND c.x < (SELECT max(i.x) FROM b i WHERE i.aid = a.id)))

-- stream table lateral_three
SELECT a.id, q.n FROM a, LATERAL (SELECT count(*) AS n FROM b, LATERAL (SELECT sum(c.x) AS t FROM c WHERE c.y >= (SELECT min(i.y) FROM b i WHERE i.s = a.s AND i.x = b.x)) l WHERE b.aid = a.id AND l.t > 1) q

-- stream table window_inside
SELECT id, (SELECT max(r.n) FROM (SELECT row_number() OVER (PARTITION BY b.s ORDER BY b.id) AS n, b.y FROM b WHERE b.x <= a.x) r WHERE r.y = a.y) AS n FROM a

-- stream table window_over_subquery
SELECT id, rank() OVER (PARTITION BY EXISTS (SELECT 1 FROM c WHERE c.x = a.x) ORDER BY (SELECT count(*) FROM b WHERE b.aid = a.id) DESC) AS r, sum((SELECT count(*) FROM c WHERE c.x = a.x)) OVER (ORDER BY id) AS s FROM a

-- stream table lateral_window
SELECT a.id, l.id AS bid, l.r FROM a, LATERAL (SELECT b.id, rank() OVER (ORDER BY b.x) AS r FROM b WHERE b.s = a.s) l

-- stream table recursion_inside
SELECT id, (WITH RECURSIVE r(n) AS (SELECT a.x UNION SELECT b.x FROM r JOIN b ON b.y = r.n AND b.id > a.y) SELECT sum(n) FROM r) AS s FROM a

-- stream table recursion_lateral
SELECT a.id, l.n FROM a, LATERAL (WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM r WHERE n < a.y) SELECT n FROM r) l

-- batch
INSERT INTO b VALUES (20, 1, 1, 1, 's1'), (21, NULL, NULL, NULL, NULL);
UPDATE a SET x = NULL WHERE id = 3;

-- batch
DELETE FROM c WHERE y IS NULL;

-- batch
INSERT INTO c VALUES (NULL, 1), (4, 4);
UPDATE b SET aid = aid + 1, x = y WHERE id < 8;
UPDATE a SET id = id + 100 WHERE id = 5;

-- batch
DELETE FROM c;

-- batch
INSERT INTO c VALUES (3, 2), (NULL, NULL);
DELETE FROM b WHERE y = 1;

-- batch
DELETE FROM a WHERE id > 6;
DELETE FROM b;

-- batch
INSERT INTO a SELECT i, NULL, i, 's1' FROM generate_series(7, 9) i;
DELETE FROM c;
INSERT INTO b SELECT i, i, i, i, 's1' FROM generate_series(1, 9) i;

-- batch
DELETE FROM a;
