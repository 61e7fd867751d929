-- schema
CREATE TABLE t (id int PRIMARY KEY, big text, more bytea, v int);
ALTER TABLE t ALTER big SET STORAGE EXTERNAL, ALTER more SET STORAGE EXTERNAL;
INSERT INTO t SELECT i, repeat(chr(64 + i), 20000), decode(repeat('0' || i, 9000), 'hex'), i FROM generate_series(1, 6) i;
CREATE TABLE f (id int, big text, v int);
ALTER TABLE f REPLICA IDENTITY FULL;
ALTER TABLE f ALTER big SET STORAGE EXTERNAL;
INSERT INTO f SELECT i, repeat(chr(64 + i), 20000), i FROM generate_series(1, 6) i;

-- stream table whole
SELECT * FROM t

-- stream table measured
SELECT id, v, length(big) AS l, octet_length(more) AS o, substr(big, 19999, 5) AS tail FROM t

-- stream table keyless
SELECT big, v FROM f

-- stream table joined
SELECT t.id, f.v FROM t JOIN f ON f.big = t.big

-- batch
UPDATE t SET v = v + 1;
UPDATE f SET v = v + 1;

-- batch
UPDATE t SET id = id + 100 WHERE v > 4;
UPDATE t SET big = 'short' WHERE id = 1;
UPDATE f SET big = 'short' WHERE id = 1;

-- batch
UPDATE t SET v = v + 1;
UPDATE t SET v = v + 1, more = NULL WHERE id = 2;
UPDATE t SET v = v * 2;
DELETE FROM f WHERE id = 3;

-- batch autocommit
UPDATE t SET big = repeat('n', 30000) WHERE id = 1;
UPDATE t SET v = 77 WHERE id = 1;
DELETE FROM t WHERE id > 100;
