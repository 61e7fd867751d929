-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, y int, s text);
CREATE TABLE b (id int PRIMARY KEY, aid int, x int, y int, s text);
CREATE TABLE c (x int, y int);
ALTER TABLE c REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 5, 0), i % 3, 's' || i % 4 FROM generate_series(1, 12) i;
INSERT INTO b SELECT i, nullif(i % 7, 0), nullif(i % 4, 0), i % 3, 's' || i % 3 FROM generate_series(1, 15) i;
INSERT INTO c VALUES (1, 1), (1, 1), (2, NULL), (3, 2);

-- stream table comma
SELECT a.id, l.v FROM a, LATERAL (SELECT a.x + a.y AS v) l

-- stream table of_rows
SELECT a.id, l.bid, l.v FROM a, LATERAL (SELECT b.id AS bid, b.x + a.x AS v FROM b WHERE b.aid = a.id) l

-- stream table cross_of_aggregate
SELECT a.id, l.n, l.m FROM a CROSS JOIN LATERAL (SELECT count(*) AS n, max(b.x) AS m FROM b WHERE b.aid = a.id) l

-- stream table left_of_rows
SELECT a.id, l.bid, l.one, l.sum FROM a LEFT JOIN LATERAL (SELECT b.id AS bid, 1 AS one, b.x + a.y AS sum FROM b WHERE b.aid = a.id) l ON true

-- stream table left_with_condition
SELECT a.id, l.bid, l.one FROM a LEFT JOIN LATERAL (SELECT b.id AS bid, b.x, a.s AS one FROM b WHERE b.y = a.y) l ON l.x = a.x

-- stream table left_of_aggregate
SELECT a.id, l.n FROM a LEFT JOIN LATERAL (SELECT count(*) AS n FROM b WHERE b.aid = a.id) l ON l.n > 1

-- stream table join_of_aggregate
SELECT a.id, l.n FROM a JOIN LATERAL (SELECT sum(b.x) AS n FROM b WHERE b.aid = a.id) l ON l.n > a.x

-- stream table top_three
SELECT a.id, l.bid FROM a, LATERAL (SELECT b.id AS bid FROM b WHERE b.y = a.y ORDER BY b.x DESC NULLS LAST, b.id LIMIT 3) l

-- stream table top_left
SELECT a.id, l.bid, l.x FROM a LEFT JOIN LATERAL (SELECT b.id AS bid, b.x FROM b WHERE b.x < a.x ORDER BY b.id DESC LIMIT 1) l ON true

-- stream table chain
SELECT a.id, l.bid, m.n FROM a, LATERAL (SELECT b.id AS bid, b.x FROM b WHERE b.aid = a.id) l, LATERAL (SELECT count(*) AS n FROM c WHERE c.x = l.x AND c.y >= a.y) m

-- stream table nested
SELECT a.id, l.v FROM a, LATERAL (SELECT b.id + m.n AS v FROM b, LATERAL (SELECT count(*) AS n FROM c WHERE c.x = b.x OR c.x = a.x) m WHERE b.s = a.s) l

-- stream table nested_join
SELECT a.id, b.id AS bid, l.n FROM a JOIN (b JOIN LATERAL (SELECT count(*) AS n FROM c WHERE c.x = b.x) l ON l.n < 3) ON b.aid = a.id

-- stream table across_joins
SELECT a.id, b.id AS bid, l.n FROM a LEFT JOIN b ON b.aid = a.id LEFT JOIN LATERAL (SELECT max(c.y) AS n FROM c WHERE c.x = b.x OR c.x = a.x) l ON true

-- stream table in_subquery
SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b, LATERAL (SELECT count(*) AS n FROM c WHERE c.x = b.x AND c.y <= a.y) l WHERE b.aid = a.id AND l.n > 0)

-- stream table grouped
SELECT l.s, count(*) AS n FROM a, LATERAL (SELECT DISTINCT b.s FROM b WHERE b.x = a.x) l GROUP BY l.s

