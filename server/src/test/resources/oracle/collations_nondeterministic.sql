-- schema
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION ai (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE COLLATION num (provider = icu, locale = 'en-u-kn-true');
CREATE TABLE t (id int PRIMARY KEY, g int, s text COLLATE ci, a varchar(20) COLLATE ai, n text COLLATE num, b char(5) COLLATE ci, v int);
CREATE TABLE u (id int PRIMARY KEY, s text COLLATE ci, n text COLLATE num, p text);
CREATE TABLE k (s text COLLATE ci PRIMARY KEY, v int);
INSERT INTO t SELECT i, i % 4,
  (ARRAY['apple', 'Apple', 'APPLE', 'äpfel', 'Äpfel', 'zebra', 'Zebra', '', NULL, 'co-op', 'CO-OP', 'coop'])[1 + i * 5 % 12],
  (ARRAY['résumé', 'Resume', 'RESUME', NULL, 'a', 'á', 'b'])[1 + i % 7],
  (ARRAY['a1', 'a10', 'a2', 'A2', 'a02', NULL])[1 + i % 6], (ARRAY['x', 'X', 'x  ', 'y', NULL])[1 + i % 5], i * 37 % 50
  FROM generate_series(1, 60) i;
INSERT INTO u SELECT i, (ARRAY['APPLE', 'Zebra', 'ZEBRA', '', NULL, 'other'])[1 + i % 6], (ARRAY['a2', 'a10', 'b', NULL])[1 + i % 4],
  (ARRAY['apple', 'ZEBRA', 'a2'])[1 + i % 3] FROM generate_series(1, 24) i;
INSERT INTO k VALUES ('One', 1), ('two', 2), ('THREE', 3);

-- stream table grouped
SELECT lower(s) AS l, count(*) AS c, sum(v) AS v, min(lower(s)) AS m FROM t GROUP BY s

-- stream table grouped_by_two
SELECT lower(s) AS l, g, count(*) AS c, count(DISTINCT a) AS d FROM t GROUP BY s, g

-- stream table grouped_by_two_own
SELECT lower(s) AS l, length(a) AS n, count(*) AS c FROM t GROUP BY s, a

-- stream table grouped_by_array
SELECT lower((ARRAY[s])[1] COLLATE "en-x-icu") AS l, count(*) AS c FROM t GROUP BY ARRAY[s], s

-- stream table grouped_char
SELECT lower(b) = 'x' COLLATE "C" AS x, count(*) AS c FROM t GROUP BY b

-- stream table sets
SELECT lower(s) AS l, g, grouping(s, g) AS w, count(*) AS c FROM t GROUP BY GROUPING SETS ((s), (g), (s, g), ())

-- stream table distinct_rows
SELECT lower(s) AS l, length(a) AS n FROM (SELECT DISTINCT s, a FROM t WHERE a IS NULL OR a >= 'b') q

-- stream table distinct_count
SELECT g, count(DISTINCT s) AS c, count(DISTINCT a) AS d, count(DISTINCT lower(s) COLLATE "C") AS e FROM t GROUP BY g

-- stream table distinct_count_all
SELECT count(DISTINCT b) AS c, count(DISTINCT s COLLATE ai) AS d FROM t

-- stream table union_of_texts
SELECT lower(s) AS l FROM (SELECT s FROM t UNION SELECT s FROM u) q

-- stream table joined
SELECT t.id, u.id AS x FROM t JOIN u ON t.s = u.s

-- stream table joined_with_more
SELECT t.id, u.id AS x, t.s, u.s AS z FROM t JOIN u ON t.s = u.s AND t.g = u.id % 4 AND t.v > u.id

-- stream table joined_by_two_own
SELECT t.id, u.id AS x FROM t JOIN u ON t.s = u.s AND u.p COLLATE ai = t.a COLLATE ai

-- stream table left_joined
SELECT t.id, t.s, u.id AS x FROM t LEFT JOIN u ON t.s = u.s AND u.id < 10

-- stream table full_joined
SELECT t.id, u.id AS x FROM (SELECT * FROM t WHERE g = 1) t FULL JOIN u ON t.s = u.s

-- stream table not_distinct
SELECT t.id, u.id AS x FROM t JOIN u ON t.s IS NOT DISTINCT FROM u.s WHERE u.id < 9

-- stream table semi
SELECT id FROM t WHERE EXISTS (SELECT FROM u WHERE u.s = t.s AND u.id > 6)

-- stream table anti
SELECT id, s FROM t WHERE NOT EXISTS (SELECT FROM u WHERE u.s = t.s)

-- stream table among
SELECT id FROM t WHERE s IN (SELECT s FROM u WHERE id % 2 = 0)

-- stream table not_among
SELECT id FROM t WHERE s NOT IN (SELECT s FROM u WHERE s IS NOT NULL)

-- stream table explicit_collation
SELECT t.id, u.id AS x FROM t JOIN u ON t.n COLLATE ci = u.p

-- stream table key_of_its_own
SELECT k.s, k.v, t.id FROM k JOIN t ON k.s = t.s

-- stream table all_keys
SELECT s, v FROM k

-- stream table distinct_keys
SELECT DISTINCT lower(s COLLATE "C") AS l, v FROM k

-- stream table counted_keys
SELECT lower(s) AS l, count(*) AS c, sum(v) AS v FROM k GROUP BY s

-- stream table filtered
SELECT id, s FROM t WHERE s = 'APPLE' OR a = 'resume' OR s IN ('ZEBRA', 'x')

-- stream table compared
SELECT id, s = 'apple' AS e, s < 'b' AS l, nullif(s, 'APPLE') IS NULL AS n, s IS DISTINCT FROM 'ZEBRA' AS d, CASE s WHEN 'COOP' THEN 1 WHEN 'co-op' THEN 2 END AS c FROM t

-- stream table ranked
SELECT id, rank() OVER (ORDER BY s) AS r, dense_rank() OVER (ORDER BY a DESC) AS d, count(*) OVER (PARTITION BY s) AS c, row_number() OVER (PARTITION BY a ORDER BY id) AS n FROM t

-- stream table partitions_filtered from 18
-- before, PostgreSQL takes the condition below the window, where it tells apart rows of one partition
SELECT * FROM (SELECT id, s, row_number() OVER (PARTITION BY s ORDER BY id) AS n FROM t) q WHERE s COLLATE "C" = 'apple'

-- stream table first_of_each
SELECT DISTINCT ON (s) lower(s) AS l, id, v FROM t ORDER BY s, v DESC, id

-- stream table best_per_text
SELECT id, n FROM (SELECT id, row_number() OVER (PARTITION BY s ORDER BY v, id) AS n FROM t) q WHERE n <= 2

-- stream table ties
SELECT id FROM t ORDER BY s FETCH FIRST 7 ROWS WITH TIES

-- stream table extremes
SELECT g, lower(min(s)) AS a, lower(max(s)) AS b FROM t GROUP BY g

-- stream table lists
SELECT g, array_agg(id ORDER BY s, id) AS a, lower(string_agg(DISTINCT s, '|')) AS b, lower(mode() WITHIN GROUP (ORDER BY b)) IS NULL AS m FROM t GROUP BY g

-- stream table numbers_in_order
SELECT id, n FROM t ORDER BY n, id LIMIT 20

-- stream table numbers_grouped
SELECT n, count(*) AS c, max(n) AS m FROM t GROUP BY n

-- stream table numbers_joined
SELECT t.id, u.id AS x FROM t JOIN u ON t.n = u.n

-- stream table numbers_distinct
SELECT DISTINCT n FROM t

-- stream table numbers_in_both
SELECT n FROM t INTERSECT SELECT n FROM u

-- stream table ranges
SELECT t.id, u.id AS x FROM t JOIN u ON t.n < u.n

-- stream table between_two
SELECT a.id, b.id AS x, c.id AS y FROM (SELECT * FROM t WHERE g = 0) a JOIN u b ON a.s >= b.s JOIN (SELECT * FROM u WHERE id < 5) c ON a.s < c.s AND b.n > c.n

-- stream table outside
SELECT id FROM t WHERE NOT EXISTS (SELECT FROM u WHERE u.s > t.s)

-- stream table intersected
SELECT lower(s) AS l FROM (SELECT s FROM t INTERSECT SELECT s FROM u) q

-- stream table intersected_rows
SELECT lower(s) AS l, v FROM (SELECT s, v % 5 AS v FROM t INTERSECT SELECT s, id % 5 FROM u) q

-- stream table excepted
SELECT lower(s) AS l FROM (SELECT s FROM u EXCEPT SELECT s FROM t WHERE g = 1) q

-- stream table excepted_rows
SELECT lower(s) AS l, length(a) AS n FROM (SELECT s, a FROM t EXCEPT SELECT s, p COLLATE ai FROM u) q

-- stream table equal_bytes_grouped
SELECT lower(t.s) AS l, u.p, count(*) AS c FROM t JOIN u ON t.s COLLATE "C" = u.p GROUP BY t.s, u.p

-- stream table equal_bytes_distinct
SELECT lower(s) AS l, p FROM (SELECT DISTINCT t.s, u.p FROM t JOIN u ON t.s COLLATE "C" = u.p) q

-- stream table excepted_copies falls to full
SELECT lower(s) AS l FROM (SELECT s FROM u EXCEPT ALL SELECT s FROM t) q

-- stream table correlated_count falls to full
SELECT t.id, (SELECT count(*) FROM u WHERE u.s = t.s) AS c FROM t

-- batch
UPDATE t SET s = 'ApPlE' WHERE id = 5;
UPDATE t SET s = upper(s) WHERE g = 1;
UPDATE t SET s = lower(s), a = upper(a) WHERE g = 2;
INSERT INTO u VALUES (100, 'ÄPFEL', 'a02', 'APPLE'), (101, 'CoOp', 'A10', 'A2');
UPDATE k SET s = upper(s), v = v + 1;

-- batch
DELETE FROM t WHERE s = 'apple';
DELETE FROM u WHERE s = 'zebra';
INSERT INTO t SELECT 200 + i, i % 4, CASE WHEN i % 2 = 0 THEN 'Zebra' ELSE 'zebrA' END, 'A', 'a' || i, 'Y', i FROM generate_series(1, 20) i;

-- batch
INSERT INTO u SELECT 300 + i, CASE WHEN i % 2 = 0 THEN 'zebra' ELSE 'new' || i END, 'a' || i, 'r' FROM generate_series(1, 20) i;
UPDATE t SET s = 'NEW' || id % 20, n = 'a0' || id % 7 WHERE id > 190;
DELETE FROM k; INSERT INTO k VALUES ('ONE', 10), ('zebra', 3);

-- batch autocommit
UPDATE t SET s = 'flip' WHERE id = 7;
UPDATE t SET s = 'FLIP' WHERE id = 7;
UPDATE u SET s = 'Flip' WHERE id = 8;
UPDATE k SET s = 'fLIP' WHERE s = 'one';
UPDATE t SET s = NULL WHERE id = 7;

-- batch
DELETE FROM t; DELETE FROM u; DELETE FROM k;

-- batch
INSERT INTO t SELECT i, i % 3, CASE WHEN i % 2 = 0 THEN 'k' ELSE 'K' END || i / 4, 'x', 'a' || i, 'b', i FROM generate_series(1, 20) i;
INSERT INTO u SELECT i, 'K' || i / 3, 'A' || i, 'x' FROM generate_series(1, 12) i;
