-- schema
CREATE TABLE t1 (id int PRIMARY KEY, a int, s text, n numeric(20,2), d date);
CREATE TABLE t2 (id int PRIMARY KEY, b int, u text, f boolean);
CREATE TABLE t3 (x int, y int, v text, m numeric(20,2));
ALTER TABLE t3 REPLICA IDENTITY FULL;
INSERT INTO t1 VALUES (1, 2, 'a b', 5.00, '2024-02-28'), (2, NULL, 'a', 0.50, '2024-02-28'), (3, NULL, 'B', 0.00, '2024-02-27'), (4, 2, 'B', 1.50, NULL);
INSERT INTO t2 VALUES (8, 0, 'B', false), (9, 4, NULL, false), (10, 4, 'B', true);
INSERT INTO t3 VALUES (3, 0, NULL, -1.50), (2, 1, 'ü', -1.00), (2, 1, 'ü', -1.00), (1, 2, 'a', NULL), (NULL, 4, NULL, 3.50);

-- stream table window_of_an_outer_numeric_in_any
SELECT t1.id FROM t1 WHERE 0.50::numeric(20,2) = ANY (SELECT DISTINCT ON (1) round(avg(t1.n) OVER (PARTITION BY t3.m ORDER BY t3.y), 2)::numeric(20,2) AS c1 FROM t3 ORDER BY 1)

-- stream table window_of_an_outer_numeric_in_all
WITH w AS (SELECT id, n FROM t1 ORDER BY n DESC, id LIMIT 3 OFFSET 1)
SELECT a.id FROM w a JOIN w b ON a.id = b.id WHERE a.n <> ALL (SELECT avg(a.n) OVER (PARTITION BY t3.y ORDER BY t2.id) FROM t2 CROSS JOIN t3)

-- stream table nothing_is_run_below_limit_0
SELECT (SELECT t3.m FROM t2) AS m FROM t3 ORDER BY 1 LIMIT 0 OFFSET 3

-- stream table scalar_subquery_in_an_aggregate
SELECT min((SELECT b FROM t2 WHERE t2.id = t1.a + 8)) AS least, count(*) AS n FROM t1

-- stream table empty_ranges
SELECT a.id, b.id AS other FROM t1 a JOIN t1 b ON a.id BETWEEN b.id AND b.a

-- stream table unread_window
WITH w(c1, c2) AS (SELECT b, lead(1.50::numeric(20,2), 2) OVER (ORDER BY f, id) FROM t2) SELECT r.c1 FROM w r

-- batch
UPDATE t1 SET n = 0.50, a = 1 WHERE id % 2 = 0;
INSERT INTO t3 VALUES (5, 0, 'q', 0.50);

-- batch
DELETE FROM t3 WHERE y = 1;
UPDATE t1 SET n = n + 1;
INSERT INTO t2 VALUES (11, NULL, 'ab', true);

-- batch
DELETE FROM t3;
DELETE FROM t2 WHERE id > 8;

-- batch
INSERT INTO t3 VALUES (1, 1, 'z', 1.00), (NULL, NULL, NULL, NULL);
DELETE FROM t1 WHERE id = 1;
