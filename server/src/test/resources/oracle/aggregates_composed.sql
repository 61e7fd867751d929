-- schema
CREATE TABLE customer (id int PRIMARY KEY, name text COLLATE "C", region text COLLATE "C");
CREATE TABLE orders (id int PRIMARY KEY, customer int, amount numeric(10,2), placed date, tags text[] COLLATE "C");
INSERT INTO customer SELECT i, 'c' || i, CASE WHEN i % 4 = 0 THEN NULL ELSE 'r' || i % 4 END FROM generate_series(1, 12) i;
INSERT INTO orders SELECT i, CASE WHEN i % 11 = 0 THEN NULL ELSE i % 10 + 1 END, i * 1.25, date '2024-01-01' + i % 9, ARRAY['t' || i % 3, 'u' || i % 5] FROM generate_series(1, 50) i;

-- stream table strings_of_subquery
SELECT c.id, (SELECT string_agg(o.id::text, ',' ORDER BY o.id DESC) FROM orders o WHERE o.customer = c.id) AS orders FROM customer c

-- stream table json_tree
SELECT c.id, c.name, (SELECT json_agg(json_build_object('id', o.id, 'amount', o.amount) ORDER BY o.id) FROM orders o WHERE o.customer = c.id) AS orders FROM customer c

-- stream table json_tree_or_empty
SELECT c.id, coalesce((SELECT jsonb_agg(o.amount ORDER BY o.id) FROM orders o WHERE o.customer = c.id AND o.amount > 20), jsonb_build_array()) AS amounts FROM customer c

-- stream table medians_of_subquery
SELECT c.id, (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY o.amount) FROM orders o WHERE o.customer = c.id) AS median, (SELECT mode() WITHIN GROUP (ORDER BY o.placed) FROM orders o WHERE o.customer < c.id) AS day FROM customer c

-- stream table rank_of_subquery
SELECT c.id, (SELECT rank(30.0) WITHIN GROUP (ORDER BY o.amount) FROM orders o WHERE o.customer = c.id) AS r, (SELECT count(DISTINCT o.placed) FROM orders o WHERE o.customer = c.id) AS days FROM customer c

-- stream table lateral_aggregates
SELECT c.name, x.n, x.ids, x.deviation FROM customer c LEFT JOIN LATERAL (SELECT count(*) AS n, array_agg(o.id ORDER BY o.id) AS ids, stddev_pop(o.amount) AS deviation FROM orders o WHERE o.customer = c.id) x ON true

-- stream table ranked_groups
SELECT c.region, c.name, sum(o.amount) AS amount, rank() OVER (PARTITION BY grouping(c.region, c.name) ORDER BY sum(o.amount) DESC) AS place
FROM customer c JOIN orders o ON o.customer = c.id GROUP BY ROLLUP (c.region, c.name)

-- stream table top_groups
SELECT c.region, count(*) AS n, string_agg(DISTINCT c.name, '+') AS names FROM customer c LEFT JOIN orders o ON o.customer = c.id GROUP BY CUBE (c.region) ORDER BY n DESC, c.region NULLS FIRST LIMIT 3

-- stream table left_join_groups
SELECT c.region, c.name, count(o.id) AS n, array_agg(o.id ORDER BY o.id) AS ids, json_agg(o.placed ORDER BY o.id) FILTER (WHERE o.id IS NOT NULL) AS days
FROM customer c LEFT JOIN orders o ON o.customer = c.id GROUP BY GROUPING SETS ((c.region), (c.name), ())

-- stream table having_subquery
SELECT customer, sum(amount) AS a FROM orders GROUP BY ROLLUP (customer) HAVING sum(amount) > (SELECT avg(amount) * 5 FROM orders)

-- stream table in_aggregated
SELECT id FROM orders WHERE amount = ANY (SELECT max(amount) FROM orders GROUP BY GROUPING SETS ((customer), (placed)))

-- stream table exists_aggregated
SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id GROUP BY o.placed HAVING count(*) > 1)

-- stream table unions
SELECT 'by day' AS kind, placed::text AS k, array_agg(id ORDER BY id) AS ids FROM orders GROUP BY placed UNION ALL SELECT 'by customer', customer::text, array_agg(id ORDER BY amount DESC) FROM orders GROUP BY customer

-- stream table tags_flattened
SELECT t.tag, count(*) AS n, string_agg(o.id::text, ' ' ORDER BY o.id) AS ids FROM orders o CROSS JOIN LATERAL unnest(o.tags) AS t(tag) GROUP BY t.tag

-- stream table whole_rows
SELECT customer, json_agg(o ORDER BY id) AS rows FROM orders o GROUP BY customer

-- stream table nested_ctes
WITH daily AS (SELECT placed, customer, sum(amount) AS a FROM orders GROUP BY placed, customer), worst AS (SELECT placed, percentile_cont(0.9) WITHIN GROUP (ORDER BY a) AS p FROM daily GROUP BY placed)
SELECT d.placed, w.p, max(d.a) AS most, jsonb_object_agg(coalesce(d.customer, 0), d.a) AS by_customer FROM daily d JOIN worst w USING (placed) GROUP BY d.placed, w.p

-- batch
UPDATE orders SET amount = amount * 1.1 WHERE id % 3 = 0;
INSERT INTO customer VALUES (20, 'new', 'r9');

-- batch
UPDATE orders SET customer = customer + 1 WHERE id % 7 = 0;
DELETE FROM customer WHERE id IN (2, 5);
UPDATE customer SET region = 'r1' WHERE region IS NULL;

-- batch
UPDATE customer SET name = 'same' WHERE id < 4;
UPDATE orders SET tags = '{}', placed = NULL WHERE id % 5 = 0;
INSERT INTO orders VALUES (100, 20, NULL, '2024-05-05', '{a,a,b}');

-- batch
DELETE FROM orders WHERE id > 10;

-- batch
DELETE FROM orders;

-- batch
DELETE FROM customer;
INSERT INTO orders VALUES (1, 1, 5, '2024-01-01', NULL);
