-- schema
CREATE TABLE l (id int PRIMARY KEY, g int, v int, w text COLLATE "C", r int4range, j jsonb, n numeric, a int[]);
INSERT INTO l SELECT x, x % 3, nullif(x % 7, 0), nullif(chr(97 + x % 5), 'c'), int4range(x, x + 3), jsonb_build_object('k', x), x / 4.0, ARRAY[x, x % 2] FROM generate_series(1, 40) x;

-- stream table arrays
SELECT id, array_agg(v) OVER (PARTITION BY g ORDER BY id) AS a, array_agg(w) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS b,
  array_agg(a) OVER (ORDER BY id ROWS 1 PRECEDING) AS c FROM l

-- stream table json
SELECT id, jsonb_agg(v) OVER (ORDER BY id ROWS 3 PRECEDING) AS a, json_agg(w) OVER (PARTITION BY g ORDER BY id) AS b, jsonb_object_agg(id, v) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING) AS c,
  json_object_agg(id, w) FILTER (WHERE v > 2) OVER (PARTITION BY g ORDER BY id DESC) AS d FROM l

-- stream table texts
SELECT id, string_agg(w, v::text) OVER (ORDER BY id ROWS 5 PRECEDING) AS a, string_agg(w, NULL) OVER (PARTITION BY g ORDER BY id) AS b FROM l

-- stream table ranges
SELECT id, range_agg(r) OVER (PARTITION BY g ORDER BY id ROWS 4 PRECEDING) AS a, range_intersect_agg(r) OVER (ORDER BY id ROWS 1 PRECEDING) AS b FROM l

-- stream table values_of_types
SELECT id, first_value(j) OVER (PARTITION BY g ORDER BY id) AS a, lag(r) OVER (ORDER BY id) AS b, lead(a, 2) OVER (ORDER BY id) AS c, nth_value(n, 2) OVER (ORDER BY id ROWS 3 PRECEDING) AS d,
  lag(j, 1, '{}') OVER (PARTITION BY g ORDER BY id) AS e FROM l

-- stream table regressions
SELECT id, corr(v, n) OVER (PARTITION BY g) AS a, regr_count(v, n) OVER (ORDER BY id ROWS 4 PRECEDING) AS b, covar_pop(v, n) OVER (ORDER BY id) AS c, every(v > 1) OVER (ORDER BY id ROWS 2 PRECEDING) AS d FROM l

-- batch
UPDATE l SET v = v + 1, w = 'x' WHERE id % 9 = 0;
DELETE FROM l WHERE id IN (3, 20);

-- batch
INSERT INTO l VALUES (0, 0, NULL, NULL, 'empty', 'null', NULL, ARRAY[1, NULL]), (41, NULL, 1, 'q', '[1,1]', '[1]', 1.50, ARRAY[7, 7]);
UPDATE l SET g = 2 WHERE id = 10;

-- batch
DELETE FROM l WHERE g = 1;

-- batch
DELETE FROM l;
