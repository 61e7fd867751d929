-- schema
CREATE TABLE t (id int PRIMARY KEY, g int, v numeric, s text COLLATE "C", d date);
CREATE TABLE e (id int PRIMARY KEY, t_id int, w int);
CREATE TABLE dup (v int, s text COLLATE "C");
ALTER TABLE dup REPLICA IDENTITY FULL;
INSERT INTO t SELECT i, i % 4, CASE WHEN i % 7 = 0 THEN NULL ELSE (i * 37 % 50) / 10.0 END,
  CASE WHEN i % 5 = 0 THEN NULL ELSE chr(97 + i * 11 % 26) END,
  date '2024-01-01' + i * 13 % 30 FROM generate_series(1, 40) i;
INSERT INTO e SELECT i, i % 50, i * 7 % 20 FROM generate_series(1, 80) i;
INSERT INTO dup SELECT i % 6, CASE WHEN i % 4 > 0 THEN 's' || i % 4 END FROM generate_series(1, 60) i;
INSERT INTO dup VALUES (NULL, 'n'), (NULL, 'n'), (NULL, NULL);
CREATE VIEW newest AS SELECT id, g, d FROM t ORDER BY d DESC, id LIMIT 6;

-- stream table first_three
SELECT id, v FROM t ORDER BY id LIMIT 3

-- stream table largest
SELECT id, v, s FROM t ORDER BY v DESC NULLS LAST, id LIMIT 5

-- stream table desc_default_nulls_first
SELECT id, v FROM t ORDER BY v DESC, id DESC LIMIT 8

-- stream table nulls_first
SELECT id, v FROM t ORDER BY v NULLS FIRST, id LIMIT 8

-- stream table nulls_last_by_default
SELECT id, v FROM t ORDER BY v, id DESC LIMIT 37

-- stream table by_text
SELECT id, s FROM t ORDER BY s DESC NULLS LAST, id LIMIT 7

-- stream table by_pattern_operator
SELECT id, s FROM t ORDER BY s USING ~>~ NULLS LAST, id LIMIT 9

-- stream table using_operator
SELECT id, v FROM t ORDER BY v USING >, id USING < LIMIT 6

-- stream table offset_only
SELECT id FROM t ORDER BY id OFFSET 35

-- stream table limit_and_offset
SELECT id, d FROM t ORDER BY d, id LIMIT 4 OFFSET 5

-- stream table offset_beyond_the_end
SELECT id FROM t ORDER BY id LIMIT 3 OFFSET 1000

-- stream table limit_zero
SELECT id FROM t ORDER BY id LIMIT 0

-- stream table limit_null
SELECT id FROM t ORDER BY id LIMIT NULL

-- stream table limit_all_offset_null
SELECT id FROM t ORDER BY id LIMIT ALL OFFSET NULL

-- stream table larger_than_the_table
SELECT id FROM t ORDER BY id LIMIT 9223372036854775807 OFFSET 2

-- stream table limit_expression
SELECT id FROM t ORDER BY id DESC LIMIT 2 + 3 * 2 OFFSET abs(-2)

-- stream table limit_case
SELECT id FROM t ORDER BY id LIMIT CASE WHEN 1 < 2 THEN 4 END

-- stream table fetch_first
SELECT id, v FROM t ORDER BY v, id FETCH FIRST 4 ROWS ONLY

-- stream table fetch_next_row
SELECT id FROM t ORDER BY id OFFSET 2 ROWS FETCH NEXT ROW ONLY

-- stream table with_ties
SELECT id, g FROM t ORDER BY g FETCH FIRST 3 ROWS WITH TIES

-- stream table with_ties_of_nulls
SELECT id, v FROM t ORDER BY v DESC FETCH FIRST 1 ROW WITH TIES

-- stream table with_ties_and_offset
SELECT v FROM dup ORDER BY v OFFSET 10 ROWS FETCH FIRST 12 ROWS WITH TIES

-- stream table with_ties_all_equal
SELECT id FROM t ORDER BY g * 0 FETCH FIRST 2 ROWS WITH TIES

-- stream table with_ties_none
SELECT id FROM t ORDER BY g FETCH FIRST 0 ROWS WITH TIES

