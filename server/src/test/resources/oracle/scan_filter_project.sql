-- schema
CREATE TABLE t (id int PRIMARY KEY, a int, b bigint, s text, f boolean, n numeric);
INSERT INTO t SELECT i, nullif(i % 7, 3), i * 1000000000::bigint, CASE WHEN i % 5 = 0 THEN NULL ELSE 'row ' || i END,
  CASE i % 3 WHEN 0 THEN true WHEN 1 THEN false END, i / 8.0 FROM generate_series(1, 60) i;

-- stream table everything
SELECT * FROM t

-- stream table filtered
SELECT id, a, s FROM t WHERE a > 2 AND (s LIKE 'row %1%' OR s IS NULL)

-- stream table projected
SELECT id, a + 1 AS a1, a * 2 - 3 AS a2, b / 7 AS b7, b % 1000 AS br, -a AS neg, abs(a - 4) AS dist, n * 2 AS n2, n + a AS na
FROM t

-- stream table conditionals
SELECT id, CASE WHEN a > 4 THEN 'big' WHEN a IS NULL THEN 'none' ELSE 'small' END AS size,
  CASE a WHEN 1 THEN 10 WHEN 2 THEN 20 END AS mapped, COALESCE(a, id, 0) AS first, NULLIF(a, 2) AS not_two,
  COALESCE(s, 'nothing') AS s
FROM t

-- stream table three_valued
SELECT id, f AND a > 3 AS both, f OR a > 3 AS either, NOT f AS inverse, f IS NULL AS unknown, f IS NOT TRUE AS nt,
  f IS FALSE AS false_, a = NULL AS never, a IN (1, 2, NULL) AS among, a NOT IN (1, 2) AS outside,
  a IS DISTINCT FROM 2 AS differs, a BETWEEN 2 AND 4 AS inside
FROM t WHERE (f AND a > 3) IS NOT FALSE

-- stream table nothing_but_constants
SELECT 1 AS one, 'x'::text AS x, NULL::int AS nothing FROM t WHERE id < 4

-- stream table without_key
SELECT a, f FROM t

-- batch
INSERT INTO t VALUES (100, 5, 1, 'row 100', true, 1.5), (101, NULL, NULL, NULL, NULL, NULL);
UPDATE t SET a = a + 1 WHERE id % 4 = 0;
DELETE FROM t WHERE id % 11 = 0;

-- batch
UPDATE t SET s = NULL WHERE id < 10;
UPDATE t SET f = NOT f;
UPDATE t SET n = NULL WHERE id > 50;

-- batch autocommit
INSERT INTO t VALUES (200, 1, 1, 'row 1', false, 0);
UPDATE t SET id = 201 WHERE id = 200;
UPDATE t SET a = 3 WHERE id = 201;
DELETE FROM t WHERE id = 201;
INSERT INTO t VALUES (200, 2, 2, 'row 21', true, 7.25);

-- batch
INSERT INTO t VALUES (300, 1, 1, 'gone', true, 1);
DELETE FROM t WHERE id = 300;

-- batch
DELETE FROM t;

-- batch
INSERT INTO t SELECT i, i, i, 'row ' || i, true, i FROM generate_series(1, 5) i;
