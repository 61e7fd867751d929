-- schema
CREATE TABLE sale (id int PRIMARY KEY, region text COLLATE "C", product int, qty int, amount numeric(12,2), weight float8, day date,
  at timestamp);
INSERT INTO sale SELECT i, CASE WHEN i % 6 = 0 THEN NULL ELSE 'r' || i % 6 END, i % 4, nullif(i % 10, 0), (i * 7919 % 1000) / 8.0,
  i / 3.0::float8, date '2026-01-01' + i % 20, timestamp '2026-01-01' + (i % 37) * interval '5 hours'
FROM generate_series(1, 150) i;
CREATE TABLE nothing (id int PRIMARY KEY, v int, n numeric);
CREATE TABLE pairs (a int, b int);
ALTER TABLE pairs REPLICA IDENTITY FULL;
INSERT INTO pairs VALUES (1, 1), (1, 1), (1, 2), (2, NULL), (NULL, NULL), (NULL, 3), (2, 5), (2, 5);

-- stream table numbers
SELECT id, row_number() OVER (ORDER BY id) AS n, row_number() OVER (ORDER BY id DESC) AS back FROM sale

-- stream table numbers_by_region
SELECT id, region, row_number() OVER (PARTITION BY region ORDER BY amount, id) AS n FROM sale

-- stream table ranks
SELECT id, rank() OVER w AS rank, dense_rank() OVER w AS dense, percent_rank() OVER w AS percent, cume_dist() OVER w AS cume
FROM sale WINDOW w AS (ORDER BY qty)

-- stream table ranks_by_region
SELECT id, region, rank() OVER w AS rank, dense_rank() OVER w AS dense, percent_rank() OVER w AS percent, cume_dist() OVER w AS cume
FROM sale WINDOW w AS (PARTITION BY region ORDER BY qty DESC NULLS LAST)

-- stream table nulls_first
SELECT id, rank() OVER (PARTITION BY product ORDER BY qty NULLS FIRST, day DESC) AS a,
  dense_rank() OVER (PARTITION BY product ORDER BY qty DESC NULLS LAST, region) AS b FROM sale

-- stream table tiles
SELECT id, ntile(4) OVER (ORDER BY id) AS four, ntile(7) OVER (PARTITION BY region ORDER BY id) AS seven,
  ntile(1000) OVER (ORDER BY id DESC) AS thousand, ntile(1) OVER (ORDER BY id) AS one
FROM sale

-- stream table tiles_of_null
SELECT id, ntile(NULL) OVER (ORDER BY id) AS t FROM sale

-- stream table without_order
SELECT id, rank() OVER (PARTITION BY region) AS r, dense_rank() OVER () AS d, cume_dist() OVER (PARTITION BY product) AS c,
  percent_rank() OVER () AS p FROM sale

-- stream table neighbours
SELECT id, lag(amount) OVER w AS before, lead(amount) OVER w AS after, lag(amount, 3) OVER w AS three, lead(id, 2, -1) OVER w AS two,
  lag(id, 0) OVER w AS own, lag(id, -1) OVER w AS next, lag(id, NULL) OVER w AS nothing, lead(qty, 1, id) OVER w AS other
FROM sale WINDOW w AS (PARTITION BY region ORDER BY day, id)

-- stream table neighbours_by_row
SELECT id, lag(id, qty) OVER w AS by_qty, lead(id, product, qty) OVER w AS by_product FROM sale WINDOW w AS (ORDER BY id)

-- stream table duplicates
SELECT a, b, rank() OVER (ORDER BY a, b) AS r, dense_rank() OVER (PARTITION BY a ORDER BY b DESC) AS d,
  count(*) OVER (PARTITION BY a) AS c FROM pairs

-- stream table numbered_duplicates
SELECT a, b, row_number() OVER (ORDER BY a, b) AS n FROM pairs

-- stream table of_none
SELECT id, row_number() OVER (ORDER BY id) AS n, ntile(3) OVER (ORDER BY v, id) AS t, percent_rank() OVER (ORDER BY n) AS p FROM nothing

-- stream table expressions
SELECT id, 100 * rank() OVER (ORDER BY qty) + product AS a, CASE WHEN row_number() OVER (ORDER BY id) % 2 = 0 THEN 'even' ELSE 'odd' END AS b,
  coalesce(lag(qty) OVER (ORDER BY id), 0) - coalesce(qty, 0) AS c
FROM sale

-- stream table filtered_rows
SELECT id, n, region FROM (SELECT id, region, row_number() OVER (PARTITION BY region ORDER BY id) AS n FROM sale) s WHERE n % 2 = 1 AND region > 'r2'

-- stream table top_three
SELECT region, id, n FROM (SELECT region, id, row_number() OVER (PARTITION BY region ORDER BY amount DESC, id) AS n FROM sale) s WHERE n <= 3

-- stream table top_with_ties
SELECT region, id, n FROM (SELECT region, id, rank() OVER (PARTITION BY region ORDER BY qty DESC NULLS LAST) AS n FROM sale) s WHERE n < 3

-- stream table latest
SELECT region, product, id FROM (SELECT *, row_number() OVER (PARTITION BY region, product ORDER BY day DESC, id DESC) AS n FROM sale) s WHERE n = 1

-- stream table second_to_fourth
SELECT region, id, n FROM (SELECT region, id, row_number() OVER (PARTITION BY region ORDER BY id) AS n FROM sale) s WHERE n BETWEEN 2 AND 4

-- stream table dense_top
SELECT id, d FROM (SELECT id, dense_rank() OVER (ORDER BY qty) AS d FROM sale) s WHERE d <= 2

-- batch
UPDATE sale SET amount = amount + 1.5, qty = qty + 1 WHERE id % 9 = 0;
DELETE FROM sale WHERE id IN (1, 77, 150);
INSERT INTO nothing VALUES (1, 5, 1.0), (2, NULL, 1.00), (3, 5, NULL);
INSERT INTO pairs VALUES (1, 1), (2, NULL);

-- batch
UPDATE sale SET region = 'r1' WHERE id % 10 = 3;
UPDATE sale SET region = NULL WHERE id % 25 = 4;
DELETE FROM pairs WHERE a = 1 AND b = 1;

-- batch
UPDATE sale SET id = id + 1000 WHERE id % 31 = 0;
INSERT INTO sale VALUES (1, 'r2', 1, 1, 1, 1, '2026-01-05', '2026-01-05'), (-5, NULL, 9, NULL, NULL, NULL, NULL, NULL);
DELETE FROM nothing WHERE id = 2;
INSERT INTO pairs SELECT 1, 1 FROM generate_series(1, 5);

-- batch autocommit
UPDATE sale SET qty = NULL WHERE id = 10;
UPDATE sale SET qty = 5 WHERE id = 10;
DELETE FROM sale WHERE id = 20;
INSERT INTO sale VALUES (20, 'r9', 2, 7, 77, 7, '2026-02-01', '2026-02-02');

-- batch
DELETE FROM sale WHERE region = 'r2';
UPDATE sale SET day = day + 3 WHERE id % 4 = 1;
DELETE FROM nothing;

-- batch
DELETE FROM sale;
DELETE FROM pairs;

-- batch
INSERT INTO sale SELECT i, 'r' || i % 3, i % 2, i % 5, i, i, '2026-01-01', '2026-01-01' FROM generate_series(1, 12) i;
INSERT INTO pairs VALUES (NULL, NULL), (NULL, NULL);
