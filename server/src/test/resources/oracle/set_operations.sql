-- schema
CREATE TABLE a (id int PRIMARY KEY, v int, s text);
CREATE TABLE b (v bigint, s varchar(20));
ALTER TABLE b REPLICA IDENTITY FULL;
INSERT INTO a SELECT i, nullif(i % 5, 0), 's' || i % 3 FROM generate_series(1, 20) i;
INSERT INTO b SELECT i % 7, 's' || i % 2 FROM generate_series(1, 20) i;
CREATE VIEW both_sides AS SELECT v, s FROM a UNION ALL SELECT v, s FROM b;

-- stream table union_all
SELECT v, s FROM a UNION ALL SELECT v, s FROM b

-- stream table union_distinct
SELECT v, s FROM a UNION SELECT v, s FROM b

-- stream table distinct_rows
SELECT DISTINCT v, s FROM a

-- stream table distinct_of_expression
SELECT DISTINCT v % 2 AS odd FROM b

-- stream table nested
(SELECT v FROM a UNION SELECT v FROM b) UNION ALL SELECT v FROM b WHERE v > 3

-- stream table same_twice
SELECT v FROM a UNION ALL SELECT v FROM a

-- stream table values_too
SELECT v, s FROM a WHERE v = 1 UNION ALL VALUES (1, 's1'), (NULL, 'constant'), (1, 's1')

-- stream table only_values
VALUES (1, 'one'), (2, 'two'), (2, 'two')

-- stream table only_select
SELECT 1 AS one, 'two' AS two

-- stream table of_view
SELECT s, count(*) AS n, sum(v) AS v FROM both_sides GROUP BY s

-- stream table view_joined
SELECT x.s, y.id FROM both_sides x JOIN a y ON y.v = x.v

-- stream table subquery
SELECT q.s, q.n + 1 AS n FROM (SELECT s, count(*) AS n FROM a GROUP BY s) q WHERE q.n > 1

-- stream table with_ctes
WITH per AS (SELECT v, count(*) AS n FROM b GROUP BY v), big AS (SELECT * FROM per WHERE n > 1)
SELECT a.id, big.n, per.n AS m FROM a JOIN big ON big.v = a.v JOIN per ON per.v = a.id

-- stream table duplicates
SELECT s FROM b

-- stream table no_columns_of_table
SELECT 'here' AS mark FROM b WHERE v > 2

-- batch
INSERT INTO b VALUES (1, 's1'), (1, 's1'), (NULL, NULL), (NULL, NULL);
UPDATE a SET v = v + 1 WHERE id < 8;

-- batch
DELETE FROM b WHERE v = 1;
DELETE FROM a WHERE s = 's1';

-- batch
UPDATE b SET v = 5 WHERE v IS NULL;
INSERT INTO a SELECT i, i % 5, 's1' FROM generate_series(100, 110) i;

-- batch
DELETE FROM b WHERE ctid IN (SELECT min(ctid) FROM b GROUP BY v, s);

-- batch
DELETE FROM a;
DELETE FROM b;

-- batch
INSERT INTO b VALUES (3, 's'), (3, 's');
INSERT INTO a VALUES (1, 3, 's');
