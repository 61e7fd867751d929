-- schema
CREATE TABLE r (id int PRIMARY KEY, g int, h text COLLATE "C", v numeric, at timestamp);
INSERT INTO r SELECT i, nullif(i % 5, 4), CASE i % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' END,
  i * 31 % 17, timestamp '2024-01-01' + i * 7 % 11 * interval '1 day' FROM generate_series(1, 50) i;
CREATE VIEW latest AS SELECT DISTINCT ON (g) g, id, at FROM r ORDER BY g, at DESC, id;

-- stream table per_group
SELECT DISTINCT ON (g) g, id, v FROM r ORDER BY g, id

-- stream table per_group_latest
SELECT DISTINCT ON (g) g, id, at FROM r ORDER BY g, at DESC, id DESC

-- stream table two_keys
SELECT DISTINCT ON (g, h) g, h, v, id FROM r ORDER BY g, h, v DESC, id

-- stream table keys_in_another_order
SELECT DISTINCT ON (g, h) id FROM r ORDER BY h DESC NULLS LAST, g, id

-- stream table key_not_shown
SELECT DISTINCT ON (g) id, v FROM r ORDER BY g DESC, v NULLS FIRST, id

-- stream table key_expression
SELECT DISTINCT ON (v % 4) v % 4 AS m, id FROM r ORDER BY v % 4, id DESC

-- stream table order_by_not_shown
SELECT DISTINCT ON (h) h FROM r ORDER BY h, at, id

-- stream table only_its_key
SELECT DISTINCT ON (g) g FROM r

-- stream table and_limit
SELECT DISTINCT ON (g) g, id, v FROM r ORDER BY g DESC NULLS LAST, v DESC, id LIMIT 2

-- stream table and_offset
SELECT DISTINCT ON (g) g, id FROM r ORDER BY g, id OFFSET 1 LIMIT 3

-- stream table of_groups
SELECT DISTINCT ON (h) h, g, count(*) AS n FROM r GROUP BY h, g ORDER BY h, count(*) DESC, g

-- stream table of_join
SELECT DISTINCT ON (a.g) a.g, b.id FROM r a JOIN r b ON a.id = b.id + 1 ORDER BY a.g, b.v DESC, b.id

-- stream table in_subquery_filtered_by_key
SELECT * FROM (SELECT DISTINCT ON (g) g, id, v FROM r ORDER BY g, v, id) q WHERE g > 1

-- stream table in_subquery_filtered_by_value
SELECT * FROM (SELECT DISTINCT ON (g) g, id, v FROM r ORDER BY g, v DESC, id) q WHERE v < 16

-- stream table in_subquery_aggregated
SELECT count(*) AS n, sum(v) AS v FROM (SELECT DISTINCT ON (g, h) v FROM r ORDER BY g, h, id) q

-- stream table joined_back
SELECT r.id, l.id AS latest FROM r JOIN latest l ON l.g = r.g AND r.at < l.at

-- stream table constant_key
SELECT DISTINCT ON (1) id, v FROM r ORDER BY 1

-- stream table of_distinct_on
SELECT DISTINCT ON (h) h, g, id FROM (SELECT DISTINCT ON (g, h) g, h, id FROM r ORDER BY g, h, id DESC) q ORDER BY h, id

-- stream table in_union
SELECT g, id FROM (SELECT DISTINCT ON (g) g, id FROM r ORDER BY g, id) q UNION ALL SELECT g, id FROM latest

-- batch
INSERT INTO r VALUES (100, 1, 'a', 100, '2030-01-01'), (101, NULL, NULL, NULL, NULL), (-1, 9, 'z', 1.50, '2000-01-01');

-- batch
UPDATE r SET v = v - 20 WHERE id % 4 = 0;
DELETE FROM r WHERE id IN (1, 2, 3, 100);
UPDATE r SET g = 2 WHERE g = 3;

-- batch
UPDATE r SET id = id + 1000 WHERE id % 7 = 0;
UPDATE r SET h = NULL WHERE g = 0;

-- batch
DELETE FROM r WHERE g IS NULL OR g = 1;

-- batch
DELETE FROM r;

-- batch
INSERT INTO r SELECT i, i % 2, 'x', i % 3, '2024-01-01' FROM generate_series(1, 9) i;