-- stream table with_ties_two_keys
SELECT v, s FROM dup ORDER BY v DESC NULLS LAST, s NULLS FIRST FETCH FIRST 7 ROWS WITH TIES

-- stream table duplicates_cut_within
SELECT v, s FROM dup ORDER BY v, s LIMIT 4

-- stream table duplicates_with_offset
SELECT v, s FROM dup ORDER BY v DESC, s DESC OFFSET 3 LIMIT 9

-- stream table duplicates_no_order_needed
SELECT 1 AS one FROM dup LIMIT 5

-- stream table all_rows_without_order
SELECT id, v FROM t LIMIT 1000

-- stream table order_without_limit
SELECT id, v FROM t ORDER BY s, v DESC

-- stream table junk_column
SELECT s FROM t ORDER BY v DESC NULLS LAST, id LIMIT 6

-- stream table junk_expression
SELECT id FROM t ORDER BY v * g + id, id LIMIT 6

-- stream table junk_twice
SELECT g, g + 1 AS h FROM t ORDER BY -id, g LIMIT 6

-- stream table by_position_and_alias
SELECT id AS k, g + id AS x FROM t ORDER BY 2 DESC, k LIMIT 5

-- stream table order_by_case
SELECT id FROM t ORDER BY CASE WHEN g = 2 THEN 0 ELSE 1 END, id DESC LIMIT 14

-- stream table order_by_boolean
SELECT id, g = 1 AS one FROM t ORDER BY g = 1 DESC, id LIMIT 12

-- stream table order_by_interval_and_date
SELECT id, d FROM t ORDER BY d - date '2024-01-10' DESC, id LIMIT 5

-- stream table after_where
SELECT id, v FROM t WHERE g IN (1, 2) AND v IS NOT NULL ORDER BY v, id LIMIT 5

-- stream table of_groups
SELECT g, count(*) AS n, sum(v) AS total FROM t GROUP BY g ORDER BY sum(v) DESC NULLS LAST, g LIMIT 2

-- stream table of_groups_by_junk_aggregate
SELECT g FROM t GROUP BY g ORDER BY max(id) - min(id) DESC, count(*), g LIMIT 3

-- stream table of_groups_by_junk_key
SELECT count(*) AS n FROM t GROUP BY g ORDER BY g DESC LIMIT 2

-- stream table of_groups_having
SELECT v, count(*) AS n FROM dup GROUP BY v HAVING count(*) > 2 ORDER BY n DESC, v LIMIT 3

-- stream table of_groups_with_ties
SELECT g, count(*) AS n FROM t GROUP BY g ORDER BY count(*) DESC FETCH FIRST 1 ROW WITH TIES

-- stream table of_distinct
SELECT DISTINCT g FROM t ORDER BY g DESC LIMIT 2

-- stream table of_distinct_expression
SELECT DISTINCT v % 3 AS r FROM dup ORDER BY v % 3 DESC NULLS LAST LIMIT 2 OFFSET 1

-- stream table of_join
SELECT t.id, e.id AS e, e.w FROM t JOIN e ON e.t_id = t.id ORDER BY e.w DESC, e.id LIMIT 10

-- stream table of_union
SELECT id FROM t UNION ALL SELECT w FROM e ORDER BY id DESC LIMIT 12

-- stream table of_union_distinct_with_ties
SELECT g FROM t UNION SELECT w FROM e ORDER BY g OFFSET 2 FETCH FIRST 3 ROWS WITH TIES

-- stream table limited_branches
(SELECT id, g FROM t ORDER BY id LIMIT 3) UNION ALL (SELECT id, g FROM t ORDER BY id DESC LIMIT 3)

-- stream table limited_branches_and_all
(SELECT id FROM t ORDER BY v DESC NULLS LAST, id LIMIT 9) UNION (SELECT id FROM e ORDER BY w, id LIMIT 9) ORDER BY id LIMIT 10

-- stream table in_subquery_aggregate
SELECT count(*) AS n, sum(v) AS total, min(id) AS least FROM (SELECT id, v FROM t ORDER BY v DESC NULLS LAST, id LIMIT 10) q

-- stream table in_subquery_grouped
SELECT g, count(*) AS n FROM (SELECT g FROM t ORDER BY id DESC LIMIT 20) q GROUP BY g

