-- schema icu en-US
CREATE TABLE t (id int PRIMARY KEY, g int, s text, d varchar(20), b char(6), n int);
CREATE TABLE u (id int PRIMARY KEY, t_id int, s text);
CREATE TABLE dup (s text, v int);
ALTER TABLE dup REPLICA IDENTITY FULL;
INSERT INTO t SELECT i, i % 4,
  (ARRAY['apple', 'Apple', 'APPLE', 'äpfel', 'Zebra', 'zebra', 'co-op', 'coop', 'Coop', 'a1', 'a10', 'a2', '', NULL, 'résumé', 'resume', 'Résumé', 'ß', 'ss', '_x', 'x y', 'xy', 'Ångström', 'angstrom'])[1 + i * 7 % 24],
  (ARRAY['Öl', 'ol', 'Ol', 'öl', 'oz', NULL, 'Straße', 'strasse', 'z', ''])[1 + i * 3 % 10],
  (ARRAY['b', 'B', 'b  ', 'ä', NULL, 'a'])[1 + i % 6], i * 37 % 50
  FROM generate_series(1, 60) i;
INSERT INTO u SELECT i, i * 3 % 70, (ARRAY['apple', 'Apple', 'zebra', '', NULL, 'x-y', 'xy'])[1 + i % 7] FROM generate_series(1, 40) i;
INSERT INTO dup SELECT (ARRAY['a', 'A', 'á', NULL, 'b-c', 'bc'])[1 + i % 6], i % 3 FROM generate_series(1, 40) i;

-- stream table first_by_text
SELECT id, s FROM t ORDER BY s, id LIMIT 9

-- stream table last_by_text
SELECT id, s FROM t ORDER BY s DESC NULLS LAST, id DESC LIMIT 7 OFFSET 3

-- stream table nulls_first_by_two
SELECT id, s, d FROM t ORDER BY d NULLS FIRST, s DESC, id LIMIT 11

-- stream table with_ties
SELECT s FROM t ORDER BY s FETCH FIRST 5 ROWS WITH TIES

-- stream table by_expression
SELECT id, lower(s) AS l FROM t ORDER BY lower(s) || coalesce(d, '~'), id LIMIT 8

-- stream table by_other_collation
SELECT id, s FROM t ORDER BY s DESC, s COLLATE "C", id LIMIT 10

-- stream table blanks_do_not_count
SELECT id, b FROM t ORDER BY b, id LIMIT 12

-- stream table one_per_text
SELECT DISTINCT ON (s) s, id, d FROM t ORDER BY s, d DESC, id

-- stream table first_text_per_group
SELECT DISTINCT ON (g) g, s, id FROM t ORDER BY g, s, id

-- stream table extremes
SELECT min(s) AS a, max(s) AS b, min(d) AS c, max(d) AS e, max(s COLLATE "C") AS f FROM t

-- stream table extremes_per_group
SELECT g, min(s) AS a, max(s) AS b, min(d) FILTER (WHERE n > 20) AS c, count(DISTINCT s) AS k FROM t GROUP BY g

-- stream table extreme_of_blanks
SELECT g, length(min(b)) AS a, lower(rtrim(max(b))) AS m FROM t GROUP BY g

-- stream table extremes_of_arrays
SELECT g, min(ARRAY[s, d]) AS a, max(ARRAY[d::text, s]) AS b FROM t GROUP BY g

-- stream table text_lists
SELECT g, string_agg(s, '|' ORDER BY s, id) AS a, array_agg(id ORDER BY s DESC, id) AS b, string_agg(DISTINCT s, '|') AS c,
  string_agg(DISTINCT s, '|' ORDER BY s DESC) AS d, jsonb_agg(s ORDER BY d, id) AS e FROM t GROUP BY g

-- stream table distinct_of_two
SELECT g, json_agg(DISTINCT d) AS a, string_agg(DISTINCT s, lower(s) ORDER BY lower(s) DESC, s) AS b FROM t GROUP BY g

-- stream table places_in_the_order
SELECT g, percentile_disc(0.5) WITHIN GROUP (ORDER BY s) AS a, percentile_disc(ARRAY[0.1, 0.9]) WITHIN GROUP (ORDER BY s DESC) AS b,
  mode() WITHIN GROUP (ORDER BY coalesce(s, d)) IS NULL AS c, rank('coop') WITHIN GROUP (ORDER BY s) AS d FROM t GROUP BY g

-- stream table rolled_up
SELECT g, n % 3 AS m, min(s) AS a, max(d) AS b, string_agg(s, ',' ORDER BY s, id) AS c FROM t GROUP BY ROLLUP (g, n % 3)

-- stream table having_extremes
SELECT g, max(s) AS m FROM t GROUP BY g HAVING max(s) > 'm' AND min(s) < 'b'

-- stream table ranks
SELECT id, s, rank() OVER w AS r, dense_rank() OVER w AS d, percent_rank() OVER w AS p, cume_dist() OVER w AS c FROM t WINDOW w AS (ORDER BY s)

-- stream table ranks_per_group
SELECT id, g, row_number() OVER (PARTITION BY g ORDER BY d DESC NULLS LAST, id) AS r, ntile(3) OVER (PARTITION BY g ORDER BY s, id) AS q FROM t

-- stream table neighbours
SELECT id, s, lag(s) OVER w AS a, lead(s, 2, '?') OVER w AS b, first_value(s) OVER w AS c, last_value(d) OVER w AS e, nth_value(s, 3) OVER w AS f
FROM t WINDOW w AS (PARTITION BY g ORDER BY s, id)

