-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, y int, s text, n numeric);
CREATE TABLE b (id int PRIMARY KEY, x int, y int, s text, n numeric);
CREATE TABLE c (id int PRIMARY KEY, x bigint, z int);
CREATE TABLE bag (x int, s text);
CREATE TABLE empty (id int PRIMARY KEY, x int);
ALTER TABLE bag REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 7, 3), i % 4, nullif('s' || i % 5, 's2'), i * 1.5 FROM generate_series(1, 30) i;
INSERT INTO b SELECT i, nullif(i % 9, 5), i % 3, nullif('s' || i % 6, 's4'), i * 1.50 FROM generate_series(1, 24) i;
INSERT INTO c SELECT i, nullif(i % 5, 2), i % 2 FROM generate_series(1, 12) i;
INSERT INTO bag VALUES (1, 's1'), (1, 's1'), (2, NULL), (NULL, 's3'), (NULL, 's3'), (3, 's9'), (20, 's0'), (20, 's0'), (20, 's0');

-- stream table left_key
SELECT a.id, a.x, b.id AS b, b.s FROM a LEFT JOIN b ON b.id = a.x

-- stream table left_many
SELECT a.id, b.id AS b, b.y FROM a LEFT JOIN b ON b.x = a.x

-- stream table left_residual
SELECT a.id, b.id AS b, b.y FROM a LEFT JOIN b ON b.x = a.x AND b.y < a.y

-- stream table left_residual_of_left
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON b.x = a.x AND a.y = 1

-- stream table left_residual_of_right
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON b.x = a.x AND b.y = 1

-- stream table left_like
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON a.s LIKE b.s || '%'

-- stream table left_range
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON a.x < b.x

-- stream table left_between
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON b.id BETWEEN a.x AND a.y

-- stream table left_or
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON a.x = b.x OR a.y = b.y

-- stream table left_true
SELECT a.id, e.id AS e FROM a LEFT JOIN empty e ON true

-- stream table left_false
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON false

-- stream table left_expression
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON a.x + 1 = b.x * 2

-- stream table left_numeric
SELECT a.id, a.n, b.n AS b FROM a LEFT JOIN b ON a.n = b.n

-- stream table left_cross_type
SELECT a.id, c.id AS c FROM a LEFT JOIN c ON c.x = a.x

-- stream table left_bag
SELECT bag.x, bag.s, a.id FROM bag LEFT JOIN a ON a.x = bag.x

-- stream table left_of_bag
SELECT a.id, bag.s FROM a LEFT JOIN bag ON a.x = bag.x

-- stream table left_self
SELECT p.id, q.id AS q FROM a p LEFT JOIN a q ON q.x = p.id AND q.y <> p.y

-- stream table left_where_null
SELECT a.id FROM a LEFT JOIN b ON b.x = a.x WHERE b.id IS NULL

-- stream table left_where_not_null
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON b.x = a.x WHERE b.y > 0

-- stream table left_where_either
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON b.x = a.x WHERE b.y > 0 OR a.y = 2

-- stream table left_where_coalesce
SELECT a.id, coalesce(b.y, -1) AS y FROM a LEFT JOIN b ON b.x = a.x WHERE coalesce(b.y, -1) < 1

-- stream table left_aggregate
SELECT a.y, count(*) AS n, count(b.id) AS matched, sum(b.n) AS total FROM a LEFT JOIN b ON b.x = a.x GROUP BY a.y

-- stream table left_distinct
SELECT DISTINCT b.y FROM a LEFT JOIN b ON b.x = a.x

-- stream table right_key
SELECT a.id, b.id AS b FROM a RIGHT JOIN b ON b.x = a.id

-- stream table right_residual
SELECT a.id, b.id AS b, b.s FROM a RIGHT JOIN b ON b.x = a.x AND a.y > b.y

-- stream table right_range
SELECT a.id, b.id AS b FROM a RIGHT JOIN b ON a.x > b.id

-- stream table right_where
SELECT a.id, b.id AS b FROM a RIGHT JOIN b ON b.x = a.x WHERE a.id IS NULL OR a.id > 10

-- stream table full_key
SELECT a.id, b.id AS b FROM a FULL JOIN b ON a.id = b.id

