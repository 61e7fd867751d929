-- schema
CREATE TABLE customer (id int PRIMARY KEY, name text COLLATE "C" NOT NULL, region text COLLATE "C");
CREATE TABLE orders (id int PRIMARY KEY, customer_id int, amount numeric(10,2), placed date, paid boolean);
INSERT INTO customer SELECT i, 'c' || i, CASE WHEN i % 5 = 0 THEN NULL ELSE 'r' || i % 3 END FROM generate_series(1, 12) i;
INSERT INTO orders SELECT i, i % 14, i * 37 % 100, date '2026-01-01' + i % 30, i % 3 = 0 FROM generate_series(1, 100) i;

-- stream table over_join
SELECT o.id, c.name, row_number() OVER (PARTITION BY c.region ORDER BY o.amount DESC, o.id) AS n, sum(o.amount) OVER (PARTITION BY c.id ORDER BY o.placed, o.id) AS running
FROM orders o JOIN customer c ON c.id = o.customer_id

-- stream table over_outer_join
SELECT c.id, o.id AS o, count(o.id) OVER (PARTITION BY c.id) AS n, lag(o.amount) OVER (PARTITION BY c.id ORDER BY o.id) AS before
FROM customer c LEFT JOIN orders o ON c.id = o.customer_id AND o.paid

-- stream table over_groups
SELECT customer_id, sum(amount) AS total, rank() OVER (ORDER BY sum(amount) DESC) AS place, sum(sum(amount)) OVER (ORDER BY customer_id) AS running,
  sum(amount) / sum(sum(amount)) OVER () AS share, count(*) OVER () AS groups, lag(count(*)) OVER (ORDER BY customer_id) AS before
FROM orders GROUP BY customer_id

-- stream table over_expression_groups
SELECT placed - date '2026-01-01' AS day, count(*) AS n, avg(count(*)) OVER (ORDER BY placed ROWS 6 PRECEDING) AS weekly,
  first_value(sum(amount)) OVER (ORDER BY placed) AS first
FROM orders GROUP BY placed HAVING count(*) > 1

-- stream table over_rollup
SELECT c.region, o.paid, sum(o.amount) AS s, rank() OVER (PARTITION BY grouping(c.region, o.paid) ORDER BY sum(o.amount) DESC) AS r, grouping(c.region) AS g
FROM orders o JOIN customer c ON c.id = o.customer_id GROUP BY ROLLUP (c.region, o.paid)

-- stream table by_dependent_column
SELECT c.id, c.name, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC, c.name) AS place FROM customer c JOIN orders o ON o.customer_id = c.id GROUP BY c.id

-- stream table distinct_results
SELECT DISTINCT customer_id, count(*) OVER (PARTITION BY customer_id) AS n FROM orders

-- stream table distinct_on
SELECT DISTINCT ON (customer_id) customer_id, id, row_number() OVER (ORDER BY id) AS n FROM orders ORDER BY customer_id, amount DESC, id

-- stream table limited
SELECT id, rank() OVER (ORDER BY amount) AS r FROM orders ORDER BY rank() OVER (ORDER BY amount) DESC, id LIMIT 7

-- stream table ordered_by_window
SELECT id FROM orders ORDER BY row_number() OVER (PARTITION BY customer_id ORDER BY id), id LIMIT 5 OFFSET 2

-- stream table windows_of_windows
SELECT id, n, sum(n) OVER (ORDER BY id ROWS 3 PRECEDING) AS s, lead(n) OVER (PARTITION BY paid ORDER BY id) AS l
FROM (SELECT id, paid, row_number() OVER (PARTITION BY customer_id ORDER BY amount, id) AS n FROM orders) x

-- stream table four_windows
SELECT id, rank() OVER (ORDER BY amount) AS a, rank() OVER (ORDER BY placed) AS b, rank() OVER (PARTITION BY paid ORDER BY amount DESC) AS c,
  sum(amount) OVER (PARTITION BY customer_id ORDER BY placed, id ROWS UNBOUNDED PRECEDING) AS d FROM orders

-- stream table named
SELECT id, sum(amount) OVER w AS a, avg(amount) OVER (w ROWS 2 PRECEDING) AS b, count(*) OVER (v ORDER BY id) AS c, max(amount) OVER v AS d
FROM orders WINDOW v AS (PARTITION BY customer_id), w AS (v ORDER BY id)

-- stream table aggregated_windows
SELECT customer_id, max(gap) AS gap, count(*) FILTER (WHERE gap > 10) AS far FROM (
  SELECT customer_id, placed - lag(placed) OVER (PARTITION BY customer_id ORDER BY placed, id) AS gap FROM orders) g GROUP BY customer_id

