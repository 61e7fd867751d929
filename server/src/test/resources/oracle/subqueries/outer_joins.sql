-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, y int, s text);
CREATE TABLE b (id int PRIMARY KEY, aid int, x int, y int, s text);
CREATE TABLE c (x int, y int);
ALTER TABLE c REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 5, 0), i % 3, 's' || i % 4 FROM generate_series(1, 12) i;
INSERT INTO b SELECT i, nullif(i % 7, 0), nullif(i % 4, 0), i % 3, 's' || i % 3 FROM generate_series(1, 15) i;
INSERT INTO c VALUES (1, 1), (1, 1), (2, NULL), (3, 2);


-- stream table of_right
SELECT a.id, b.id AS bid FROM a LEFT JOIN b ON b.aid = a.id AND EXISTS (SELECT 1 FROM c WHERE c.x = b.x)

-- stream table of_left
SELECT a.id, b.id AS bid FROM a LEFT JOIN b ON b.aid = a.id AND a.x IN (SELECT c.x FROM c)

-- stream table of_none
SELECT a.id, b.id AS bid FROM a LEFT JOIN b ON b.x > (SELECT min(c.x) FROM c) AND b.aid = a.id

-- stream table of_both
SELECT a.id, b.id AS bid FROM a LEFT JOIN b ON b.s = a.s AND EXISTS (SELECT 1 FROM c WHERE c.x = b.x AND c.y = a.y)

-- stream table of_both_not_in
SELECT a.id, b.id AS bid FROM a LEFT JOIN b ON b.y = a.y AND a.x NOT IN (SELECT c.x FROM c WHERE c.y = b.y)

-- stream table right_join
SELECT a.id, b.id AS bid FROM a RIGHT JOIN b ON b.aid = a.id AND a.y > (SELECT count(*) FROM c WHERE c.x = b.x)

-- stream table full_of_one
SELECT a.id, b.id AS bid FROM a FULL JOIN b ON b.aid = a.id AND b.y >= ALL (SELECT c.y FROM c WHERE c.x = b.x)

-- stream table full_of_both
SELECT a.id, b.id AS bid FROM a FULL JOIN b ON b.aid = a.id AND EXISTS (SELECT 1 FROM c WHERE c.x = b.x OR c.y = a.y)

-- stream table inner_join
SELECT a.id, b.id AS bid FROM a JOIN b ON b.aid = a.id AND (a.x = 1 OR b.x IN (SELECT c.x FROM c WHERE c.y >= a.y))

-- stream table scalar_key
SELECT a.id, b.id AS bid FROM a LEFT JOIN b ON b.id = (SELECT max(i.id) FROM b i WHERE i.aid = a.id)

-- stream table bag
SELECT c.x, c.y, b.id FROM c LEFT JOIN b ON b.x = c.x AND EXISTS (SELECT 1 FROM a WHERE a.id = b.aid AND a.y <> c.y)

-- stream table above
SELECT a.id, b.id AS bid FROM a LEFT JOIN b ON b.aid = a.id WHERE NOT EXISTS (SELECT 1 FROM c WHERE c.x = b.x)

-- stream table above_nulls
SELECT a.id, (SELECT count(*) FROM c WHERE c.x IS NOT DISTINCT FROM b.x) AS n FROM a LEFT JOIN b ON b.aid = a.id

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
