-- schema
CREATE TABLE l (v int, n numeric, s text);
CREATE TABLE r (v bigint, n numeric(10,2), s varchar(9));
CREATE TABLE k (id int PRIMARY KEY, v smallint);
ALTER TABLE l REPLICA IDENTITY FULL;
ALTER TABLE r REPLICA IDENTITY FULL;
INSERT INTO l SELECT nullif(i % 6, 5), i % 4, 's' || i % 3 FROM generate_series(1, 30) i;
INSERT INTO r SELECT nullif(i % 5, 4), i % 4 + 0.5 * (i % 2), 's' || i % 2 FROM generate_series(1, 30) i;
INSERT INTO k SELECT i, i % 9 FROM generate_series(1, 12) i;

-- stream table intersect_one
SELECT v FROM l INTERSECT SELECT v FROM r

-- stream table intersect_two
SELECT v, s FROM l INTERSECT SELECT v, s FROM r

-- stream table intersect_all
SELECT v FROM l INTERSECT ALL SELECT v FROM r

-- stream table intersect_all_two
SELECT v, s FROM l INTERSECT ALL SELECT v, s FROM r

-- stream table except_one
SELECT v FROM l EXCEPT SELECT v FROM r

-- stream table except_two
SELECT v, s FROM l EXCEPT SELECT v, s FROM r

-- stream table except_all
SELECT v FROM l EXCEPT ALL SELECT v FROM r

-- stream table except_all_two
SELECT v, s FROM l EXCEPT ALL SELECT v, s FROM r

-- stream table except_all_reversed
SELECT v, s FROM r EXCEPT ALL SELECT v, s FROM l

-- stream table numeric_equality typed
SELECT n FROM l INTERSECT SELECT n FROM r

-- stream table numeric_equality_all typed
SELECT n FROM l INTERSECT ALL SELECT n FROM r

-- stream table numeric_except typed
SELECT n FROM r EXCEPT SELECT n FROM l

-- stream table numeric_except_all typed
SELECT n FROM r EXCEPT ALL SELECT n FROM l

-- stream table coerced
SELECT v, n FROM k CROSS JOIN (VALUES (1.5)) x(n) EXCEPT SELECT v, n FROM r

-- stream table same_sides
SELECT v FROM l EXCEPT ALL SELECT v FROM l

-- stream table same_sides_intersect
SELECT v, s FROM l INTERSECT ALL SELECT v, s FROM l

-- stream table with_values
SELECT v FROM l EXCEPT VALUES (1), (2), (NULL)

-- stream table values_less_rows
VALUES (1), (1), (2), (NULL), (7) EXCEPT ALL SELECT v FROM l

-- stream table intersect_before_union
SELECT v FROM l UNION SELECT v FROM r INTERSECT SELECT v FROM k

-- stream table union_then_except
(SELECT v FROM l UNION ALL SELECT v FROM r) EXCEPT ALL SELECT v FROM k

-- stream table except_of_except
(SELECT v FROM l EXCEPT ALL SELECT v FROM r) EXCEPT ALL SELECT v FROM k

-- stream table except_right_nested
SELECT v FROM l EXCEPT (SELECT v FROM r EXCEPT SELECT v FROM k)

-- stream table intersect_all_of_union
SELECT v FROM l INTERSECT ALL (SELECT v FROM r UNION ALL SELECT v FROM k)

-- stream table three_intersected
SELECT v FROM l INTERSECT SELECT v FROM r INTERSECT SELECT v FROM k

-- stream table both_directions
(SELECT v, s FROM l EXCEPT ALL SELECT v, s FROM r) UNION ALL (SELECT v, s FROM r EXCEPT ALL SELECT v, s FROM l)

-- stream table keyed
SELECT id FROM k EXCEPT SELECT v FROM l

-- stream table keyed_all
SELECT id, v FROM k EXCEPT ALL SELECT v, v FROM l

-- stream table filtered_above
SELECT * FROM (SELECT v, s FROM l INTERSECT SELECT v, s FROM r) q WHERE v > 1

-- stream table filtered_above_except
SELECT * FROM (SELECT v, s FROM l EXCEPT ALL SELECT v, s FROM r) q WHERE s = 's2'

-- stream table aggregated
SELECT count(*) AS n, sum(v) AS v FROM (SELECT v FROM l EXCEPT ALL SELECT v FROM r) q

-- stream table fewer_columns_above
SELECT s FROM (SELECT v, s FROM l EXCEPT ALL SELECT v, s FROM r) q

-- stream table joined
SELECT k.id, q.v FROM k JOIN (SELECT v FROM l INTERSECT SELECT v FROM r) q ON q.v = k.v

-- stream table of_groups
SELECT v, count(*) AS n FROM l GROUP BY v EXCEPT SELECT v, count(*) FROM r GROUP BY v

-- stream table distinct_of_all
SELECT DISTINCT v FROM (SELECT v FROM l INTERSECT ALL SELECT v FROM r) q

-- stream table in_cte
WITH only_left AS (SELECT v FROM l EXCEPT SELECT v FROM r) SELECT a.v, k.id FROM only_left a JOIN k ON k.v = a.v

-- stream table limited
(SELECT v FROM l EXCEPT ALL SELECT v FROM r) ORDER BY v DESC NULLS LAST LIMIT 4

-- stream table of_limits
(SELECT id FROM k ORDER BY id LIMIT 6) EXCEPT (SELECT id FROM k ORDER BY id DESC LIMIT 9)

-- stream table empty_right
SELECT v FROM l EXCEPT ALL SELECT v FROM r WHERE false

-- stream table constants
SELECT 1 AS one INTERSECT ALL SELECT 1

-- stream table no_columns_in_common
SELECT s FROM l INTERSECT SELECT s FROM r WHERE v = 2

-- batch
INSERT INTO l VALUES (NULL, NULL, NULL), (NULL, NULL, NULL), (9, 2.0, 's9'), (9, 2.00, 's9');
INSERT INTO r VALUES (NULL, NULL, NULL), (9, 2, 's9');
INSERT INTO k VALUES (13, 1), (14, NULL);

-- batch
DELETE FROM r WHERE v = 1 OR v IS NULL;
UPDATE l SET v = 1 WHERE v = 2;
UPDATE k SET id = id + 100 WHERE id < 4;

-- batch
DELETE FROM l WHERE ctid IN (SELECT min(ctid) FROM l GROUP BY v, s);
INSERT INTO r SELECT v, n, s FROM l;
UPDATE l SET n = n + 0.00;

-- batch
DELETE FROM l;

-- batch
DELETE FROM r;
INSERT INTO l SELECT i % 3, i, 's' FROM generate_series(1, 12) i;

-- batch
DELETE FROM l;
DELETE FROM k;

-- batch
INSERT INTO l VALUES (1, 1, 's'), (1, 1, 's');
INSERT INTO r VALUES (1, 1, 's'), (2, 2, 't');
INSERT INTO k VALUES (1, 1);
