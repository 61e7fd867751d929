-- schema
CREATE TABLE sale (id int PRIMARY KEY, region text, product int, year int, qty int, amount numeric(12,2));
INSERT INTO sale SELECT i, CASE WHEN i % 6 = 0 THEN NULL ELSE 'r' || i % 6 END, i % 4, CASE WHEN i % 7 = 0 THEN NULL ELSE 2020 + i % 3 END,
  nullif(i % 10, 0), i * 1.01 FROM generate_series(1, 120) i;
CREATE TABLE nothing (a int, b text, v int);
ALTER TABLE nothing REPLICA IDENTITY FULL;
CREATE TABLE product (id int PRIMARY KEY, name text, kind int);
INSERT INTO product VALUES (0, 'zero', 1), (1, 'one', 1), (2, 'two', 2), (3, 'three', NULL);

-- stream table rollup_two
SELECT region, product, count(*) AS n, sum(qty) AS qty FROM sale GROUP BY ROLLUP (region, product)

-- stream table cube_three
SELECT region, product, year, count(*) AS n, max(amount) AS most FROM sale GROUP BY CUBE (region, product, year)

-- stream table sets_listed
SELECT region, product, year, sum(amount) AS amount FROM sale GROUP BY GROUPING SETS ((region), (product, year), ())

-- stream table with_grouping
SELECT region, product, grouping(region, product) AS g, grouping(product) AS p, count(*) AS n FROM sale GROUP BY CUBE (region, product)

-- stream table grouping_in_having
SELECT region, product, count(*) AS n FROM sale GROUP BY ROLLUP (region, product) HAVING grouping(product) = 1 OR count(*) > 4

-- stream table grouping_in_case
SELECT CASE WHEN grouping(region) = 1 THEN 'all' ELSE coalesce(region, 'none') END AS region, sum(qty) AS qty FROM sale GROUP BY ROLLUP (region)

-- stream table having_on_key
SELECT region, product, count(*) AS n FROM sale GROUP BY region, ROLLUP (product) HAVING region > 'r1'

-- stream table having_on_rolled_key
SELECT region, product, count(*) AS n FROM sale GROUP BY ROLLUP (region, product) HAVING region > 'r1'

-- stream table having_null_key
SELECT region, product, count(*) AS n FROM sale GROUP BY CUBE (region, product) HAVING region IS NULL

-- stream table having_aggregate
SELECT region, product, sum(amount) AS a FROM sale GROUP BY ROLLUP (region, product) HAVING sum(amount) > 200

-- stream table mixed_items
SELECT region, product, year, count(*) AS n FROM sale GROUP BY region, GROUPING SETS ((product), (year), ())

-- stream table product_of_sets
SELECT region, product, year, count(*) AS n FROM sale GROUP BY ROLLUP (region), CUBE (product, year)

-- stream table same_set_twice
SELECT region, count(*) AS n FROM sale GROUP BY GROUPING SETS ((region), (region), (), ())

-- stream table group_by_distinct
SELECT region, product, year, count(*) AS n FROM sale GROUP BY DISTINCT ROLLUP (region, product), ROLLUP (region, year)

-- stream table group_by_all
SELECT region, product, year, count(*) AS n FROM sale GROUP BY ALL ROLLUP (region, product), ROLLUP (region, year)

-- stream table nested_sets
SELECT region, product, year, count(*) AS n FROM sale GROUP BY GROUPING SETS (ROLLUP (region, product), CUBE (year), GROUPING SETS ((year, region), ()))

-- stream table composite_items
SELECT region, product, year, count(*) AS n, grouping(region, product, year) AS g FROM sale GROUP BY ROLLUP ((region, product), year)

-- stream table key_expressions
SELECT qty % 3 AS third, upper(region COLLATE "C") AS r, count(*) AS n, grouping(qty % 3) AS g
FROM sale GROUP BY ROLLUP (qty % 3, upper(region COLLATE "C"))