-- stream table running
SELECT id, min(s) OVER (ORDER BY n, id) AS a, max(s) OVER (PARTITION BY g ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS b,
  sum(n) OVER (ORDER BY s) AS c, count(*) OVER (PARTITION BY g ORDER BY d RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS e FROM t

-- stream table groups_frame
SELECT id, sum(n) OVER (ORDER BY s GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES) AS a, string_agg(d, ',') OVER (ORDER BY s, id ROWS 2 PRECEDING) AS b FROM t

-- stream table best_three
SELECT * FROM (SELECT g, id, s, row_number() OVER (PARTITION BY g ORDER BY s DESC NULLS LAST, id) AS r FROM t) q WHERE r <= 3

-- stream table filtered_extreme_window
SELECT id, max(s) FILTER (WHERE n % 2 = 0) OVER (PARTITION BY g) AS m, min(d) OVER () AS o FROM t

-- stream table over_a_join
SELECT u.id, t.s, u.s AS x FROM u JOIN t ON t.id = u.t_id ORDER BY t.s DESC NULLS LAST, u.s, u.id LIMIT 9

-- stream table extremes_over_a_join
SELECT t.g, min(u.s) AS a, max(t.s || coalesce(u.s, '')) AS b FROM t LEFT JOIN u ON u.t_id = t.id GROUP BY t.g

-- stream table equal_texts
SELECT t.id, u.id AS x FROM t JOIN u ON t.s = u.s WHERE t.n < 25

-- stream table correlated
SELECT t.id, (SELECT max(u.s) FROM u WHERE u.t_id = t.id) AS m, (SELECT u.s FROM u WHERE u.t_id = t.id ORDER BY u.s, u.id LIMIT 1) AS f FROM t

-- stream table two_beside
SELECT t.id, l.s FROM t CROSS JOIN LATERAL (SELECT u.s FROM u WHERE u.t_id = t.id ORDER BY u.s DESC, u.id LIMIT 2) l WHERE t.n > 5

-- stream table greater_than_all
SELECT id FROM u WHERE s >= (SELECT max(s) FROM t WHERE g = 1)

-- stream table over_union
SELECT s FROM (SELECT s FROM t WHERE g = 0 UNION SELECT s FROM u) q ORDER BY s LIMIT 6

-- stream table duplicates
SELECT s, v FROM dup ORDER BY s DESC, v LIMIT 17

-- stream table duplicates_grouped
SELECT v, min(s) AS a, max(s) AS b, string_agg(s, '' ORDER BY s) AS c FROM dup GROUP BY v

-- stream table duplicates_ranked
SELECT s, v, dense_rank() OVER (ORDER BY s) AS r FROM dup

-- stream table by_jsonb
SELECT id, j FROM (SELECT id, to_jsonb(s) AS j FROM t) q ORDER BY j, id LIMIT 7

-- stream table by_array
SELECT id FROM t ORDER BY ARRAY[d::text, s], id LIMIT 7

-- stream table two_windows
SELECT id, rank() OVER (ORDER BY s) AS a, rank() OVER (PARTITION BY g ORDER BY s DESC) AS b, rank() OVER (ORDER BY d) AS c FROM t

-- batch
UPDATE t SET s = 'Aardvark' WHERE id = 5;
UPDATE t SET s = 'ApPlE', d = 'OL' WHERE id IN (7, 9);
INSERT INTO t VALUES (100, 1, 'zzz', 'zz', 'zz', 1), (101, 2, 'ÄÄÄ', 'ä', 'Z', 2), (102, 3, 'äaa', NULL, NULL, 3);

-- batch
DELETE FROM t WHERE s = (SELECT min(s) FROM t);
DELETE FROM t WHERE s = (SELECT max(s) FROM t);
UPDATE u SET t_id = id, s = upper(s) WHERE id < 20;
UPDATE t SET id = id + 1000 WHERE id % 11 = 0;

-- batch
INSERT INTO t SELECT 2000 + i, i % 4, chr(97 + i % 26) || CASE WHEN i % 2 = 0 THEN '-' ELSE '' END || i, chr(65 + i * 5 % 26) || i % 7, chr(97 + i % 5), i % 50 FROM generate_series(1, 300) i;

-- batch
DELETE FROM t WHERE id % 3 = 0;
INSERT INTO u SELECT 500 + i, 2000 + i, md5(i::text) FROM generate_series(1, 30) i;
UPDATE dup SET s = 'B' WHERE v = 1;
DELETE FROM dup WHERE s = 'a';

-- batch autocommit
INSERT INTO t VALUES (5001, 0, 'same', 'same', 's', 1);
UPDATE t SET s = 'Same' WHERE id = 5001;
UPDATE t SET s = 'same' WHERE id = 5001;
DELETE FROM t WHERE id = 5001;
INSERT INTO dup VALUES ('z', 1), ('Z', 1), ('z', 1);
DELETE FROM dup WHERE s = 'z';

-- batch
UPDATE t SET s = NULL WHERE g = 2;
UPDATE t SET s = d, d = s WHERE g = 3;

-- batch
DELETE FROM t; DELETE FROM u; DELETE FROM dup;

-- batch
INSERT INTO t SELECT i, i % 3, chr(96 + i), chr(123 - i), NULL, i FROM generate_series(1, 26) i;
INSERT INTO u SELECT i, i, chr(90 - i) FROM generate_series(1, 20) i;
