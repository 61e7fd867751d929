-- schema
CREATE TABLE t (id int PRIMARY KEY, g int, v numeric, s text);
INSERT INTO t SELECT i, i % 4, i * 1.50, 'row ' || i FROM generate_series(1, 40) i;
CREATE TABLE noise (id int PRIMARY KEY);
CREATE TABLE no_identity (a int, b text);
INSERT INTO no_identity VALUES (1, 'x'), (1, 'x'), (2, NULL);
CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY, v int);
INSERT INTO unlogged VALUES (1, 10);
CREATE TABLE parent (id int, v int);
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent VALUES (1, 1);
INSERT INTO child VALUES (2, 2);
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM t;
CREATE VIEW seen AS SELECT g, count(*) AS n FROM t GROUP BY g;
CREATE FUNCTION hidden() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM public.t';

-- stream table keyed full
SELECT id, g, v FROM t WHERE v > 3

-- stream table bag full
SELECT g, s IS NULL AS missing FROM t

-- stream table grouped full
SELECT g, count(*) AS n, sum(v) AS total FROM t GROUP BY g

-- stream table one_row full
SELECT count(*) AS n, max(s) AS last FROM t

-- stream table constant full
VALUES (1, 'a'), (2, NULL), (1, 'a')

-- stream table with_comment full
SELECT id FROM t -- the end

-- stream table from_view full
TABLE seen

-- stream table question full
SELECT id, ('{"a": 1}'::jsonb ? 'a') AS has_a, '{fn x}' AS braces FROM t WHERE id < 5

-- stream table from_unlogged falls to full
SELECT id, v FROM unlogged

-- stream table from_no_identity full
SELECT a, b FROM no_identity

-- stream table from_parent falls to full
SELECT id, v FROM parent

-- stream table from_matview falls to full
SELECT n FROM counted

-- stream table from_catalog falls to full
SELECT relname::text AS name FROM pg_class WHERE relname = 'noise' OR relname = 'later'

-- stream table opaque full
SELECT hidden() AS n

-- stream table with_lateral full
SELECT t.id, l.x FROM t, LATERAL (SELECT t.v + 1 AS x) l

-- batch
INSERT INTO t VALUES (100, 1, 7.00, NULL), (101, NULL, NULL, NULL);
INSERT INTO no_identity VALUES (1, 'x');
INSERT INTO unlogged VALUES (2, 20);
INSERT INTO child VALUES (3, 3);

-- batch
UPDATE t SET v = v + 1 WHERE id < 10;
UPDATE unlogged SET v = 11;
REFRESH MATERIALIZED VIEW counted;
CREATE TABLE later ();

-- batch
INSERT INTO noise VALUES (1);

-- batch
UPDATE t SET id = id + 1000 WHERE g = 2;
DELETE FROM parent;

-- batch
DELETE FROM t WHERE g = 3;
UPDATE t SET v = v * 1.000;

-- batch
TRUNCATE t;

-- batch
INSERT INTO t SELECT i, i % 3, i, 'again' FROM generate_series(1, 2000) i;

-- batch
ALTER TABLE t ALTER COLUMN v TYPE numeric USING v + 1;

-- batch autocommit
UPDATE t SET s = NULL WHERE id = 1;
DELETE FROM t WHERE id = 2;
INSERT INTO t VALUES (5000, 9, 9, '9');