-- stream table joined_windows
SELECT c.name, o.id, o.amount FROM customer c JOIN (
  SELECT id, customer_id, amount, row_number() OVER (PARTITION BY customer_id ORDER BY amount DESC, id) AS n FROM orders) o ON o.customer_id = c.id AND o.n <= 2

-- stream table unions_of_windows
SELECT id, count(*) OVER (ORDER BY id) AS n FROM orders WHERE paid UNION ALL SELECT id, -count(*) OVER (ORDER BY id) FROM customer

-- stream table over_union
SELECT k, v, sum(v) OVER (PARTITION BY k ORDER BY v) AS s FROM (SELECT customer_id % 3 AS k, amount AS v FROM orders UNION ALL SELECT id % 3, id FROM customer) u

-- stream table by_expression
SELECT id, sum(amount * 2) OVER (PARTITION BY customer_id % 2, paid ORDER BY amount + id, id) AS s, rank() OVER (ORDER BY coalesce(amount, 0) / 10) AS r FROM orders

-- stream table shared
WITH ranked AS (SELECT id, customer_id, amount, rank() OVER (PARTITION BY customer_id ORDER BY amount) AS r FROM orders)
SELECT a.id, b.id AS next FROM ranked a JOIN ranked b ON a.customer_id = b.customer_id AND b.r = a.r + 1

-- stream table islands
SELECT customer_id, min(id) AS first, max(id) AS last, count(*) AS n FROM (
  SELECT id, customer_id, id / 14 - row_number() OVER (PARTITION BY customer_id ORDER BY id) AS island FROM orders) x GROUP BY customer_id, island

-- stream table correlated
SELECT c.id, (SELECT max(r) FROM (SELECT rank() OVER (ORDER BY o.amount) AS r FROM orders o WHERE o.customer_id = c.id) x) AS ranks FROM customer c

-- stream table lateral_windows
SELECT c.id, x.id AS o, x.n FROM customer c, LATERAL (SELECT o.id, row_number() OVER (ORDER BY o.amount, o.id) AS n FROM orders o WHERE o.customer_id = c.id) x WHERE x.n < 4

-- stream table subquery_in_window
SELECT id, sum((SELECT count(*) FROM customer c WHERE c.id = o.customer_id)) OVER (ORDER BY o.id ROWS 5 PRECEDING) AS s FROM orders o

-- stream table windows_in_conditions
SELECT id FROM orders o WHERE amount > (SELECT avg(m) FROM (SELECT max(amount) OVER (PARTITION BY customer_id) AS m FROM orders) x)

-- stream table constants
SELECT id, sum(1) OVER (ORDER BY id) AS n, count(*) OVER (PARTITION BY 1 ORDER BY 2 + 3) AS c, lag(7, 1, 0) OVER (ORDER BY id) AS l FROM customer

-- stream table reader
SELECT place, count(*) AS n FROM over_groups GROUP BY place

-- batch
INSERT INTO orders SELECT i, i % 14, i * 37 % 100, date '2026-01-10' + i % 7, i % 2 = 0 FROM generate_series(101, 115) i;
DELETE FROM customer WHERE id = 4;

-- batch
UPDATE orders SET amount = amount + 50 WHERE customer_id = 3;
UPDATE customer SET region = 'r0' WHERE id % 4 = 0;
UPDATE orders SET customer_id = customer_id + 1 WHERE id % 17 = 0;

-- batch
DELETE FROM orders WHERE customer_id IN (5, 6);
UPDATE orders SET placed = '2026-03-01', amount = NULL WHERE id % 20 = 1;
INSERT INTO customer VALUES (4, 'back', NULL), (50, 'new', 'r9');
UPDATE orders SET customer_id = NULL WHERE id % 23 = 0;

-- batch autocommit
UPDATE orders SET amount = 99.99 WHERE id = 31;
UPDATE orders SET amount = 0.01 WHERE id = 31;
DELETE FROM orders WHERE id = 32;
UPDATE customer SET id = 60 WHERE id = 50;

-- batch
DELETE FROM orders WHERE paid;
TRUNCATE customer;

-- batch
DELETE FROM orders;

-- batch
INSERT INTO customer VALUES (1, 'c1', 'r1'), (2, 'c2', 'r1');
INSERT INTO orders VALUES (1, 1, 10, '2026-01-01', true), (2, 1, 10, '2026-01-01', false), (3, 2, NULL, NULL, NULL);
