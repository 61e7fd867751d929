-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, y int, s text);
CREATE TABLE b (id int PRIMARY KEY, aid int, x int, y int, s text);
CREATE TABLE c (x int, y int);
ALTER TABLE c REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 5, 0), i % 3, 's' || i % 4 FROM generate_series(1, 12) i;
INSERT INTO b SELECT i, nullif(i % 7, 0), nullif(i % 4, 0), i % 3, 's' || i % 3 FROM generate_series(1, 15) i;
INSERT INTO c VALUES (1, 1), (1, 1), (2, NULL), (3, 2);

-- stream table in_select
SELECT id, (SELECT max(b.y) FROM b WHERE b.aid = a.id) + 1 AS m, (SELECT count(*) FROM c) AS n FROM a

-- stream table avg_compare
SELECT * FROM b WHERE x > (SELECT 0.5 * avg(i.x) FROM b i WHERE i.s = b.s)

-- stream table in_where_uncorrelated
SELECT * FROM a WHERE x >= (SELECT avg(x) FROM c)

-- stream table no_rows
SELECT id, (SELECT s FROM b WHERE b.id = a.id + 1000) AS s FROM a

-- stream table nested_two
SELECT id, (SELECT max(b.x) FROM b WHERE b.aid = a.id AND b.y = (SELECT min(i.y) FROM b i WHERE i.aid = b.aid)) AS m FROM a

-- stream table nested_outer_two_up
SELECT id, (SELECT count(*) FROM b WHERE b.aid = a.id AND EXISTS (SELECT 1 FROM c WHERE c.x = a.x AND c.y = b.y)) AS n FROM a

-- stream table nested_three
SELECT id FROM a WHERE x IN (SELECT b.x FROM b WHERE b.y >= (SELECT min(c.y) FROM c WHERE c.x = a.x OR EXISTS (SELECT 1 FROM b i WHERE i.aid = a.id AND i.s = b.s)))

-- stream table inequality
SELECT id, (SELECT max(b.id) FROM b WHERE b.x < a.x AND b.s = a.s) AS m, (SELECT count(b.x) FROM b WHERE b.x <> a.x) AS n FROM a

-- stream table value_of_outer
SELECT id, (SELECT sum(b.x * a.y) FROM b WHERE b.aid = a.id) AS m, (SELECT max(a.y)) AS own, (SELECT sum(b.x + a.y) FROM b) AS all_of_it FROM a GROUP BY id, x, y

-- stream table outer_aggregate
SELECT x, (SELECT count(*) FROM c WHERE c.x = a.x AND c.y < sum(a.y)) AS n, (SELECT max(a.id)) AS m FROM a GROUP BY x

-- stream table having_scalar
SELECT x, count(*) AS n FROM a GROUP BY x HAVING count(*) >= (SELECT count(*) FROM c WHERE c.x = a.x) AND x IN (SELECT b.x FROM b)

-- stream table having_inside
SELECT id, (SELECT count(*) FROM b WHERE b.aid = a.id HAVING count(*) > 1) AS n, EXISTS (SELECT sum(x) FROM b WHERE b.aid = a.id HAVING sum(x) > 2) AS e FROM a

-- stream table group_inside
SELECT id FROM a WHERE EXISTS (SELECT b.s FROM b WHERE b.x = a.x GROUP BY b.s HAVING count(*) > 1)

-- stream table in_group_by
SELECT (SELECT count(*) FROM b WHERE b.aid = a.id) AS n, count(*) AS k FROM a GROUP BY (SELECT count(*) FROM b WHERE b.aid = a.id)

-- stream table in_group_by_alias
SELECT (SELECT max(b.s) FROM b WHERE b.aid = a.id) AS s, sum(x) AS x FROM a GROUP BY 1

-- stream table in_aggregate
SELECT y, sum((SELECT count(*) FROM b WHERE b.aid = a.id)) AS n, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM c WHERE c.x = a.x)) AS f FROM a GROUP BY y

-- stream table in_distinct
SELECT DISTINCT (SELECT max(c.y) FROM c WHERE c.x = a.x) AS m FROM a

-- stream table in_case
SELECT id, CASE WHEN x > 2 THEN (SELECT sum(y) FROM b WHERE b.aid = a.id) WHEN EXISTS (SELECT 1 FROM c WHERE c.x = a.x) THEN (SELECT max(y) FROM c WHERE c.x = a.x) ELSE -1 END AS v FROM a

-- stream table in_coalesce
SELECT id, coalesce((SELECT max(b.x) FROM b WHERE b.aid = a.id), (SELECT min(x) FROM c), a.x, 0) AS v FROM a