-- stream table full_many
SELECT a.id, b.id AS b, a.s, b.n FROM a FULL JOIN b ON a.x = b.x

-- stream table full_residual
SELECT a.id, b.id AS b FROM a FULL JOIN b ON a.x = b.x AND a.y <= b.y

-- stream table full_residual_one_side
SELECT a.id, b.id AS b FROM a FULL JOIN b ON a.x = b.x AND a.y = 1 AND b.y = 2

-- stream table full_bags
SELECT p.x, p.s, q.x AS qx, q.s AS qs FROM bag p FULL JOIN bag q ON p.x = q.x AND p.s = q.s

-- stream table full_where_left
SELECT a.id, b.id AS b FROM a FULL JOIN b ON a.x = b.x WHERE a.y = 1

-- stream table full_where_right
SELECT a.id, b.id AS b FROM a FULL JOIN b ON a.x = b.x WHERE b.y = 1

-- stream table full_where_both
SELECT a.id, b.id AS b FROM a FULL JOIN b ON a.x = b.x WHERE b.y = 1 AND a.y > 0

-- stream table full_where_null
SELECT a.id, b.id AS b FROM a FULL JOIN b ON a.x = b.x WHERE b.id IS NULL

-- stream table full_using
SELECT * FROM (SELECT x, count(*) AS n FROM a GROUP BY x) a FULL JOIN (SELECT x, count(*) AS m FROM b GROUP BY x) b USING (x)

-- stream table full_using_id
SELECT id, a.x AS ax, b.x AS bx FROM a FULL JOIN b USING (id)

-- stream table full_using_three
SELECT id, a.y, b.y AS b, c.z FROM a FULL JOIN b USING (id) FULL JOIN c USING (id)

-- stream table full_using_types
SELECT x, a.id, c.id AS c FROM a FULL JOIN c USING (x)

-- stream table left_using
SELECT id, a.s, b.s AS bs FROM a LEFT JOIN b USING (id)

-- stream table right_using
SELECT id, a.s, b.s AS bs FROM a RIGHT JOIN b USING (id)

-- stream table left_using_two
SELECT x, y, a.id, b.id AS b FROM a LEFT JOIN b USING (x, y)

-- stream table natural_left
SELECT * FROM (SELECT id, x FROM a) a NATURAL LEFT JOIN (SELECT id, y FROM b) b

-- stream table natural_full
SELECT * FROM (SELECT id, x FROM a) a NATURAL FULL JOIN (SELECT id, y FROM b) b

-- stream table natural_right
SELECT * FROM (SELECT id, x FROM a) a NATURAL RIGHT JOIN (SELECT id, y FROM b) b

-- stream table using_alias
SELECT j.id, a.x FROM a JOIN b USING (id) AS j WHERE j.id > 3

-- stream table join_alias
SELECT j.p, j.q FROM (a LEFT JOIN b ON a.x = b.id) AS j(p, q)

-- stream table left_left
SELECT a.id, b.id AS b, c.id AS c FROM a LEFT JOIN b ON b.x = a.x LEFT JOIN c ON c.id = b.y

-- stream table left_left_of_first
SELECT a.id, b.id AS b, c.id AS c FROM a LEFT JOIN b ON b.id = a.x LEFT JOIN c ON c.id = a.y

-- stream table left_of_inner
SELECT a.id, b.id AS b, c.id AS c FROM a LEFT JOIN (b JOIN c ON c.id = b.y) ON b.x = a.x

-- stream table inner_of_left
SELECT a.id, b.id AS b, c.id AS c FROM a LEFT JOIN b ON b.x = a.x JOIN c ON c.id = a.y

-- stream table inner_rejects
SELECT a.id, b.id AS b, c.id AS c FROM a LEFT JOIN b ON b.x = a.x JOIN c ON c.id = b.y

-- stream table left_of_left
SELECT a.id, b.id AS b, c.id AS c FROM a LEFT JOIN (b LEFT JOIN c ON c.id = b.y) ON b.x = a.x

-- stream table left_of_full
SELECT a.id, b.id AS b, c.id AS c FROM a LEFT JOIN (b FULL JOIN c ON c.id = b.y) ON c.id = a.x

