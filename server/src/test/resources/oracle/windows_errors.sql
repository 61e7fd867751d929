-- schema
CREATE TABLE e (id int PRIMARY KEY, n int, x int, w text COLLATE "C");
CREATE TABLE words (id int PRIMARY KEY, w text);

-- stream table numbers
SELECT id, nth_value(id, n) OVER (ORDER BY id) AS nth FROM e

-- stream table negative_range
SELECT id, count(*) OVER (ORDER BY id RANGE (-2)::int PRECEDING) AS c FROM e WHERE x = 3

-- stream table no_tiles
SELECT id, ntile(0) OVER (ORDER BY id) AS t FROM e WHERE x = 4

-- stream table divisions
SELECT id, sum(10 / n) OVER (ORDER BY id) AS s FROM e WHERE x = 5

-- refused TM-Q001
SELECT id, count(*) OVER (ORDER BY id ROWS (-1)::int PRECEDING) AS c FROM e

-- refused TM-Q001
SELECT id, count(*) OVER (ORDER BY id ROWS NULL::bigint PRECEDING) AS c FROM e

-- refused TM-Q001
SELECT id, count(*) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND -2 FOLLOWING) AS c FROM e

-- refused TM-Q002
SELECT id, ntile(n) OVER (ORDER BY id) AS t FROM e

-- refused TM-Q002
SELECT id, row_number() OVER (ORDER BY random()) AS r FROM e

-- batch failing numbers TM-E001
INSERT INTO e VALUES (1, 0, 0, 'a');

-- batch
UPDATE e SET n = 1;

-- batch failing negative_range TM-E001
UPDATE e SET x = 3;

-- batch failing no_tiles TM-E001
UPDATE e SET x = 4;

-- batch failing divisions TM-E001
INSERT INTO e VALUES (2, 0, 5, 'b');

-- batch
UPDATE e SET x = 0, n = 2;
