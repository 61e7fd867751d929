-- schema
CREATE TABLE r (id int PRIMARY KEY, g int, i int4range, n numrange, d daterange, ts tsrange, b int8range, m int4multirange, x xml);
INSERT INTO r SELECT i, CASE WHEN i % 4 = 0 THEN NULL ELSE i % 4 END, CASE WHEN i % 7 > 0 THEN int4range(i % 13 * 3, i % 13 * 3 + i % 5) END, numrange(i % 6, i % 6 + 2.5, CASE i % 3 WHEN 0 THEN '[]' WHEN 1 THEN '()' ELSE '[)' END),
  daterange(date '2024-01-01' + i % 20, date '2024-01-03' + i % 20, '[]'), tsrange(timestamp '2024-01-01' + i * interval '1 hour', NULL), int8range(NULL, i), int4multirange(int4range(i, i + 2), int4range(i + 5, i + 9)),
  ('<a n="' || i || '"/>')::xml FROM generate_series(1, 40) i;

-- stream table ranges
SELECT g, range_agg(i) AS i, range_agg(n) AS n, range_agg(d) AS d, range_agg(m) AS m FROM r GROUP BY g

-- stream table unbounded
SELECT g, range_agg(ts) AS ts, range_agg(b) AS b FROM r GROUP BY g

-- stream table intersections
SELECT g, range_intersect_agg(i) AS i, range_intersect_agg(n) AS n, range_intersect_agg(ts) AS ts, range_intersect_agg(b) AS b, range_intersect_agg(m) AS m FROM r GROUP BY g

-- stream table ranges_filtered
SELECT g, range_agg(i) FILTER (WHERE id < 12) AS a, range_intersect_agg(m) FILTER (WHERE id < 0) AS b, range_agg(i ORDER BY id) AS c FROM r GROUP BY g

-- stream table documents
SELECT g, xmlagg(x ORDER BY id) AS x, xmlagg(x ORDER BY id DESC) FILTER (WHERE id > 30) AS y FROM r GROUP BY g

-- stream table of_none
SELECT range_agg(i) AS i, range_intersect_agg(n) AS n, xmlagg(x) AS x FROM r WHERE id < 0

-- batch
UPDATE r SET i = int4range(2, 3), n = numrange(1, 2, '()') WHERE id % 5 = 0;
UPDATE r SET i = 'empty', n = numrange(2, 2, '[]'), x = NULL WHERE id % 9 = 0;
UPDATE r SET n = numrange(2.0, 3.00, '(]') WHERE id % 9 = 1;

-- batch
DELETE FROM r WHERE g = 1;
UPDATE r SET n = NULL, i = NULL, m = '{}', x = '<b>text &amp; more</b>' WHERE g = 2;
UPDATE r SET x = '<?xml version="1.0" standalone="yes"?><c/>' WHERE g = 3;

-- batch
DELETE FROM r WHERE id > 5;

-- batch
DELETE FROM r;

-- batch
INSERT INTO r (id, g, i) VALUES (1, 1, '[1,1]'), (2, 1, '[2,3]'), (3, 2, NULL);
