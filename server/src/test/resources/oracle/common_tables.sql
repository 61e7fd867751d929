-- schema
CREATE TABLE sale (id int PRIMARY KEY, region text, product int, amount numeric(10,2), day date);
INSERT INTO sale SELECT i, 'r' || i % 4, i % 6, CASE WHEN i % 9 = 0 THEN NULL ELSE i * 1.25 END, date '2026-01-01' + i % 30 FROM generate_series(1, 80) i;
CREATE TABLE product (id int PRIMARY KEY, name text, parent int);
INSERT INTO product SELECT i, 'p' || i, CASE WHEN i > 1 THEN i / 2 END FROM generate_series(0, 7) i;

-- stream table compared_with_itself
WITH totals AS (SELECT region, product, sum(amount) AS total FROM sale GROUP BY region, product)
SELECT a.region, a.product, b.total AS other FROM totals a JOIN totals b ON a.region = b.region AND a.product = b.product + 2
WHERE a.total > 20 AND b.product < 3

-- stream table share_of_all
WITH totals AS (SELECT region, sum(amount) AS total FROM sale GROUP BY region)
SELECT region, total, (SELECT sum(total) FROM totals) AS every_one FROM totals

-- stream table above_mean
WITH totals AS (SELECT region, product, count(*) AS n FROM sale GROUP BY region, product)
SELECT t.region, t.product FROM totals t WHERE t.n > (SELECT avg(u.n) FROM totals u WHERE u.region = t.region)

-- stream table materialized
WITH t AS MATERIALIZED (SELECT id, amount * 2 AS twice FROM sale WHERE amount IS NOT NULL)
SELECT id FROM t WHERE twice > 100

-- stream table not_materialized
WITH t AS NOT MATERIALIZED (SELECT region, max(amount) AS most FROM sale GROUP BY region)
SELECT a.region FROM t a JOIN t b ON a.most < b.most WHERE a.region <> 'r0'

-- stream table chained
WITH a AS (SELECT product, count(*) AS n FROM sale GROUP BY product),
b AS (SELECT product, n * 2 AS n FROM a WHERE n > 2),
c AS (SELECT a.product, a.n + b.n AS n FROM a JOIN b USING (product))
SELECT p.name, c.n, b.n AS doubled FROM c JOIN b USING (product) JOIN product p ON p.id = c.product

-- stream table renamed
WITH t(x, y) AS (SELECT region, count(*) FROM sale GROUP BY region) SELECT y, x FROM t UNION ALL SELECT y + 1, x FROM t WHERE y > 1

-- stream table within_set_operation
WITH t AS (SELECT region, count(*) AS n FROM sale GROUP BY region)
(WITH u AS (SELECT region FROM t WHERE n > 3) SELECT region FROM u UNION SELECT region || '!' FROM u)
EXCEPT (SELECT region FROM t WHERE n > 19)

-- stream table within_subquery
SELECT p.id, x.n FROM product p JOIN (
  WITH t AS (SELECT product, count(*) AS n FROM sale GROUP BY product)
  SELECT a.product, a.n + b.n AS n FROM t a JOIN t b ON b.product = a.product - 1) x ON x.product = p.id

-- stream table hidden_name
WITH t AS (SELECT 1 AS a), u AS (WITH t AS (SELECT 2 AS a) SELECT a FROM t) SELECT t.a, u.a AS b FROM t, u

-- stream table table_of_same_name
WITH sale AS (SELECT id, region FROM sale WHERE product = 1) SELECT region, count(*) AS n FROM sale GROUP BY region

-- stream table in_exists
WITH busy AS (SELECT product, count(*) AS n FROM sale GROUP BY product HAVING count(*) > 5)
SELECT p.id, p.name FROM product p WHERE EXISTS (SELECT FROM busy b WHERE b.product = p.id) OR p.parent IN (SELECT product FROM busy)

-- stream table correlated
SELECT p.id, (WITH t AS (SELECT amount FROM sale s WHERE s.product = p.id) SELECT max(amount) - min(amount) FROM t) AS spread FROM product p

-- stream table correlated_twice
SELECT p.id, (WITH t AS (SELECT amount FROM sale s WHERE s.product = p.id AND amount > 5) SELECT count(*) FROM t a JOIN t b ON a.amount < b.amount) AS pairs FROM product p

-- stream table shared_recursion
WITH RECURSIVE up(id, ancestor) AS (
  SELECT id, parent FROM product WHERE parent IS NOT NULL
  UNION
  SELECT u.id, p.parent FROM up u JOIN product p ON p.id = u.ancestor WHERE p.parent IS NOT NULL)
SELECT a.id, b.id AS other FROM up a JOIN up b ON a.ancestor = b.ancestor AND a.id < b.id WHERE a.id > 2

-- stream table recursion_over_shared
WITH RECURSIVE sold AS (SELECT product, sum(amount) AS total FROM sale GROUP BY product),
down(id, total) AS (
  SELECT p.id, s.total FROM product p LEFT JOIN sold s ON s.product = p.id WHERE p.parent IS NULL
  UNION ALL
  SELECT p.id, s.total FROM down d JOIN product p ON p.parent = d.id JOIN sold s ON s.product = p.id)
SELECT id, total FROM down

-- stream table shared_in_a_round
WITH RECURSIVE t(id) AS (
  SELECT 1
  UNION
  (WITH last AS (SELECT p.id, p.parent, count(*) AS n FROM (SELECT id FROM t) s JOIN product p ON p.parent = s.id GROUP BY p.id, p.parent)
   SELECT a.id FROM last a JOIN last b ON a.parent = b.parent))
SELECT id FROM t

-- refused TM-C030
WITH gone AS (DELETE FROM sale RETURNING id) SELECT id FROM gone

-- batch
UPDATE sale SET amount = amount + 10 WHERE id % 3 = 0;
DELETE FROM sale WHERE region = 'r1' AND product < 3;

-- batch
INSERT INTO sale SELECT 100 + i, 'r' || i % 5, i % 8, i, date '2026-02-01' FROM generate_series(1, 30) i;
UPDATE product SET parent = 7 WHERE id = 6;
UPDATE product SET parent = 6 WHERE id = 7;

-- batch
DELETE FROM sale WHERE id > 20;
UPDATE product SET parent = NULL WHERE id IN (2, 6);

-- batch
DELETE FROM sale;

-- batch
INSERT INTO sale VALUES (1, 'r1', 2, 5, NULL), (2, 'r1', 0, 25, NULL), (3, NULL, NULL, NULL, NULL);
