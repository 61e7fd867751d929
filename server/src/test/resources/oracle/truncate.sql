-- schema
CREATE TABLE t (id int PRIMARY KEY, v int);
CREATE TABLE u (id int PRIMARY KEY, t int);
INSERT INTO t SELECT i, i % 3 FROM generate_series(1, 30) i;
INSERT INTO u SELECT i, i FROM generate_series(1, 30) i;

-- stream table plain
SELECT * FROM t

-- stream table counted
SELECT v, count(*) AS n FROM t GROUP BY v

-- stream table joined
SELECT u.id, t.v FROM u JOIN t ON t.id = u.t

-- stream table other
SELECT * FROM u

-- batch
TRUNCATE t;

-- batch
INSERT INTO t VALUES (1, 1), (2, 2);
UPDATE u SET t = 1 WHERE id < 5;

-- batch
TRUNCATE t;
INSERT INTO t VALUES (1, 5), (3, 5);

-- batch
INSERT INTO t VALUES (4, 4);
TRUNCATE t, u;

-- batch autocommit
INSERT INTO t VALUES (4, 4);
INSERT INTO u VALUES (4, 4);
TRUNCATE u;
INSERT INTO u VALUES (5, 4);
UPDATE t SET v = 6;
