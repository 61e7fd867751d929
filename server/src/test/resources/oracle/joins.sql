-- schema
CREATE TABLE customer (id int PRIMARY KEY, name text, boss int, region text);
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, placed date NOT NULL);
CREATE TABLE line (orders bigint, no int, product text, qty int, PRIMARY KEY (orders, no));
CREATE TABLE product (code text PRIMARY KEY, price numeric(10,2), kind int);
CREATE TABLE kind (id int, label text);
INSERT INTO customer SELECT i, 'c' || i, nullif(i / 3, 0), CASE WHEN i % 4 = 0 THEN NULL ELSE 'r' || i % 4 END FROM generate_series(1, 20) i;
INSERT INTO orders SELECT i, CASE WHEN i % 9 = 0 THEN NULL ELSE i % 20 + 1 END, date '2026-01-01' + i::int FROM generate_series(1, 60) i;
INSERT INTO line SELECT i, n, 'p' || (i * n) % 13, n * 2 FROM generate_series(1, 60) i, generate_series(1, 3) n;
INSERT INTO product SELECT 'p' || i, i * 1.25, CASE WHEN i % 5 = 0 THEN NULL ELSE i % 5 END FROM generate_series(0, 12) i;
INSERT INTO kind VALUES (1, 'one'), (1, 'uno'), (2, 'two'), (NULL, 'none'), (4, 'four');
ALTER TABLE kind REPLICA IDENTITY FULL;

-- stream table int_with_bigint
SELECT o.id, c.name, o.placed FROM orders o JOIN customer c ON c.id = o.customer

-- stream table self_join
SELECT e.name, b.name AS boss FROM customer e JOIN customer b ON e.boss = b.id

-- stream table pairs
SELECT a.id AS a, b.id AS b FROM customer a JOIN customer b ON a.region = b.region AND a.id < b.id

-- stream table text_key
SELECT l.orders, l.no, p.price, l.qty * p.price AS amount FROM line l JOIN product p ON p.code = l.product

-- stream table null_keys_and_duplicates
SELECT p.code, k.label FROM product p JOIN kind k ON k.id = p.kind

-- stream table five_way
SELECT c.name, o.id, l.no, p.code, k.label
FROM customer c JOIN orders o ON o.customer = c.id JOIN line l ON l.orders = o.id
JOIN product p ON p.code = l.product JOIN kind k ON k.id = p.kind

-- stream table comma_join
SELECT c.name, l.product, l.qty FROM customer c, orders o, line l
WHERE c.id = o.customer AND l.orders = o.id AND (c.region = 'r1' OR l.qty > 4)

-- stream table expression_join
SELECT c.id AS c, o.id AS o FROM customer c JOIN orders o ON c.id + 1 = o.customer * 2

-- stream table cross_join
SELECT k.label, c.id FROM kind k CROSS JOIN customer c WHERE c.id < 5

-- stream table inequality_only
SELECT k.label, c.id FROM kind k JOIN customer c ON k.id < c.id AND c.id < 6

-- stream table using_and_natural
SELECT * FROM (SELECT id, region FROM customer) a NATURAL JOIN (SELECT id::int, placed FROM orders) b

-- stream table three_copies
SELECT a.label AS x, b.label AS y, c.label AS z FROM kind a JOIN kind b ON a.id = b.id JOIN kind c ON c.id = b.id

-- batch
UPDATE customer SET boss = id - 1, region = 'r2' WHERE id % 2 = 0;
UPDATE orders SET customer = customer + 1 WHERE id % 3 = 0;
DELETE FROM line WHERE no = 3 AND orders > 30;
UPDATE product SET price = price * 1.1, kind = 2 WHERE code < 'p3';

-- batch
INSERT INTO kind VALUES (1, 'uno'), (3, 'three'), (NULL, 'none');
DELETE FROM customer WHERE id = 5;
INSERT INTO customer VALUES (21, 'c21', 1, 'r1');
INSERT INTO orders VALUES (100, 21, '2026-12-31'), (101, 999, '2026-12-31');
INSERT INTO line VALUES (100, 1, 'p1', 7), (101, 1, 'p2', 8);

-- batch
INSERT INTO customer VALUES (999, 'late', NULL, NULL);
DELETE FROM kind WHERE label = 'uno';

-- batch
UPDATE customer SET id = id + 1000;
UPDATE kind SET id = id + 1;

-- batch
UPDATE customer SET id = id - 1000;
DELETE FROM product;

-- batch
TRUNCATE kind;
INSERT INTO product VALUES ('p1', 3, 1);

-- batch
INSERT INTO kind VALUES (1, 'again');
DELETE FROM orders;
