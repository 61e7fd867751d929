-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, y int, s text);
CREATE TABLE b (id int PRIMARY KEY, aid int, x int, y int, s text);
CREATE TABLE c (x int, y int);
ALTER TABLE c REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 5, 0), i % 3, 's' || i % 4 FROM generate_series(1, 12) i;
INSERT INTO b SELECT i, nullif(i % 7, 0), nullif(i % 4, 0), i % 3, 's' || i % 3 FROM generate_series(1, 15) i;
INSERT INTO c VALUES (1, 1), (1, 1), (2, NULL), (3, 2);


-- stream table ordered
SELECT id, ARRAY(SELECT b.id FROM b WHERE b.aid = a.id ORDER BY b.id DESC) AS l FROM a

-- stream table by_another
SELECT id, ARRAY(SELECT b.s FROM b WHERE b.y = a.y ORDER BY b.x NULLS FIRST, b.id) AS l FROM a

-- stream table uncorrelated
SELECT id, ARRAY(SELECT x FROM c ORDER BY x, y) AS l FROM a

-- stream table any_of_array
SELECT id FROM a WHERE x = ANY (ARRAY(SELECT b.x FROM b WHERE b.s = a.s))

-- stream table limited
SELECT id, ARRAY(SELECT b.id FROM b WHERE b.x < a.x ORDER BY b.x DESC, b.id LIMIT 2) AS l FROM a

-- stream table of_distinct
SELECT id, ARRAY(SELECT DISTINCT b.s FROM b WHERE b.x >= a.x ORDER BY 1) AS l FROM a

-- stream table of_union
SELECT id, ARRAY(SELECT x FROM c WHERE c.y = a.y UNION SELECT a.x ORDER BY 1) AS l FROM a

-- stream table grouped
SELECT y, ARRAY(SELECT b.x FROM b WHERE b.y = a.y ORDER BY b.id) AS l, count(*) AS n FROM a GROUP BY y

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