-- stream table expression_over_keys
SELECT product + 1 AS next, coalesce(year, -1) AS y, product * 10 + year AS both, count(*) AS n FROM sale GROUP BY CUBE (product, year)

-- stream table key_as_argument
SELECT product, sum(product) AS s, count(product) AS c, max(year) AS y FROM sale GROUP BY ROLLUP (product)

-- stream table filtered_and_distinct
SELECT region, count(DISTINCT product) AS p, sum(qty) FILTER (WHERE year = 2021) AS q, count(DISTINCT qty) FILTER (WHERE product > 1) AS f
FROM sale GROUP BY ROLLUP (region)

-- stream table empty_set
SELECT count(*) AS n, sum(v) AS v FROM nothing GROUP BY ()

-- stream table empty_set_without_aggregate
SELECT 7 AS seven FROM nothing GROUP BY ()

-- stream table empty_sets
SELECT count(*) AS n FROM nothing GROUP BY GROUPING SETS ((), (), ())

-- stream table empty_input
SELECT a, b, count(*) AS n, sum(v) AS v, grouping(a, b) AS g FROM nothing GROUP BY CUBE (a, b)

-- stream table empty_input_having
SELECT a, count(*) AS n FROM nothing GROUP BY ROLLUP (a) HAVING count(*) = 0 OR a = 1

-- stream table keys_only
SELECT region, product FROM sale GROUP BY ROLLUP (region, product)

-- stream table keys_not_shown
SELECT count(*) AS n FROM sale GROUP BY CUBE (region, product)

-- stream table grouping_without_sets
SELECT region, grouping(region) AS g, count(*) AS n FROM sale GROUP BY region

-- stream table over_join
SELECT p.name, s.year, sum(s.amount) AS amount, count(*) AS n FROM sale s JOIN product p ON p.id = s.product GROUP BY ROLLUP (p.name, s.year)

-- stream table dependent_column
SELECT p.id, p.name, s.year, count(*) AS n FROM sale s JOIN product p ON p.id = s.product GROUP BY p.id, ROLLUP (s.year)

-- stream table aggregated_again
SELECT g, count(*) AS groups, sum(n) AS n FROM (SELECT grouping(region, year) AS g, count(*) AS n FROM sale GROUP BY CUBE (region, year)) q GROUP BY g

-- stream table joined_with_itself
SELECT a.region, a.n, b.n AS total FROM (SELECT region, count(*) AS n, grouping(region) AS g FROM sale GROUP BY ROLLUP (region)) a
JOIN (SELECT region, count(*) AS n, grouping(region) AS g FROM sale GROUP BY ROLLUP (region)) b ON b.g = 1 AND a.g = 0

-- stream table distinct_of_sets
SELECT DISTINCT region, product FROM sale GROUP BY GROUPING SETS ((region), (product), (region, product))

-- stream table filter_above
SELECT * FROM (SELECT region, product, year, count(*) AS n FROM sale GROUP BY region, CUBE (product, year)) q WHERE region = 'r2' AND product = 2

-- batch
UPDATE sale SET amount = amount + 0.5, qty = qty + 1 WHERE id % 3 = 0;
DELETE FROM sale WHERE region = 'r1';
INSERT INTO nothing VALUES (1, 'x', 10), (1, 'x', 10), (NULL, 'x', NULL), (NULL, NULL, 5);

-- batch
UPDATE sale SET region = NULL, product = product + 1 WHERE year = 2021;
UPDATE sale SET year = NULL WHERE product = 2;
UPDATE product SET name = 'one' WHERE id = 2;
DELETE FROM nothing WHERE a IS NULL AND b = 'x';

-- batch
DELETE FROM sale WHERE id > 60;
DELETE FROM nothing;

-- batch
INSERT INTO sale SELECT 1000 + i, 'new', 7, 2030, i, i FROM generate_series(1, 3) i;
INSERT INTO nothing VALUES (NULL, NULL, NULL);
DELETE FROM product WHERE id = 1;

-- batch
DELETE FROM sale;

-- batch
INSERT INTO sale (id, region) VALUES (1, 'r1'), (2, NULL);
