-- schema
CREATE TABLE orders (id int PRIMARY KEY, customer int, amount numeric(10,2));
CREATE TABLE customers (id int PRIMARY KEY, name text, region text);
INSERT INTO customers SELECT i, 'c' || i, 'r' || i % 3 FROM generate_series(1, 12) i;
INSERT INTO orders SELECT i, 1 + i % 12, i * 1.25 FROM generate_series(1, 200) i;

-- stream table base
SELECT o.id, o.customer, o.amount, c.region FROM orders o JOIN customers c ON c.id = o.customer

-- stream table ranked full
SELECT id, region, amount, rank() OVER (PARTITION BY region ORDER BY amount DESC, id) AS r FROM base

-- stream table best
SELECT region, count(*) AS n, sum(amount) AS total FROM ranked WHERE r <= 3 GROUP BY region

-- stream table shares full
SELECT region, total, round(100 * total / sum(total) OVER (), 2) AS share FROM best

-- stream table above
SELECT region FROM shares WHERE share > 30

-- stream table regions full
SELECT DISTINCT region FROM customers

-- stream table region_orders
SELECT r.region, count(*) AS n FROM regions r JOIN base b ON b.region = r.region GROUP BY r.region

-- stream table bag_of_regions full
SELECT region FROM customers

-- stream table counted_bag
SELECT region, count(*) AS n FROM bag_of_regions GROUP BY region

-- batch
INSERT INTO orders VALUES (1001, 1, 999.99), (1002, 2, 5);

-- batch
UPDATE customers SET region = 'r9' WHERE id IN (1, 2, 3);

-- batch
DELETE FROM orders WHERE amount > 200;

-- batch
DELETE FROM customers WHERE id > 6;
INSERT INTO customers VALUES (20, 'new', NULL);

-- batch autocommit
INSERT INTO orders VALUES (2001, 4, 1);
UPDATE orders SET amount = amount * 2 WHERE customer = 4;
DELETE FROM orders WHERE id = 2001;
UPDATE customers SET region = 'r0';

-- batch
DELETE FROM orders;

-- batch
INSERT INTO orders SELECT i, 1 + i % 6, 500 - i FROM generate_series(1, 300) i;
