-- schema
CREATE TABLE m (id int PRIMARY KEY, g int, k int, v int, n numeric, f float8, r real, s smallint, b bigint, d date, t timestamp,
  z timestamptz, i interval, c time, ok boolean, w text COLLATE "C");
INSERT INTO m SELECT x, x % 3, (x * 37) % 50, nullif(x % 11, 0), (x * 7919 % 1000) / 8.0, (x * 31 % 97) / 4.0::float8, (x % 13) / 2.0::real,
  (x * 5) % 100, x * 3000000000, date '2026-01-01' + (x * 7) % 60, timestamp '2026-01-01' + (x * 11 % 100) * interval '7 hours',
  timestamptz '2026-01-01 00:00+00' + (x * 13 % 100) * interval '90 minutes', (x * 3 % 50) * interval '1 day 2 hours', time '00:00' + (x * 17 % 90) * interval '15 minutes',
  x % 2 = 0, chr(97 + x % 5) FROM generate_series(1, 90) x;
INSERT INTO m SELECT x, x % 3 FROM generate_series(91, 96) x;

-- stream table running
SELECT id, sum(v) OVER (ORDER BY id) AS sum, count(*) OVER (ORDER BY id) AS n, count(v) OVER (ORDER BY id) AS nv, avg(n) OVER (ORDER BY id) AS mean,
  min(n) OVER (ORDER BY id) AS least, max(n) OVER (ORDER BY id) AS most, bool_and(ok) OVER (ORDER BY id) AS every_one FROM m

-- stream table running_peers
SELECT id, sum(v) OVER (ORDER BY k) AS sum, count(*) OVER (PARTITION BY g ORDER BY k DESC) AS n, max(f) OVER (PARTITION BY g ORDER BY v NULLS FIRST) AS most,
  first_value(k) OVER (ORDER BY k) AS first, last_value(k) OVER (ORDER BY k) AS last FROM m

-- stream table remaining
SELECT id, sum(n) OVER w AS sum, min(v) OVER w AS least, max(v) OVER w AS most, count(*) OVER w AS n, last_value(id) OVER w AS last, first_value(id) OVER w AS first,
  nth_value(id, 3) OVER w AS third
FROM m WINDOW w AS (PARTITION BY g ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)

-- stream table remaining_after
SELECT id, sum(v) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND UNBOUNDED FOLLOWING) AS a,
  sum(v) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND UNBOUNDED FOLLOWING) AS b,
  sum(v) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS c,
  sum(v) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 3 FOLLOWING) AS d FROM m

