-- schema
CREATE TABLE g (id int PRIMARY KEY, name text COLLATE "C", n int);
CREATE TABLE i (id int PRIMARY KEY, g int, v numeric(9,1), s text COLLATE "C");
INSERT INTO g SELECT x, 'g' || x, x % 4 FROM generate_series(1, 12) x;
INSERT INTO i SELECT x, x % 10, nullif(x * 17 % 23, 5), CASE WHEN x % 3 > 0 THEN 's' || x % 7 END
  FROM generate_series(1, 90) x;

-- stream table top_two_each
SELECT g.id, t.id AS item, t.v FROM g CROSS JOIN LATERAL
  (SELECT id, v FROM i WHERE i.g = g.id ORDER BY v DESC NULLS LAST, id LIMIT 2) t

-- stream table latest_or_nothing
SELECT g.id, g.name, t.id AS item FROM g LEFT JOIN LATERAL
  (SELECT id FROM i WHERE i.g = g.id ORDER BY id DESC LIMIT 1) t ON true

-- stream table with_offset
SELECT g.id, t.id AS item FROM g, LATERAL
  (SELECT id FROM i WHERE i.g = g.id ORDER BY v, id LIMIT 3 OFFSET 2) t

-- stream table with_ties
SELECT g.id, t.v FROM g, LATERAL
  (SELECT v FROM i WHERE i.g = g.id ORDER BY v FETCH FIRST 1 ROW WITH TIES) t

-- stream table of_aggregates
SELECT g.id, t.s, t.c FROM g, LATERAL
  (SELECT s, count(*) AS c FROM i WHERE i.g = g.id GROUP BY s ORDER BY count(*) DESC, s LIMIT 1) t

-- stream table scalar
SELECT g.id, (SELECT v FROM i WHERE i.g = g.id ORDER BY v DESC NULLS LAST, id LIMIT 1) AS best FROM g

-- stream table in_exists
SELECT g.id FROM g WHERE EXISTS (SELECT 1 FROM i WHERE i.g = g.id AND v > 20 LIMIT 1)

-- stream table not_in_top
SELECT id FROM i WHERE id NOT IN (SELECT id FROM i ORDER BY v DESC NULLS LAST, id LIMIT 60)

-- stream table summed_above
SELECT sum(t.v) AS v FROM g, LATERAL (SELECT v FROM i WHERE i.g = g.id ORDER BY v DESC NULLS LAST, id LIMIT 3) t

-- stream table set_operation_each
SELECT g.id, t.v FROM g, LATERAL
  (SELECT v FROM i WHERE i.g = g.id EXCEPT SELECT v FROM i WHERE i.g = g.n) t

-- stream table distinct_on_each
SELECT g.id, t.s, t.id AS item FROM g, LATERAL
  (SELECT DISTINCT ON (s) s, id FROM i WHERE i.g = g.id ORDER BY s, v DESC, id) t

-- batch
INSERT INTO i VALUES (1000, 1, 99, 'new'), (1001, 12, 1, NULL), (1002, 12, 1, NULL);
DELETE FROM g WHERE id = 3;

-- batch
UPDATE i SET g = g + 1 WHERE id % 5 = 0;
UPDATE g SET n = n + 1;
DELETE FROM i WHERE v > 18;

-- batch
UPDATE g SET id = -id WHERE id % 2 = 0;
UPDATE i SET g = -g WHERE g IN (2, 4);

-- batch
DELETE FROM i;

-- batch
INSERT INTO i SELECT x, x % 3, x % 4, 's' FROM generate_series(1, 20) x;
DELETE FROM g WHERE id > 7;
