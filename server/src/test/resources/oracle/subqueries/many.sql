-- schema
CREATE TABLE t (id int PRIMARY KEY, a int, b int);
INSERT INTO t SELECT i, i % 5, nullif(i % 3, 0) FROM generate_series(1, 30) i;

-- stream table forty_subqueries
SELECT id, (SELECT count(*) FROM t u WHERE u.a > t.b + 0 OR u.b < t.a) AS c0, (SELECT count(*) FROM t u WHERE u.a > t.b + 1 OR u.b < t.a) AS c1, (SELECT count(*) FROM t u WHERE u.a > t.b + 2 OR u.b < t.a) AS c2, (SELECT count(*) FROM t u WHERE u.a > t.b + 3 OR u.b < t.a) AS c3, (SELECT count(*) FROM t u WHERE u.a > t.b + 4 OR u.b < t.a) AS c4, (SELECT count(*) FROM t u WHERE u.a > t.b + 5 OR u.b < t.a) AS c5, (SELECT count(*) FROM t u WHERE u.a > t.b + 6 OR u.b < t.a) AS c6, (SELECT count(*) FROM t u WHERE u.a > t.b + 7 OR u.b < t.a) AS c7, (SELECT count(*) FROM t u WHERE u.a > t.b + 8 OR u.b < t.a) AS c8, (SELECT count(*) FROM t u WHERE u.a > t.b + 9 OR u.b < t.a) AS c9, (SELECT count(*) FROM t u WHERE u.a > t.b + 10 OR u.b < t.a) AS c10, (SELECT count(*) FROM t u WHERE u.a > t.b + 11 OR u.b < t.a) AS c11, (SELECT count(*) FROM t u WHERE u.a > t.b + 12 OR u.b < t.a) AS c12, (SELECT count(*) FROM t u WHERE u.a > t.b + 13 OR u.b < t.a) AS c13, (SELECT count(*) FROM t u WHERE u.a > t.b + 14 OR u.b < t.a) AS c14, (SELECT count(*) FROM t u WHERE u.a > t.b + 15 OR u.b < t.a) AS c15, (SELECT count(*) FROM t u WHERE u.a > t.b + 16 OR u.b < t.a) AS c16, (SELECT count(*) FROM t u WHERE u.a > t.b + 17 OR u.b < t.a) AS c17, (SELECT count(*) FROM t u WHERE u.a > t.b + 18 OR u.b < t.a) AS c18, (SELECT count(*) FROM t u WHERE u.a > t.b + 19 OR u.b < t.a) AS c19, (SELECT count(*) FROM t u WHERE u.a > t.b + 20 OR u.b < t.a) AS c20, (SELECT count(*) FROM t u WHERE u.a > t.b + 21 OR u.b < t.a) AS c21, (SELECT count(*) FROM t u WHERE u.a > t.b + 22 OR u.b < t.a) AS c22, (SELECT count(*) FROM t u WHERE u.a > t.b + 23 OR u.b < t.a) AS c23, (SELECT count(*) FROM t u WHERE u.a > t.b + 24 OR u.b < t.a) AS c24, (SELECT count(*) FROM t u WHERE u.a > t.b + 25 OR u.b < t.a) AS c25, (SELECT count(*) FROM t u WHERE u.a > t.b + 26 OR u.b < t.a) AS c26, (SELECT count(*) FROM t u WHERE u.a > t.b + 27 OR u.b < t.a) AS c27, (SELECT count(*) FROM t u WHERE u.a > t.b + 28 OR u.b < t.a) AS c28, (SELECT count(*) FROM t u WHERE u.a > t.b + 29 OR u.b < t.a) AS c29, (SELECT count(*) FROM t u WHERE u.a > t.b + 30 OR u.b < t.a) AS c30, (SELECT count(*) FROM t u WHERE u.a > t.b + 31 OR u.b < t.a) AS c31, (SELECT count(*) FROM t u WHERE u.a > t.b + 32 OR u.b < t.a) AS c32, (SELECT count(*) FROM t u WHERE u.a > t.b + 33 OR u.b < t.a) AS c33, (SELECT count(*) FROM t u WHERE u.a > t.b + 34 OR u.b < t.a) AS c34, (SELECT count(*) FROM t u WHERE u.a > t.b + 35 OR u.b < t.a) AS c35, (SELECT count(*) FROM t u WHERE u.a > t.b + 36 OR u.b < t.a) AS c36, (SELECT count(*) FROM t u WHERE u.a > t.b + 37 OR u.b < t.a) AS c37, (SELECT count(*) FROM t u WHERE u.a > t.b + 38 OR u.b < t.a) AS c38, (SELECT count(*) FROM t u WHERE u.a > t.b + 39 OR u.b < t.a) AS c39 FROM t

-- stream table three_subqueries
SELECT id, (SELECT count(*) FROM t u WHERE u.a > t.b + 0 OR u.b < t.a) AS c0, (SELECT count(*) FROM t u WHERE u.a > t.b + 1 OR u.b < t.a) AS c1, (SELECT count(*) FROM t u WHERE u.a > t.b + 2 OR u.b < t.a) AS c2 FROM t

-- stream table chain_of_exists_that_may_fail
SELECT id FROM t WHERE EXISTS (SELECT FROM generate_series(1, t.a) g WHERE g <> t.b) AND EXISTS (SELECT FROM t u, generate_series(1, t.a + 1) g WHERE g = u.b) AND NOT EXISTS (SELECT FROM generate_series(t.b, t.a) g WHERE g = 3)

-- stream table pairs_not_in_of_a_series
SELECT id FROM t WHERE (a, b) NOT IN (SELECT u.b, g FROM generate_series(1, t.a) g RIGHT JOIN t u ON u.a = g)

-- stream table pairs_not_in_of_two_right_joins
SELECT id, (NULL::int, b) IN (SELECT v.a, v.b FROM generate_series(1, t.a) g RIGHT JOIN t u ON u.a = g RIGHT JOIN t v ON v.b = g AND v.a = u.a WHERE v.a IS NOT DISTINCT FROM u.b) AS is_in FROM t

-- stream table correlated_pairs_not_in
SELECT id, (a, b) NOT IN (SELECT u.b, u.a FROM t u WHERE u.a < t.a) AS out FROM t

-- stream table six_exists
SELECT id FROM t WHERE EXISTS (SELECT FROM t u WHERE u.a > t.b OR u.b < t.a) AND EXISTS (SELECT FROM t u WHERE u.a > t.a + 1 OR u.b < t.b) AND NOT EXISTS (SELECT FROM t u WHERE u.a > t.a + 3 OR u.b < t.b - 2) AND EXISTS (SELECT FROM t u WHERE u.a <> t.a OR u.b <> t.b)
  AND EXISTS (SELECT max(u.a) FROM t u WHERE u.b < t.a HAVING count(*) > t.b) AND NOT EXISTS (SELECT FROM t u WHERE u.a = t.b AND u.b = t.a AND u.id > t.id + 20)

-- batch
UPDATE t SET a = a + 1 WHERE id % 4 = 0;
DELETE FROM t WHERE id > 25;

-- batch
UPDATE t SET b = NULL;