-- stream table whole
SELECT id, sum(v) OVER () AS all, count(*) OVER (PARTITION BY g) AS n, max(n) OVER (PARTITION BY g) AS most, avg(f) OVER (PARTITION BY ok) AS mean,
  first_value(id) OVER (PARTITION BY g ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS first,
  last_value(id) OVER (PARTITION BY g ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last,
  nth_value(id, 4) OVER (PARTITION BY g ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS fourth FROM m

-- stream table sliding
SELECT id, sum(v) OVER w AS sum, avg(n) OVER w AS mean, min(n) OVER w AS least, max(n) OVER w AS most, count(v) OVER w AS n, first_value(v) OVER w AS first,
  last_value(v) OVER w AS last, nth_value(v, 2) OVER w AS second, bool_or(ok) OVER w AS some, sum(f) OVER w AS floats, stddev(f) OVER w AS deviation
FROM m WINDOW w AS (ORDER BY id ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)

-- stream table sliding_both
SELECT id, sum(v) OVER w AS sum, min(f) OVER w AS least, max(b) OVER w AS most, nth_value(id, 4) OVER w AS fourth, count(*) OVER w AS n
FROM m WINDOW w AS (PARTITION BY g ORDER BY k, id ROWS BETWEEN 2 PRECEDING AND 4 FOLLOWING)

-- stream table behind_and_ahead
SELECT id, sum(v) OVER (ORDER BY id ROWS BETWEEN 5 PRECEDING AND 2 PRECEDING) AS a, count(*) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND 4 FOLLOWING) AS b,
  last_value(id) OVER (ORDER BY id ROWS BETWEEN 4 PRECEDING AND 1 PRECEDING) AS c, first_value(id) OVER (ORDER BY id ROWS BETWEEN 3 FOLLOWING AND 3 FOLLOWING) AS d,
  max(v) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 2 PRECEDING) AS empty, min(v) OVER (ORDER BY id ROWS 30 PRECEDING) AS long FROM m

-- stream table range_of_integers
SELECT id, sum(v) OVER (ORDER BY k RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING) AS a, count(*) OVER (PARTITION BY g ORDER BY k DESC RANGE BETWEEN 3 PRECEDING AND CURRENT ROW) AS b,
  max(v) OVER (ORDER BY k RANGE BETWEEN CURRENT ROW AND 10 FOLLOWING) AS c, min(id) OVER (ORDER BY k RANGE BETWEEN 20 PRECEDING AND 10 PRECEDING) AS d,
  count(*) OVER (ORDER BY k DESC NULLS LAST RANGE BETWEEN 2 FOLLOWING AND UNBOUNDED FOLLOWING) AS e, count(*) OVER (ORDER BY k NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND 4 PRECEDING) AS f FROM m

-- stream table range_of_widths
SELECT id, count(*) OVER (ORDER BY s RANGE BETWEEN 7 PRECEDING AND 2 FOLLOWING) AS a, count(*) OVER (ORDER BY b RANGE BETWEEN 6000000000 PRECEDING AND CURRENT ROW) AS b,
  sum(id) OVER (ORDER BY s RANGE BETWEEN 9223372036854775807 PRECEDING AND 1000::bigint FOLLOWING) AS c FROM m

-- stream table range_of_numbers
SELECT id, count(*) OVER (ORDER BY n RANGE BETWEEN 10.5 PRECEDING AND 3 FOLLOWING) AS a, count(*) OVER (ORDER BY f RANGE BETWEEN 1.25 PRECEDING AND 1.25 FOLLOWING) AS b,
  count(*) OVER (ORDER BY r DESC RANGE BETWEEN 1 PRECEDING AND 0.5 FOLLOWING) AS c, sum(v) OVER (ORDER BY f DESC NULLS LAST RANGE BETWEEN 'Infinity'::float8 PRECEDING AND 2 FOLLOWING) AS d FROM m

-- stream table range_of_times
SELECT id, count(*) OVER (ORDER BY d RANGE BETWEEN '7 days' PRECEDING AND CURRENT ROW) AS a, count(*) OVER (ORDER BY d DESC RANGE BETWEEN '1 month' PRECEDING AND '36 hours' FOLLOWING) AS b,
  sum(v) OVER (ORDER BY t RANGE BETWEEN '1 day 6 hours' PRECEDING AND '10 hours' FOLLOWING) AS c, count(*) OVER (ORDER BY z RANGE BETWEEN '3 hours' PRECEDING AND '3 hours' FOLLOWING) AS d,
  count(*) OVER (ORDER BY i RANGE BETWEEN '3 days' PRECEDING AND '1 day' FOLLOWING) AS e, count(*) OVER (ORDER BY c RANGE BETWEEN '1 hour' PRECEDING AND '2 hours' FOLLOWING) AS f,
  first_value(d) OVER (ORDER BY d RANGE BETWEEN '5 days' PRECEDING AND '2 days' PRECEDING) AS g FROM m

-- stream table groups
SELECT id, sum(v) OVER (ORDER BY k GROUPS BETWEEN 2 PRECEDING AND CURRENT ROW) AS a, count(*) OVER (PARTITION BY g ORDER BY v GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS b,
  max(n) OVER (ORDER BY v DESC GROUPS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS c, count(*) OVER (ORDER BY v GROUPS BETWEEN 3 PRECEDING AND 2 PRECEDING) AS d,
  count(*) OVER (ORDER BY v NULLS FIRST GROUPS BETWEEN 2 FOLLOWING AND UNBOUNDED FOLLOWING) AS e, count(*) OVER (ORDER BY v GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS f,
  count(*) OVER (ORDER BY v GROUPS BETWEEN CURRENT ROW AND CURRENT ROW) AS g FROM m

-- stream table exclusions_of_rows
SELECT id, sum(v) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW) AS a,
  count(*) OVER (ORDER BY k, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS b,
  max(v) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS c,
  first_value(id) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND 3 FOLLOWING EXCLUDE CURRENT ROW) AS d,
  last_value(id) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS e,
  nth_value(id, 2) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS f,
  last_value(id) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS g FROM m

-- stream table exclusions_of_groups
SELECT id, sum(v) OVER (PARTITION BY g ORDER BY v RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP) AS a,
  count(*) OVER (ORDER BY v RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES) AS b,
  count(*) OVER (ORDER BY k RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE TIES) AS c,
  min(n) OVER (ORDER BY v GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE GROUP) AS d,
  sum(id) OVER (ORDER BY v RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP) AS e,
  sum(id) OVER (ORDER BY v RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES) AS f,
  count(*) OVER (ORDER BY v RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS g,
  first_value(v) OVER (ORDER BY v GROUPS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP) AS h,
  count(*) OVER (ORDER BY v RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE NO OTHERS) AS i FROM m

-- stream table filters
SELECT id, count(*) FILTER (WHERE ok) OVER (ORDER BY id) AS a, sum(v) FILTER (WHERE v > 5) OVER (PARTITION BY g ORDER BY id ROWS 3 PRECEDING) AS b,
  max(n) FILTER (WHERE w > 'b') OVER (PARTITION BY g) AS c FROM m

-- stream table any_values from 16
SELECT id, any_value(v) OVER (PARTITION BY g ORDER BY id ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING) AS a, any_value(w) FILTER (WHERE ok) OVER (ORDER BY id) AS b FROM m

-- stream table numbers_of_rows
SELECT id, nth_value(id, s % 4 + 1) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING) AS a, nth_value(v, NULL) OVER (ORDER BY id) AS b,
  nth_value(v, 5) OVER (PARTITION BY g ORDER BY id) AS c FROM m

-- stream table lists
SELECT id, string_agg(w, ',') OVER (PARTITION BY g ORDER BY id ROWS 4 PRECEDING) AS a, array_agg(v) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS b,
  string_agg(w, '-') FILTER (WHERE ok) OVER (PARTITION BY g ORDER BY id) AS c, array_agg(id) OVER (PARTITION BY w ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS d FROM m

-- stream table deviations
SELECT id, stddev_pop(v) OVER (ORDER BY id ROWS 5 PRECEDING) AS a, var_samp(n) OVER (PARTITION BY g) AS b, bit_or(v) OVER (ORDER BY id ROWS 2 PRECEDING) AS c,
  sum(b) OVER (PARTITION BY g ORDER BY id) AS d, sum(i) OVER (ORDER BY id ROWS 2 PRECEDING) AS e, avg(s) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING) AS f FROM m

-- batch
UPDATE m SET v = v + 1, n = n * 2, k = k + 3 WHERE id % 10 = 0;
DELETE FROM m WHERE id IN (1, 2, 45, 90);

-- batch
INSERT INTO m SELECT x, x % 3, x % 50, x % 7, x / 3.0, x / 7.0, x / 2.0, abs(x), x, date '2026-02-01' + x % 5, timestamp '2026-01-10' + x * interval '1 hour',
  timestamptz '2026-01-03 00:00+00' + x * interval '1 hour', x * interval '1 day', '12:00', NULL, 'z' FROM generate_series(-5, 0) x;
UPDATE m SET v = NULL WHERE id = 33;

-- batch
UPDATE m SET g = (g + 1) % 4 WHERE id % 8 = 0;
UPDATE m SET id = id + 500 WHERE id BETWEEN 50 AND 53;

-- batch
UPDATE m SET f = 'NaN', n = 'NaN' WHERE id = 17;
UPDATE m SET f = 'Infinity', t = 'infinity', d = 'infinity' WHERE id = 18;
UPDATE m SET f = '-Infinity', r = 'Infinity', n = 1e10 WHERE id = 19;

-- batch
UPDATE m SET f = 1, n = 1.000, t = '2026-01-01', d = '2026-01-31', r = 1 WHERE id IN (17, 18, 19);

-- batch autocommit
UPDATE m SET v = 10 WHERE id = 60;
DELETE FROM m WHERE id = 96;
UPDATE m SET k = NULL WHERE k = 7;
UPDATE m SET k = 7 WHERE k IS NULL;

-- batch
DELETE FROM m WHERE g = 1;
UPDATE m SET v = 5, k = 5, d = '2026-01-05';

-- batch
DELETE FROM m;

-- batch
INSERT INTO m (id, g, k, v, n, f, d, w) VALUES (1, 1, 1, 1, 1.0, 1, '2026-01-31', 'a'), (2, 1, 1, 1, 1.00, 1, '2026-02-28', 'b'), (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