-- stream table unions
SELECT a.id, l.v FROM a, LATERAL (SELECT a.x AS v UNION ALL SELECT a.y UNION ALL SELECT c.y FROM c WHERE c.x = a.x) l

-- stream table values_list
SELECT a.id, v.k, v.v FROM a, LATERAL (VALUES ('x', a.x), ('y', a.y)) v(k, v)

-- stream table values_left
SELECT a.id, v.k, v.v FROM a LEFT JOIN LATERAL (VALUES ('x', a.x), ('y', a.y)) v(k, v) ON v.v > 1

-- stream table using_columns
SELECT j.x, l.n FROM a JOIN c USING (x) AS j, LATERAL (SELECT count(*) AS n FROM b WHERE b.x = j.x) l

-- stream table full_using
SELECT x, l.n FROM (SELECT id, x FROM a) q FULL JOIN (SELECT x, y FROM c) r USING (x), LATERAL (SELECT count(*) AS n FROM b WHERE b.x = x AND b.id > coalesce(q.id, 0)) l

-- stream table duplicates
SELECT c.x, l.n FROM c, LATERAL (SELECT count(*) AS n FROM b WHERE b.x = c.x) l

-- stream table nulls
SELECT c.x, c.y, l.n FROM c, LATERAL (SELECT count(*) AS n FROM b WHERE b.x IS NOT DISTINCT FROM c.y) l

-- stream table left_of_lateral
SELECT l.v, b.id FROM a JOIN LATERAL (SELECT a.x + 1 AS v) l ON true LEFT JOIN b ON b.x = l.v

-- stream table scalar_in_lateral
SELECT a.id, l.v FROM a, LATERAL (SELECT (SELECT max(c.y) FROM c WHERE c.x = a.x) AS v) l WHERE l.v IS NOT NULL

-- stream table left_on_subquery_of_both_sides
SELECT a.id, l.bid FROM a LEFT JOIN LATERAL (SELECT b.id AS bid, b.x FROM b WHERE b.aid = a.id) l ON EXISTS (SELECT FROM c WHERE c.x = a.x AND c.y <= l.x)

-- stream table left_on_scalar_subquery
SELECT a.id, l.bid, l.v FROM a LEFT JOIN LATERAL (SELECT b.id AS bid, b.x + a.y AS v FROM b WHERE b.y = a.y) l ON l.v > (SELECT min(c.x) FROM c WHERE c.y = a.y)

-- stream table join_on_subquery
SELECT a.id, l.bid FROM a JOIN LATERAL (SELECT b.id AS bid, b.s FROM b WHERE b.y = a.y) l ON a.x NOT IN (SELECT c.x FROM c WHERE c.y IS NOT NULL) OR l.s = a.s

-- stream table left_of_aggregate_on_subquery
SELECT a.id, l.n FROM a LEFT JOIN LATERAL (SELECT count(*) AS n FROM b WHERE b.aid = a.id) l ON l.n IN (SELECT c.x FROM c WHERE c.y = a.y)

-- stream table correlated_full_join_of_nullable
SELECT a.id, (SELECT count(*) FROM (SELECT x FROM b WHERE b.y = a.y) p FULL JOIN (SELECT x, y FROM c WHERE c.y >= a.y) q ON p.x = q.x) AS n FROM a

-- stream table lateral_full_join_of_nullable
SELECT a.id, l.* FROM a, LATERAL (SELECT p.x, q.x AS qx, q.y FROM (SELECT b.x FROM b WHERE b.y = a.y) p FULL JOIN (SELECT x, y FROM c WHERE c.x <> a.x) q ON p.x = q.x AND q.y = a.y) l

-- stream table full_join_of_a_series
SELECT a.id, (SELECT max(coalesce(g, 10 * c.x)) FROM generate_series(1, a.y) g FULL JOIN c ON c.x = g) AS most FROM a

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
