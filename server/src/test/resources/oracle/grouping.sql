-- schema
CREATE TABLE sale (id int PRIMARY KEY, region text, product int, qty int, amount numeric(12,2), weight float8, ratio real,
  small smallint, big bigint, day date, done boolean);
INSERT INTO sale SELECT i, CASE WHEN i % 6 = 0 THEN NULL ELSE 'r' || i % 6 END, i % 4, nullif(i % 10, 0), i * 1.01, i / 3.0::float8,
  i / 7.0, i % 100, i * 5000000000, date '2026-01-01' + i % 20, i % 2 = 0 FROM generate_series(1, 120) i;
CREATE TABLE nothing (id int PRIMARY KEY, v int, n numeric);

-- stream table by_region
SELECT region, count(*) AS n, count(qty) AS with_qty, sum(qty) AS qty, sum(amount) AS amount, avg(amount) AS mean,
  avg(qty) AS mean_qty, min(amount) AS least, max(amount) AS most, min(day) AS first, max(day) AS last
FROM sale GROUP BY region

-- stream table by_two
SELECT region, product, sum(big) AS big, sum(small) AS small, avg(big) AS mean, max(region || product::text) AS label
FROM sale GROUP BY region, product

-- stream table floats
SELECT product, sum(weight) AS sum, avg(weight) AS mean, min(weight) AS least, sum(ratio) AS ratio, max(ratio) AS most
FROM sale GROUP BY product

-- stream table by_expression
SELECT qty % 3 AS third, qty > 5 AS large, count(*) AS n FROM sale GROUP BY qty % 3, qty > 5

-- stream table large_regions
SELECT region, sum(amount) AS amount FROM sale WHERE done GROUP BY region HAVING sum(amount) > 500 AND count(*) > 3

-- stream table distinct_aggregates
SELECT region, count(DISTINCT product) AS products, sum(DISTINCT qty) AS qty, avg(DISTINCT qty) AS mean,
  count(DISTINCT day) AS days, count(*) AS n
FROM sale GROUP BY region

-- stream table filters
SELECT product, count(*) FILTER (WHERE done) AS done, sum(amount) FILTER (WHERE qty > 5) AS large,
  min(day) FILTER (WHERE region IS NULL) AS first_elsewhere
FROM sale GROUP BY product

-- stream table whole
SELECT count(*) AS n, sum(amount) AS amount, min(qty) AS least, max(region) AS last, avg(weight) AS mean FROM sale

-- stream table whole_of_none typed
SELECT count(*) AS n, sum(v) AS v, avg(n) AS mean, max(n) AS most FROM nothing

-- stream table whole_having
SELECT count(*) AS n FROM nothing HAVING count(*) > 1

-- stream table groups_only
SELECT region FROM sale GROUP BY region

-- stream table computed_of_aggregates
SELECT product, sum(amount) / count(*) AS per_row, CASE WHEN sum(qty) > 100 THEN 'many' ELSE 'few' END AS size,
  COALESCE(max(qty), 0) + 1 AS next
FROM sale GROUP BY product

-- stream table boolean_aggregates
SELECT region, bool_and(done) AS every_one, bool_or(done) AS any_one FROM sale GROUP BY region

-- batch
UPDATE sale SET amount = amount + 0.005, qty = qty + 1 WHERE id % 3 = 0;
DELETE FROM sale WHERE region = 'r1';
INSERT INTO nothing VALUES (1, 1, 1.50), (2, NULL, 1.5);

-- batch
INSERT INTO sale SELECT 1000 + i, 'r1', 9, i, i, 1e100, 1e-30, i, i, '2025-01-01', true FROM generate_series(1, 3) i;
UPDATE sale SET region = 'moved' WHERE region IS NULL;
DELETE FROM nothing;

-- batch
DELETE FROM sale WHERE product = 9;
UPDATE sale SET weight = -weight, qty = NULL WHERE product = 2;
INSERT INTO nothing VALUES (3, 2147483647, 'NaN'), (4, 2147483647, 12345678901234567890.123456789);

-- batch
UPDATE sale SET amount = NULL WHERE region = 'r3';
DELETE FROM sale WHERE amount IN (SELECT max(amount) FROM sale GROUP BY region);
DELETE FROM nothing WHERE id = 3;

-- batch
UPDATE sale SET weight = 'NaN' WHERE id = 7;
UPDATE sale SET weight = 'Infinity' WHERE id = 8;
UPDATE sale SET weight = '-Infinity' WHERE id = 10;

-- batch
UPDATE sale SET weight = 1 WHERE id IN (7, 8, 10);

-- batch
DELETE FROM sale;
DELETE FROM nothing;

-- batch
INSERT INTO sale (id, region, product) VALUES (1, 'r1', 1), (2, NULL, NULL);