-- stream table in_subquery_joined
SELECT q.id, e.w FROM (SELECT id FROM t ORDER BY v DESC NULLS LAST, id LIMIT 8) q JOIN e ON e.t_id = q.id

-- stream table in_both_sides
SELECT a.id, b.id AS other FROM (SELECT id, g FROM t ORDER BY id LIMIT 6) a JOIN (SELECT id, g FROM t ORDER BY id DESC LIMIT 6) b ON a.g = b.g

-- stream table filter_above_stays_above
SELECT * FROM (SELECT id, g, v FROM t ORDER BY v DESC NULLS LAST, id LIMIT 12) q WHERE g = 1

-- stream table limit_of_limit
SELECT * FROM (SELECT id, v FROM t ORDER BY v DESC NULLS LAST, id LIMIT 12) q ORDER BY id LIMIT 4

-- stream table in_cte
WITH top AS (SELECT id, g, v FROM t ORDER BY v DESC NULLS LAST, id LIMIT 10) SELECT a.id, b.id AS other FROM top a JOIN top b ON a.g = b.g

-- stream table of_ties_in_cte_used_twice
WITH top AS (SELECT id, g, v FROM t ORDER BY g LIMIT 7) SELECT count(*) AS n FROM top a JOIN top b ON a.id = b.id AND a.v IS NOT DISTINCT FROM b.v

-- stream table of_view
SELECT g, max(d) AS latest FROM newest GROUP BY g

-- stream table of_values
SELECT x, y FROM (VALUES (1, 'b'), (2, 'a'), (3, NULL), (4, 'c')) x(x, y) ORDER BY y LIMIT 3

-- stream table of_stream_table
SELECT id, v + 1 AS v FROM largest ORDER BY v, id LIMIT 2

-- stream table keyed_by_limit_one
SELECT id, v, s FROM t ORDER BY v DESC NULLS LAST, id LIMIT 1

-- stream table left_joined_limit
SELECT t.id, q.w FROM t LEFT JOIN (SELECT t_id, w FROM e ORDER BY w DESC, id LIMIT 15) q ON q.t_id = t.id

-- refused TM-Q002
SELECT id FROM t ORDER BY id LIMIT (SELECT count(*) FROM e)

-- refused TM-Q001
SELECT id FROM t ORDER BY id LIMIT -1

-- refused TM-Q001
SELECT id FROM t ORDER BY id LIMIT 3 OFFSET 2 - 3

-- refused TM-Q001
SELECT id FROM t FETCH FIRST 2 ROWS WITH TIES

-- batch
INSERT INTO t VALUES (100, 1, 99.9, 'z', '2025-01-01'), (101, 2, -5, 'a', '2020-01-01'), (102, 2, NULL, NULL, NULL);
INSERT INTO e VALUES (1000, 100, 50), (1001, 3, -1);
INSERT INTO dup VALUES (0, 's1'), (0, 's1'), (5, 's9'), (-1, NULL);

-- batch
DELETE FROM t WHERE id IN (1, 2, 3, 100);
UPDATE t SET v = v + 3 WHERE g = 2;
UPDATE e SET w = w + 1 WHERE id % 3 = 0;
DELETE FROM dup WHERE v = 0 OR v IS NULL;

-- batch
UPDATE t SET id = -id WHERE id % 6 = 0;
UPDATE t SET s = upper(s) WHERE id % 2 = 0;
UPDATE dup SET v = 3 WHERE v > 3;

-- batch
DELETE FROM t WHERE id > 8;
DELETE FROM e WHERE w > 10;
DELETE FROM dup WHERE ctid IN (SELECT ctid FROM dup ORDER BY v, s LIMIT 20);

-- batch
DELETE FROM t;
DELETE FROM e;
DELETE FROM dup;

-- batch
INSERT INTO t SELECT i, i % 3, i % 9, chr(100 + i % 20), date '2024-06-01' - i FROM generate_series(1, 25) i;
INSERT INTO e SELECT i, i, i % 5 FROM generate_series(1, 30) i;
INSERT INTO dup SELECT i % 3, 'x' FROM generate_series(1, 30) i;

-- batch autocommit
UPDATE t SET v = 7 WHERE id = 3;
DELETE FROM t WHERE v = 8;
INSERT INTO t VALUES (0, 0, 8.00, 'Z', NULL);
UPDATE t SET g = g + 1;