-- stream table full_of_left
SELECT a.id, b.id AS b, c.id AS c FROM (a LEFT JOIN b ON b.id = a.x) FULL JOIN c ON c.id = b.id

-- stream table full_of_full
SELECT a.id, b.id AS b, c.id AS c FROM (a FULL JOIN b ON b.id = a.x) FULL JOIN c ON c.id = coalesce(a.id, b.id)

-- stream table right_of_left
SELECT a.id, b.id AS b, c.id AS c FROM a LEFT JOIN b ON b.id = a.x RIGHT JOIN c ON c.id = b.id

-- stream table left_of_constant
SELECT a.id, k.one FROM a LEFT JOIN (SELECT id, 1 AS one FROM b WHERE y = 1) k ON k.id = a.x

-- stream table left_of_constant_filtered
SELECT a.id, k.one FROM a LEFT JOIN (SELECT id, 1 AS one, coalesce(y, 0) AS y FROM b) k ON k.id = a.x WHERE k.one IS NULL OR k.y = 2

-- stream table left_of_aggregate
SELECT a.id, g.n FROM a LEFT JOIN (SELECT x, count(*) AS n FROM b GROUP BY x) g ON g.x = a.x

-- stream table left_of_distinct
SELECT a.id, g.x FROM a LEFT JOIN (SELECT DISTINCT x FROM b) g ON g.x = a.y

-- stream table left_of_union
SELECT a.id, g.x FROM a LEFT JOIN (SELECT x FROM b UNION ALL SELECT x FROM c) g ON g.x = a.y

-- stream table left_of_values
SELECT a.id, v.label FROM a LEFT JOIN (VALUES (1, 'one'), (2, 'two')) v(k, label) ON v.k = a.y

-- stream table eight_way
SELECT t1.id, t2.id AS i2, t3.id AS i3, t4.id AS i4, t5.id AS i5, t6.id AS i6, t7.id AS i7, t8.id AS i8
FROM a t1 JOIN b t2 ON t2.id = t1.id LEFT JOIN c t3 ON t3.id = t2.x LEFT JOIN a t4 ON t4.id = t3.x
JOIN b t5 ON t5.id = t1.y + 1 LEFT JOIN (b t6 JOIN c t7 ON t7.id = t6.id) ON t6.id = t5.x LEFT JOIN a t8 ON t8.id = t7.x

-- stream table outer_in_comma
SELECT a.id, b.id AS b, c.id AS c FROM c, a LEFT JOIN b ON b.x = a.x WHERE c.id = a.id

-- batch
UPDATE a SET x = x + 1 WHERE id % 3 = 0;
UPDATE b SET x = x - 1, y = y + 1 WHERE id % 2 = 0;
DELETE FROM c WHERE id % 4 = 0;

-- batch
DELETE FROM a WHERE id % 5 = 0;
DELETE FROM b WHERE id % 5 = 0;
INSERT INTO bag VALUES (1, 's1'), (4, 's4');
DELETE FROM bag WHERE x = 20;

-- batch
UPDATE a SET id = id + 100;
UPDATE b SET id = id + 100 WHERE id < 10;
INSERT INTO empty VALUES (1, 1);

-- batch
UPDATE a SET x = NULL WHERE id % 2 = 0;
UPDATE b SET x = NULL WHERE x = 1;
INSERT INTO a VALUES (1, 2, 3, 's1', 4.50), (2, NULL, NULL, NULL, NULL), (3, 0, 0, 's', 1);
INSERT INTO empty VALUES (2, NULL);

-- batch
DELETE FROM b;
DELETE FROM empty;

-- batch
INSERT INTO b SELECT i, i % 4, i % 3, 's' || i % 4, i FROM generate_series(1, 10) i;
DELETE FROM a WHERE id < 100;

-- batch
UPDATE a SET id = id - 100;
UPDATE bag SET x = x + 1, s = 's1';

-- batch
DELETE FROM a;
DELETE FROM bag;

-- batch
INSERT INTO a SELECT i, i % 4, i % 3, 's' || i % 4, i FROM generate_series(1, 10) i;
DELETE FROM b;
DELETE FROM c;
