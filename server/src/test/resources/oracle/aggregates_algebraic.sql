-- schema
CREATE TABLE m (id int PRIMARY KEY, g int, i2 smallint, i4 int, i8 bigint, n numeric, f4 real, f8 float8, b bit(5), ok boolean,
  iv interval, cash money, x float8, y float8);
INSERT INTO m SELECT i, CASE WHEN i % 5 = 0 THEN NULL ELSE i % 5 END, i % 17 - 8, nullif(i % 23, 0), i * 1000003, (i % 11) * 1.25,
  (i % 7) / 2.0, (i % 13) / 4.0, (i % 32)::bit(5), nullif(i % 3, 0) = 1, i * interval '1 day 01:30:00.5', (i * 1.25)::numeric::money,
  nullif(i % 9, 0), (i % 8) * 2.5 FROM generate_series(1, 60) i;
CREATE TABLE none (id int PRIMARY KEY, i int, n numeric(10,3), f float8, b bit(3), iv interval, cash money, ok boolean);

-- stream table variances_of_integers
SELECT g, var_pop(i2) AS a, var_samp(i2) AS b, variance(i4) AS c, var_pop(i4) AS d, stddev(i8) AS e, stddev_pop(i8) AS f, stddev_samp(i4) AS h FROM m GROUP BY g

-- stream table variances_of_numeric
SELECT g, var_pop(n) AS a, var_samp(n) AS b, stddev_pop(n) AS c, stddev_samp(n) AS d, variance(n) AS e, stddev(n) AS f FROM m GROUP BY g

-- stream table variances_of_floats
SELECT g, var_pop(f4) AS a, var_samp(f8) AS b, stddev_pop(f8) AS c, stddev(f4) AS d FROM m GROUP BY g

-- stream table variances_distinct_and_filtered
SELECT g, var_pop(DISTINCT i4) AS a, stddev(n) FILTER (WHERE ok) AS b, variance(DISTINCT n) FILTER (WHERE i4 > 5) AS c FROM m GROUP BY g

-- stream table whole_variance
SELECT variance(i4) AS a, stddev_pop(n) AS b, var_samp(f8) AS c FROM m

-- stream table variance_of_none
SELECT variance(i) AS a, var_pop(n) AS b, stddev_samp(f) AS c, stddev_pop(i) AS d FROM none

-- stream table regression
SELECT g, regr_count(y, x) AS n, regr_avgx(y, x) AS ax, regr_avgy(y, x) AS ay, regr_sxx(y, x) AS sxx, regr_syy(y, x) AS syy,
  regr_sxy(y, x) AS sxy, regr_slope(y, x) AS slope, regr_intercept(y, x) AS intercept, regr_r2(y, x) AS r2 FROM m GROUP BY g

-- stream table correlation
SELECT g, corr(y, x) AS c, covar_pop(y, x) AS p, covar_samp(y, x) AS s FROM m GROUP BY g

-- stream table correlation_whole
SELECT corr(y, x) AS c, covar_samp(y, x) FILTER (WHERE ok) AS s, regr_count(DISTINCT y, x) AS d, regr_slope(i4, i8) AS slope FROM m

-- stream table bits_of_integers
SELECT g, bit_and(i2) AS a, bit_or(i4) AS b, bit_xor(i8) AS c, bit_xor(i4) AS d FROM m GROUP BY g

-- stream table bits_of_bits
SELECT g, bit_and(b) AS a, bit_or(b) AS o, bit_xor(b) AS x, count(DISTINCT b) AS n FROM m GROUP BY g

-- stream table bits_filtered
SELECT bit_or(i4) FILTER (WHERE ok) AS a, bit_and(DISTINCT i4) AS b, bit_xor(DISTINCT i2) AS c FROM m

-- stream table bits_of_none
SELECT bit_and(i) AS a, bit_or(b) AS b, bit_xor(i) AS c FROM none

-- stream table truths
SELECT g, bool_and(ok) AS a, bool_or(ok) AS o, every(ok) AS e, bool_and(ok) FILTER (WHERE i4 > 10) AS f, bool_or(DISTINCT ok) AS d FROM m GROUP BY g

-- stream table truths_of_none
SELECT bool_and(ok) AS a, bool_or(ok) AS o, every(i > 0) AS e FROM none

-- stream table intervals
SELECT g, sum(iv) AS s, avg(iv) AS a, min(iv) AS least, max(iv) AS most, sum(iv) FILTER (WHERE ok) AS f FROM m GROUP BY g

-- stream table distinct_intervals
SELECT g, sum(DISTINCT iv) AS s, avg(DISTINCT iv) AS a FROM m GROUP BY g

-- stream table cash
SELECT g, sum(cash) AS s, min(cash) AS least, max(cash) AS most, count(DISTINCT cash) AS n FROM m GROUP BY g

-- stream table sums_of_none
SELECT sum(iv) AS a, avg(iv) AS b, sum(cash) AS c FROM none

-- stream table order_within_does_not_matter
SELECT g, sum(i4 ORDER BY i8 DESC) AS s, avg(n ORDER BY id) AS a, count(i4 ORDER BY i4) AS c, max(n ORDER BY id) AS m FROM m GROUP BY g

-- stream table any_value_of_key from 16
SELECT g, any_value(g) AS v, any_value(g * 2) FILTER (WHERE ok) AS f FROM m GROUP BY g

-- stream table any_value_of_none from 16
SELECT any_value(i) AS a, any_value(cash) AS c FROM none

-- stream table counts
SELECT g, count(*) AS n, count(i4) AS c, count(DISTINCT i4) AS d, count(DISTINCT (i4 % 3)) AS e, count(*) FILTER (WHERE ok IS NULL) AS f FROM m GROUP BY g

-- stream table having_deviation
SELECT g, count(*) AS n FROM m GROUP BY g HAVING stddev(i4) > 5 AND bool_or(ok)

-- batch
UPDATE m SET n = n + 0.0001, i4 = i4 * 2, iv = -iv, cash = cash - '50'::money WHERE id % 4 = 0;
INSERT INTO none VALUES (1, 5, 1.5, 2.5, '101', '1 day', 1.10, true), (2, 5, 1.5, 2.5, '011', '1 day', 1.10, NULL);

-- batch
UPDATE m SET x = 3, y = y / 2 WHERE g = 1;
UPDATE m SET n = NULL, i4 = NULL, f8 = NULL, b = NULL WHERE g = 2;
DELETE FROM m WHERE g = 3 AND id > 10;
INSERT INTO none VALUES (3, 7, NULL, 0.5, '110', '-1 mon', -5, false);

-- batch
UPDATE m SET n = 'NaN' WHERE id = 1;
UPDATE m SET f8 = 'Infinity', x = 'NaN' WHERE id = 4;
UPDATE m SET n = 'Infinity' WHERE id = 9;
DELETE FROM none WHERE id < 3;

-- batch
UPDATE m SET n = 1, f8 = 2, x = 3 WHERE id IN (1, 4, 9);
UPDATE m SET g = 1 WHERE g IS NULL;
DELETE FROM none;

-- batch
DELETE FROM m WHERE id > 3;

-- batch
DELETE FROM m;

-- batch
INSERT INTO m (id, g, i4, n, x, y) VALUES (1, 1, 1, 1.50, 1, 2), (2, 1, NULL, NULL, 1, 3), (3, NULL, 4, 2, NULL, 1);
INSERT INTO none VALUES (1, 5, 1.5, 2.5, '101', '1 day', 1.10, true);
