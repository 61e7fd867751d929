-- schema
CREATE TABLE event (id int PRIMARY KEY, at timestamptz, day date, kind int, n numeric, f float8, t text, small smallint);
CREATE TABLE span (id int PRIMARY KEY, start_at timestamptz, end_at timestamptz, day date, kind int, lo numeric, hi numeric, f float8, t text, big bigint);
CREATE TABLE bag (x int, y int);
ALTER TABLE bag REPLICA IDENTITY FULL;
INSERT INTO event SELECT i, timestamptz '2026-01-01 00:00+00' + i * interval '37 min', date '2026-01-01' + i % 5, nullif(i % 4, 3),
  CASE i % 11 WHEN 7 THEN 'NaN' WHEN 8 THEN NULL WHEN 9 THEN 'Infinity' ELSE i * 0.25 END,
  CASE i % 7 WHEN 2 THEN 'NaN' WHEN 3 THEN '-Infinity' WHEN 4 THEN '-0' WHEN 5 THEN NULL ELSE i::float8 END, nullif('t' || i % 6, 't3'), i FROM generate_series(1, 40) i;
INSERT INTO span SELECT i, timestamptz '2026-01-01 00:00+00' + i * interval '1 hour', CASE WHEN i % 6 > 0 THEN timestamptz '2026-01-01 00:00+00' + i * interval '90 min' END,
  date '2026-01-01' + i % 4, nullif(i % 5, 4), CASE WHEN i % 9 = 0 THEN '-Infinity' ELSE i * 0.5 END, CASE WHEN i % 7 = 0 THEN NULL WHEN i % 8 = 0 THEN 'NaN' ELSE i * 0.75 END,
  CASE i % 5 WHEN 1 THEN 'Infinity' WHEN 2 THEN 0 WHEN 3 THEN NULL ELSE i::float8 END, nullif('t' || i % 5, 't2'), i FROM generate_series(1, 25) i;
INSERT INTO bag VALUES (1, 1), (1, 1), (2, NULL), (NULL, 5), (5, 2), (5, 2), (9, 20), (-3, -3);

-- stream table inner_less
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.id < s.id

-- stream table inner_less_or_equal
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.id <= s.id AND s.id < 10

-- stream table inner_greater_across_types
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.small > s.big AND e.id % 3 = 0

-- stream table inner_between_times
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.at BETWEEN s.start_at AND s.end_at

-- stream table inner_half_open
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.at >= s.start_at AND e.at < s.end_at AND e.kind = s.kind

-- stream table inner_overlap
SELECT a.id, b.id AS b FROM span a JOIN span b ON a.start_at < b.end_at AND b.start_at < a.end_at AND a.id < b.id

-- stream table inner_numeric
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.n BETWEEN s.lo AND s.hi

-- stream table inner_float
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.f >= s.f AND e.id < 15

-- stream table inner_date
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.day > s.day AND e.kind = s.kind

-- stream table inner_date_with_timestamp
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.day > s.day::timestamp AND e.id < 9

-- stream table inner_text_c
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.t COLLATE "C" < s.t COLLATE "C"

-- stream table inner_expression
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.id * 2 BETWEEN s.id AND s.id + 3

-- stream table inner_with_residual
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.id < s.id AND e.t LIKE s.t

-- stream table inner_ends_equal
SELECT e.id, s.id AS s FROM event e JOIN span s ON e.id <= s.id AND e.id >= s.id

-- stream table inner_bags
SELECT a.x, b.y FROM bag a JOIN bag b ON a.x < b.y

-- stream table left_less
SELECT e.id, s.id AS s FROM event e LEFT JOIN span s ON e.id > s.id AND s.id < 4

-- stream table left_between
SELECT e.id, s.id AS s FROM event e LEFT JOIN span s ON e.at BETWEEN s.start_at AND s.end_at

-- stream table left_between_with_key
SELECT e.id, s.id AS s FROM event e LEFT JOIN span s ON e.kind = s.kind AND e.n BETWEEN s.lo AND s.hi

-- stream table left_with_residual
SELECT e.id, s.id AS s FROM event e LEFT JOIN span s ON e.id < s.id AND e.t <> s.t AND s.kind > e.kind

-- stream table left_one_sided
SELECT e.id, s.id AS s FROM event e LEFT JOIN span s ON e.id < s.id AND e.kind = 1 AND s.kind IS NOT NULL

-- stream table left_bags
SELECT a.x, b.x AS bx, b.y FROM bag a LEFT JOIN bag b ON a.x < b.y

-- stream table right_greater
SELECT e.id, s.id AS s FROM event e RIGHT JOIN span s ON e.n > s.hi

-- stream table left_less_of_filtered
SELECT e.id, s.id AS s FROM (SELECT * FROM event WHERE id > 10) e LEFT JOIN span s ON e.id < s.id

-- stream table full_with_key
SELECT e.id, s.id AS s, e.kind FROM event e FULL JOIN span s ON e.kind = s.kind AND e.n < s.lo

-- stream table left_aggregate
SELECT s.id, count(e.id) AS n, max(e.at) AS last FROM span s LEFT JOIN event e ON e.at BETWEEN s.start_at AND s.end_at GROUP BY s.id

-- stream table running_total
SELECT a.id, sum(b.n) AS total FROM event a JOIN event b ON b.id <= a.id GROUP BY a.id

-- stream table latest_before
SELECT e.id, max(s.start_at) AS since FROM event e LEFT JOIN span s ON s.start_at <= e.at GROUP BY e.id

-- stream table three_ranges
SELECT a.id, b.id AS b, c.id AS c FROM span a JOIN span b ON b.id > a.id AND b.id <= a.id + 2 LEFT JOIN event c ON c.id < a.id AND c.id >= b.id - 3

-- batch
UPDATE event SET at = at + interval '20 min', n = n + 1 WHERE id % 3 = 0;
UPDATE span SET end_at = end_at - interval '30 min', hi = hi - 1 WHERE id % 2 = 0;

-- batch
DELETE FROM event WHERE id % 4 = 0;
DELETE FROM span WHERE id % 3 = 0;
INSERT INTO bag VALUES (1, 1), (0, 0), (NULL, NULL);
DELETE FROM bag WHERE x = 5;

-- batch
UPDATE event SET id = id + 100 WHERE id < 20;
UPDATE span SET id = id + 50 WHERE id < 10;
UPDATE event SET t = 't1', f = 'NaN' WHERE kind = 1;

-- batch
UPDATE span SET start_at = NULL WHERE id % 2 = 0;
UPDATE event SET at = NULL, n = NULL WHERE id % 2 = 1;
INSERT INTO event VALUES (1, '2026-01-01 03:00+00', '2026-01-02', 2, 2.50, 2, 't9', 1);

-- batch
DELETE FROM span;
DELETE FROM bag;

-- batch
INSERT INTO span SELECT i, timestamptz '2026-01-01 00:00+00' + i * interval '1 hour', timestamptz '2026-01-01 00:00+00' + i * interval '3 hour', date '2026-01-01' + i, i % 3, i, i + 5, i, 't' || i % 4, i FROM generate_series(1, 12) i;
DELETE FROM event WHERE id > 100;
INSERT INTO bag VALUES (3, 4), (4, 3);

-- batch
DELETE FROM event;
INSERT INTO event SELECT i, timestamptz '2026-01-01 00:00+00' + i * interval '41 min', date '2026-01-01' + i % 5, i % 3, i, i, 't' || i % 6, i FROM generate_series(1, 20) i;
