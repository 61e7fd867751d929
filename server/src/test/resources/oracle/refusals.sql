-- schema
CREATE TABLE t (id int PRIMARY KEY, v int, s text);
CREATE TABLE no_identity (a int);
CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY);
INSERT INTO t VALUES (1, 1, 'a');

-- stream table fine
SELECT id FROM t

-- refused TM-Q001
SELECT nope FROM t

-- refused TM-Q001
SELECT * FROM nowhere

-- refused TM-Q001
SELECT id, FROM t

-- refused TM-Q002
SELECT id, random() AS r FROM t

-- refused TM-Q002
SELECT id, now() AS n FROM t

-- refused TM-Q002
SELECT oid, relname FROM pg_class

-- batch
INSERT INTO t VALUES (2, 2, 'b');
