-- schema
CREATE TABLE q (id int PRIMARY KEY, g int, f float8, n numeric, i int, iv interval, s text COLLATE "C", d date, ok boolean);
INSERT INTO q SELECT i, CASE WHEN i % 4 = 0 THEN NULL ELSE i % 4 END, CASE WHEN i % 8 > 0 THEN (i * 7 % 31) / 4.0 END, (i * 5 % 17) * 1.5, nullif(i % 13, 0), (i % 9) * interval '1 day 3 hours',
  CASE WHEN i % 5 > 0 THEN 'v' || i % 7 END, date '2024-02-25' + i % 10, i % 3 = 0 FROM generate_series(1, 80) i;

-- stream table continuous
SELECT g, percentile_cont(0.5) WITHIN GROUP (ORDER BY f) AS median, percentile_cont(0) WITHIN GROUP (ORDER BY f) AS least, percentile_cont(1) WITHIN GROUP (ORDER BY f) AS most,
  percentile_cont(0.33) WITHIN GROUP (ORDER BY f DESC) AS third FROM q GROUP BY g

-- stream table continuous_intervals
SELECT g, percentile_cont(0.5) WITHIN GROUP (ORDER BY iv) AS median, percentile_cont(0.21) WITHIN GROUP (ORDER BY iv DESC) AS a FROM q GROUP BY g

-- stream table discrete
SELECT g, percentile_disc(0.5) WITHIN GROUP (ORDER BY i) AS i, percentile_disc(0.9) WITHIN GROUP (ORDER BY s) AS s, percentile_disc(0) WITHIN GROUP (ORDER BY d DESC) AS d,
  percentile_disc(1) WITHIN GROUP (ORDER BY f) AS f FROM q GROUP BY g

-- stream table several_fractions
SELECT g, percentile_cont(ARRAY[0, 0.25, 0.5, 0.75, 1]) WITHIN GROUP (ORDER BY f) AS c, percentile_disc(ARRAY[0.1, NULL, 0.9]) WITHIN GROUP (ORDER BY i) AS d,
  percentile_cont(ARRAY[0.5, 0.6]) WITHIN GROUP (ORDER BY iv) AS v FROM q GROUP BY g

-- stream table no_fractions
SELECT percentile_cont(NULL::float8) WITHIN GROUP (ORDER BY f) AS a, percentile_disc(NULL::float8[]) WITHIN GROUP (ORDER BY i) AS b,
  percentile_disc('{}'::float8[]) WITHIN GROUP (ORDER BY i) AS c, percentile_cont('{{0.1,0.2},{0.3,0.4}}'::float8[]) WITHIN GROUP (ORDER BY f) AS d FROM q

-- stream table percentile_filtered
SELECT g, percentile_cont(0.5) WITHIN GROUP (ORDER BY f) FILTER (WHERE ok) AS a, percentile_disc(0.5) WITHIN GROUP (ORDER BY i) FILTER (WHERE i > 100) AS b FROM q GROUP BY g

-- stream table percentile_whole
SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY f) AS p95, percentile_disc(0.05) WITHIN GROUP (ORDER BY id) AS p5 FROM q

-- stream table percentile_of_integers
SELECT g, percentile_cont(0.5) WITHIN GROUP (ORDER BY i) AS a, percentile_cont(0.4) WITHIN GROUP (ORDER BY n) AS b FROM q GROUP BY g

-- stream table modes
SELECT g, mode() WITHIN GROUP (ORDER BY i) AS i, mode() WITHIN GROUP (ORDER BY s) AS s, mode() WITHIN GROUP (ORDER BY s DESC) AS t, mode() WITHIN GROUP (ORDER BY d) AS d FROM q GROUP BY g

-- stream table modes_filtered
SELECT mode() WITHIN GROUP (ORDER BY i) FILTER (WHERE ok) AS a, mode() WITHIN GROUP (ORDER BY i) FILTER (WHERE id < 0) AS b, mode() WITHIN GROUP (ORDER BY g) AS g FROM q

-- stream table ranks
SELECT g, rank(5) WITHIN GROUP (ORDER BY i) AS r, dense_rank(5) WITHIN GROUP (ORDER BY i) AS d, percent_rank(5) WITHIN GROUP (ORDER BY i) AS p, cume_dist(5) WITHIN GROUP (ORDER BY i) AS c FROM q GROUP BY g

-- stream table ranks_descending
SELECT g, rank(5) WITHIN GROUP (ORDER BY i DESC) AS r, dense_rank(5) WITHIN GROUP (ORDER BY i DESC NULLS LAST) AS d, percent_rank(3) WITHIN GROUP (ORDER BY i DESC) AS p, cume_dist(0) WITHIN GROUP (ORDER BY i DESC) AS c FROM q GROUP BY g

-- stream table ranks_of_rows
SELECT g, rank(5, 'v3') WITHIN GROUP (ORDER BY i, s) AS r, dense_rank('v3', 5) WITHIN GROUP (ORDER BY s DESC, i) AS d FROM q GROUP BY g

-- stream table rank_of_null
SELECT rank(NULL) WITHIN GROUP (ORDER BY i) AS a, dense_rank(NULL::int) WITHIN GROUP (ORDER BY i NULLS FIRST) AS b, cume_dist(NULL::int) WITHIN GROUP (ORDER BY i) AS c FROM q

-- stream table ranks_filtered
SELECT g, rank(5) WITHIN GROUP (ORDER BY i) FILTER (WHERE ok) AS r, percent_rank(5) WITHIN GROUP (ORDER BY i) FILTER (WHERE id < 0) AS p, cume_dist(5) WITHIN GROUP (ORDER BY i) FILTER (WHERE id < 0) AS c,
  dense_rank(5) WITHIN GROUP (ORDER BY i) FILTER (WHERE id < 0) AS d FROM q GROUP BY g

-- stream table rolled_up
SELECT g, ok, percentile_cont(0.5) WITHIN GROUP (ORDER BY f) AS median, mode() WITHIN GROUP (ORDER BY i) AS m, rank(4) WITHIN GROUP (ORDER BY i) AS r FROM q GROUP BY CUBE (g, ok)

-- stream table having_median
SELECT g FROM q GROUP BY g HAVING percentile_disc(0.5) WITHIN GROUP (ORDER BY i) > 5

-- refused TM-Q002
SELECT g, percentile_cont(g / 10.0) WITHIN GROUP (ORDER BY f) AS p FROM q GROUP BY g

-- batch
UPDATE q SET f = f + 1.5, i = i + 1 WHERE id % 3 = 0;
UPDATE q SET s = 'v1' WHERE g = 1;

-- batch
UPDATE q SET f = NULL, i = NULL, s = NULL, iv = NULL WHERE g = 2;
DELETE FROM q WHERE g = 3 AND id % 2 = 1;
UPDATE q SET g = 1 WHERE g IS NULL AND id < 40;

-- batch
UPDATE q SET i = 5 WHERE id % 2 = 0;
UPDATE q SET f = 'Infinity' WHERE id IN (1, 5, 9);

-- batch
DELETE FROM q WHERE id > 5;
UPDATE q SET f = 2 WHERE f = 'Infinity';

-- batch
DELETE FROM q;

-- batch
INSERT INTO q (id, g, i) VALUES (1, 1, 5), (2, 1, NULL), (3, 2, NULL);
