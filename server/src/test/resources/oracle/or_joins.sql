-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, y int, s text);
CREATE TABLE b (id int PRIMARY KEY, x int, y int, s text);
CREATE TABLE bag (x int, y int);
ALTER TABLE bag REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 7, 3), nullif(i % 4, 0), nullif('s' || i % 5, 's2') FROM generate_series(1, 30) i;
INSERT INTO b SELECT i, nullif(i % 9, 5), nullif(i % 5, 2), nullif('s' || i % 6, 's4') FROM generate_series(1, 24) i;
INSERT INTO bag VALUES (1, 2), (1, 2), (2, NULL), (NULL, 3), (NULL, NULL), (4, 4), (4, 4);

-- stream table inner_or
SELECT a.id, b.id AS b FROM a JOIN b ON a.x = b.x OR a.y = b.y

-- stream table inner_or_three
SELECT a.id, b.id AS b FROM a JOIN b ON a.x = b.x OR a.y = b.y OR a.s = b.s

-- stream table inner_or_one_sided
SELECT a.id, b.id AS b FROM a JOIN b ON a.x = b.x OR a.id = 7 OR b.id = 3

-- stream table inner_or_and
SELECT a.id, b.id AS b FROM a JOIN b ON (a.x = b.x AND a.y < 3) OR (a.y = b.y AND b.x > 2)

-- stream table inner_common_factor
SELECT a.id, b.id AS b FROM a, b WHERE (a.x = b.x AND a.y = 1 AND b.y = 1) OR (a.x = b.x AND a.y = 2 AND b.y = 3) OR (a.x = b.x AND a.s = 's1')

-- stream table inner_nation_pairs
SELECT a.id, b.id AS b FROM a JOIN b ON a.id = b.id WHERE (a.s = 's1' AND b.s = 's3') OR (a.s = 's3' AND b.s = 's1')

-- stream table inner_or_range
SELECT a.id, b.id AS b FROM a JOIN b ON a.x = b.x OR a.id < b.y

-- stream table inner_or_bags
SELECT p.x, p.y, q.x AS qx, q.y AS qy FROM bag p JOIN bag q ON p.x = q.x OR p.y = q.y

-- stream table inner_or_null_safe
SELECT p.x, q.x AS qx FROM bag p JOIN bag q ON p.x = q.x OR (p.x IS NULL AND q.x IS NULL)

-- stream table inner_is_not_distinct
SELECT p.x, q.x AS qx FROM bag p JOIN bag q ON p.x IS NOT DISTINCT FROM q.x

-- stream table left_or
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON a.x = b.x OR a.y = b.y

-- stream table left_or_one_sided
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON a.x = b.x OR (a.id = 5 AND b.id = 5)

-- stream table left_or_bags
SELECT p.x, q.y FROM bag p LEFT JOIN bag q ON p.x = q.y OR p.y = q.x

-- stream table left_is_not_distinct
SELECT p.x, q.y FROM bag p LEFT JOIN bag q ON p.x IS NOT DISTINCT FROM q.y

-- stream table full_or_key
SELECT a.id, b.id AS b FROM a FULL JOIN b ON a.id = b.id AND (a.x = b.x OR a.y = b.y)

-- stream table right_or
SELECT a.id, b.id AS b FROM a RIGHT JOIN b ON a.x = b.y OR a.y = b.x

-- stream table transitive_constant
SELECT a.id, b.id AS b FROM a JOIN b ON a.x = b.x WHERE a.x = 4

-- stream table transitive_in
SELECT a.id, b.id AS b FROM a LEFT JOIN b ON a.x = b.x WHERE a.x IN (1, 4, 5)

-- stream table transitive_three
SELECT a.id, b.id AS b, c.id AS c FROM a JOIN b ON a.x = b.x JOIN a c ON c.x = b.x WHERE c.x BETWEEN 2 AND 4

-- stream table transitive_text
SELECT a.id, b.id AS b FROM a JOIN b ON a.s = b.s WHERE a.s > 's1' COLLATE "C" OR a.s = 's0'

-- batch
UPDATE a SET x = x + 1 WHERE id % 3 = 0;
UPDATE b SET y = y - 1, s = 's1' WHERE id % 2 = 0;

-- batch
DELETE FROM a WHERE id % 5 = 0;
DELETE FROM b WHERE id % 5 = 0;
INSERT INTO bag VALUES (1, 2), (2, 1), (NULL, 1);

-- batch
UPDATE a SET x = y, y = x;
UPDATE b SET x = y, y = x;
UPDATE bag SET x = y, y = x WHERE x = 4;

-- batch
UPDATE a SET x = NULL WHERE id % 2 = 0;
DELETE FROM bag WHERE y = 2;
INSERT INTO a VALUES (5, 4, 4, 's1'), (10, NULL, NULL, NULL);

-- batch
DELETE FROM b;

-- batch
INSERT INTO b SELECT i, i % 4, i % 3, 's' || i % 4 FROM generate_series(1, 10) i;
DELETE FROM a;
DELETE FROM bag;

-- batch
INSERT INTO a SELECT i, i % 4, i % 3, 's' || i % 4 FROM generate_series(1, 10) i;
INSERT INTO bag VALUES (NULL, NULL), (1, 1);