-- stream table distinct_inside
SELECT id, (SELECT count(DISTINCT b.s) FROM b WHERE b.x >= a.x) AS n, a.x IN (SELECT DISTINCT c.x FROM c WHERE c.y > a.y) AS i FROM a

-- stream table union_inside
SELECT id, (SELECT sum(v) FROM (SELECT b.x AS v FROM b WHERE b.aid = a.id UNION ALL SELECT c.y FROM c WHERE c.x = a.x UNION ALL SELECT a.y) u) AS n FROM a

-- stream table union_distinct_inside
SELECT id, (SELECT count(v) FROM (SELECT b.x FROM b WHERE b.aid = a.id UNION SELECT c.y FROM c WHERE c.x < a.x) u(v)) AS n FROM a

-- stream table except_inside
SELECT id FROM a WHERE EXISTS (SELECT b.x FROM b WHERE b.aid = a.id EXCEPT SELECT c.x FROM c WHERE c.y = a.y)

-- stream table intersect_all_inside
SELECT id, (SELECT count(*) FROM (SELECT b.y FROM b WHERE b.s = a.s INTERSECT ALL SELECT c.y FROM c WHERE c.x >= a.y) u) AS n FROM a

-- stream table join_inside
SELECT id, (SELECT count(*) FROM b JOIN c ON c.x = b.x WHERE b.aid = a.id) AS n, (SELECT count(c.x) FROM b LEFT JOIN c ON c.x = b.x AND c.y = a.y WHERE b.s = a.s) AS l FROM a

-- stream table left_join_inside
SELECT id, (SELECT count(*) FROM c LEFT JOIN b ON b.x = c.x AND b.aid = a.id) AS n FROM a

-- stream table full_join_inside
SELECT id, (SELECT count(*) FROM (SELECT x, id FROM b WHERE b.y = a.y) l FULL JOIN (SELECT id, x FROM b WHERE b.x > a.x) r ON l.id = r.id) AS n FROM a

-- stream table top_inside
SELECT id, (SELECT b.s FROM b WHERE b.aid = a.id ORDER BY b.id DESC LIMIT 1) AS s, (SELECT b.id FROM b WHERE b.x <= a.x ORDER BY b.x DESC, b.id LIMIT 1) AS p FROM a

-- stream table top_of_aggregate
SELECT id, (SELECT s FROM b WHERE b.y = a.y GROUP BY s ORDER BY count(*) DESC, s LIMIT 1) AS s FROM a

-- stream table values_inside
SELECT id, (SELECT max(v) FROM (VALUES (a.x), (a.y), (3)) w(v)) AS m, x IN (VALUES (a.y), (2)) AS i FROM a

-- stream table nothing_inside
SELECT id, (SELECT a.x + a.y) AS s, (SELECT a.x WHERE a.y > 1) AS w, EXISTS (SELECT 1 WHERE a.x = 2) AS e FROM a

-- stream table scalar_of_scalar
SELECT id, (SELECT (SELECT max(c.y) FROM c WHERE c.x = b.x) FROM b WHERE b.id = a.x) AS m FROM a

-- stream table with_inside
SELECT id, (WITH w AS (SELECT b.x FROM b WHERE b.aid = a.id) SELECT count(*) FROM w, w v WHERE w.x = v.x) AS n FROM a

-- stream table with_used_deeper
SELECT id, (WITH w AS (SELECT b.x, b.y FROM b WHERE b.s = a.s) SELECT count(*) FROM c WHERE EXISTS (SELECT 1 FROM w WHERE w.x = c.x AND w.y = a.y)) AS n FROM a

-- stream table both_sides
SELECT id FROM a WHERE (SELECT count(*) FROM b WHERE b.aid = a.id) = (SELECT count(*) FROM c WHERE c.x = a.x)

-- stream table scalar_in
SELECT id FROM a WHERE (SELECT max(b.x) FROM b WHERE b.aid = a.id) IN (SELECT c.x FROM c WHERE c.y >= a.y)

-- stream table bools
SELECT id, (SELECT bool_and(b.x > a.x) FROM b WHERE b.y = a.y) AS t, (SELECT b.x = a.x FROM b WHERE b.id = a.id) AS e FROM a

-- stream table texts
SELECT id, (SELECT max(b.s || a.s) FROM b WHERE b.y = a.y) AS t, (SELECT count(*) FROM b WHERE b.s > a.s) AS g FROM a

-- stream table row_less
SELECT id FROM a WHERE (x, y) = (SELECT max(b.x), max(b.y) FROM b WHERE b.s = a.s)

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
