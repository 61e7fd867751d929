-- schema
CREATE TABLE big (id int PRIMARY KEY, g int, k int, v int, n numeric, d date);
INSERT INTO big SELECT i, i % 3, i * 7919 % 3001, i * 31 % 101 - 50, i % 97 / 4.0, date '2020-01-01' + i * 13 % 900 FROM generate_series(1, 6000) i;

-- stream table one_partition
SELECT id, row_number() OVER (ORDER BY id) AS n, sum(v) OVER (ORDER BY id) AS running, max(v) OVER (ORDER BY id) AS most, lag(v, 2) OVER (ORDER BY id) AS before,
  sum(v) OVER (ORDER BY id ROWS BETWEEN 20 PRECEDING AND 20 FOLLOWING) AS near, ntile(10) OVER (ORDER BY id) AS tile FROM big

-- stream table by_key
SELECT id, rank() OVER w AS r, dense_rank() OVER w AS d, cume_dist() OVER w AS c, count(*) OVER w AS n, sum(v) OVER (ORDER BY k GROUPS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS s,
  min(n) OVER (ORDER BY k RANGE BETWEEN 10 PRECEDING AND 5 FOLLOWING) AS least FROM big WINDOW w AS (ORDER BY k)

-- stream table partitions
SELECT id, g, sum(n) OVER (PARTITION BY g) AS whole, avg(v) OVER (PARTITION BY g ORDER BY k, id ROWS BETWEEN 50 PRECEDING AND CURRENT ROW EXCLUDE TIES) AS mean,
  first_value(id) OVER (PARTITION BY g ORDER BY d, id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS first,
  nth_value(id, 100) OVER (PARTITION BY g ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS hundredth,
  count(*) OVER (PARTITION BY g ORDER BY d RANGE BETWEEN '20 days' PRECEDING AND CURRENT ROW) AS recent FROM big

-- stream table top
SELECT g, id, r FROM (SELECT g, id, rank() OVER (PARTITION BY g ORDER BY k DESC) AS r FROM big) x WHERE r <= 5

-- stream table rounds
WITH RECURSIVE r(id, k, round, place) AS (
  SELECT id, k, 0, 0::bigint FROM big WHERE id <= 30
  UNION ALL SELECT id, k, round + 1, row_number() OVER (ORDER BY k DESC, id) FROM r WHERE round < 4 AND place < 20 - round * 3)
SELECT * FROM r

-- batch
UPDATE big SET v = v + 1 WHERE id % 1000 = 7;

-- batch
DELETE FROM big WHERE id IN (5, 3000, 5999);
INSERT INTO big VALUES (0, 0, 0, 0, 0, '2020-01-01'), (7000, 1, 3001, 9, 9.00, '2024-01-01'), (-1, 2, 1500, 1, NULL, NULL);

-- batch
UPDATE big SET k = k + 1 WHERE id BETWEEN 2000 AND 2010;
UPDATE big SET g = (g + 1) % 3 WHERE id % 500 = 1;

-- batch
DELETE FROM big WHERE id BETWEEN 1000 AND 4500;

-- batch
UPDATE big SET d = d + 1, v = -v WHERE id % 2 = 0;

-- batch
DELETE FROM big WHERE id % 100 > 0;

-- batch
DELETE FROM big;
INSERT INTO big SELECT i, 1, i, i, i, '2020-01-01' FROM generate_series(1, 70) i;
