-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, y int, s text);
CREATE TABLE b (id int PRIMARY KEY, aid int, x int, y int, s text);
CREATE TABLE c (x int, y int);
ALTER TABLE c REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 5, 0), i % 3, 's' || i % 4 FROM generate_series(1, 12) i;
INSERT INTO b SELECT i, nullif(i % 7, 0), nullif(i % 4, 0), i % 3, 's' || i % 3 FROM generate_series(1, 15) i;
INSERT INTO c VALUES (1, 1), (1, 1), (2, NULL), (3, 2);

-- stream table exists_equal
SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.aid = a.id)

-- stream table not_exists_equal
SELECT * FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.aid = a.id AND b.y > 0)

-- stream table exists_unequal
SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.x < a.x)

-- stream table not_exists_unequal
SELECT * FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.aid = a.id AND b.x <> a.x)

-- stream table exists_uncorrelated
SELECT * FROM a WHERE EXISTS (SELECT 1 FROM c WHERE y = 2)

-- stream table not_exists_uncorrelated
SELECT * FROM a WHERE NOT EXISTS (SELECT 1 FROM c WHERE y = 2)

-- stream table in_simple
SELECT * FROM a WHERE x IN (SELECT x FROM c)

-- stream table not_in_nulls
SELECT * FROM a WHERE x NOT IN (SELECT y FROM c)

-- stream table not_in_filtered
SELECT * FROM a WHERE x NOT IN (SELECT x FROM b WHERE y = 1)

-- stream table not_in_correlated
SELECT * FROM a WHERE x NOT IN (SELECT b.x FROM b WHERE b.aid = a.id)

-- stream table not_in_two
SELECT * FROM a WHERE (x, y) NOT IN (SELECT x, y FROM c)

-- stream table not_in_two_correlated
SELECT * FROM a WHERE (x, y) NOT IN (SELECT b.x, b.y FROM b WHERE b.s = a.s)

-- stream table in_two
SELECT * FROM a WHERE (x, y) IN (SELECT x, y FROM c)

-- stream table in_or
SELECT * FROM a WHERE x IN (SELECT x FROM c) OR y = 0

-- stream table exists_or
SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.aid = a.id AND b.x = 1) OR EXISTS (SELECT 1 FROM c WHERE c.x = a.x)

-- stream table not_in_or
SELECT * FROM a WHERE x NOT IN (SELECT y FROM c) OR y = 0

-- stream table less_any
SELECT * FROM a WHERE x < ANY (SELECT y FROM c)

-- stream table greater_all
SELECT * FROM a WHERE x >= ALL (SELECT b.x FROM b WHERE b.y = a.y)

-- stream table unequal_all
SELECT * FROM a WHERE x <> ALL (SELECT x FROM c)

-- stream table equal_all
SELECT * FROM a WHERE x = ALL (SELECT b.x FROM b WHERE b.aid = a.id)

-- stream table unequal_any
SELECT * FROM a WHERE x <> ANY (SELECT x FROM c)

-- stream table as_values
SELECT id, x IN (SELECT x FROM c) AS i, x NOT IN (SELECT y FROM c) AS n, EXISTS (SELECT 1 FROM b WHERE b.aid = a.id) AS e,
  x > ANY (SELECT y FROM c) AS g, x <= ALL (SELECT x FROM b WHERE b.y = a.y) AS l, (x, y) IN (SELECT x, y FROM c) AS t, (x, y) IN (SELECT b.x, b.y FROM b WHERE b.s = a.s) AS u FROM a

-- stream table case_in
SELECT id, CASE WHEN x IN (SELECT y FROM c) THEN 'in' WHEN NOT x IN (SELECT y FROM c) THEN 'out' ELSE 'unknown' END AS k FROM a

-- stream table row_equal
SELECT * FROM a WHERE (x, y) = (SELECT x, y FROM c WHERE x = 3)

-- stream table scalar_max
SELECT * FROM a WHERE x = (SELECT max(x) FROM c)

-- stream table scalar_correlated
SELECT id, (SELECT sum(b.x) FROM b WHERE b.aid = a.id) AS s, (SELECT count(*) FROM b WHERE b.aid = a.id) AS n, (SELECT count(*) + 1 FROM b WHERE b.x < a.x) AS m FROM a

-- stream table scalar_row
SELECT id, (SELECT s FROM b WHERE b.id = a.x) AS s FROM a

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
