-- schema
CREATE TABLE k (id int PRIMARY KEY, slot int UNIQUE DEFERRABLE INITIALLY DEFERRED, v text);
INSERT INTO k SELECT i, i, 'v' || i FROM generate_series(1, 10) i;
CREATE TABLE two (a text, b int, v int, PRIMARY KEY (b, a));
INSERT INTO two SELECT 'a' || i % 3, i, i FROM generate_series(1, 9) i;
CREATE TABLE full_identity (a int, b text);
ALTER TABLE full_identity REPLICA IDENTITY FULL;
INSERT INTO full_identity VALUES (1, 'x'), (1, 'x'), (NULL, NULL), (2, 'y');
CREATE TABLE by_index (code text NOT NULL, v int);
CREATE UNIQUE INDEX by_index_code ON by_index (code);
ALTER TABLE by_index REPLICA IDENTITY USING INDEX by_index_code;
INSERT INTO by_index VALUES ('a', 1), ('b', 2);
CREATE TABLE full_with_pk (id int PRIMARY KEY, v int);
ALTER TABLE full_with_pk REPLICA IDENTITY FULL;
INSERT INTO full_with_pk VALUES (1, 1), (2, 2);

-- stream table of_k
SELECT id, slot, v FROM k

-- stream table by_slot
SELECT slot, v FROM k

-- stream table nullable_key
SELECT slot, count(*) AS n FROM k GROUP BY slot

-- stream table of_two
SELECT a, b, v * 2 AS v FROM two

-- stream table grouped_two
SELECT a, sum(v) AS v FROM two GROUP BY a

-- stream table of_full
SELECT * FROM full_identity

-- stream table of_index
SELECT code, v FROM by_index

-- stream table of_full_with_pk
SELECT id, v FROM full_with_pk

-- stream table without_its_key
SELECT v FROM two WHERE v > 2

-- batch
UPDATE k SET slot = 11 - slot;

-- batch
UPDATE k SET id = 100 WHERE id = 1;
UPDATE k SET id = 1 WHERE id = 2;
UPDATE k SET id = 2 WHERE id = 100;
UPDATE full_identity SET b = 'z' WHERE a = 1;
UPDATE by_index SET code = 'c' WHERE code = 'a';
UPDATE full_with_pk SET id = id + 10;

-- batch
DELETE FROM k WHERE id = 3;
INSERT INTO k VALUES (3, 8, 'back');
UPDATE k SET v = 'twice' WHERE id = 3;
UPDATE two SET a = 'moved', b = b + 100 WHERE v % 2 = 0;
DELETE FROM full_identity WHERE ctid = (SELECT min(ctid) FROM full_identity WHERE a = 1);
DELETE FROM by_index WHERE code = 'b';

-- batch
UPDATE k SET slot = NULL WHERE id > 5;

-- batch
INSERT INTO two VALUES ('x', 1, 1);
DELETE FROM two WHERE a = 'x';
INSERT INTO two VALUES ('x', 1, 2);
UPDATE two SET b = 2 WHERE a = 'x';
UPDATE full_identity SET a = NULL, b = NULL;

-- batch autocommit
BEGIN; UPDATE k SET v = 'rolled back'; ROLLBACK;
BEGIN; INSERT INTO k VALUES (50, 50, 'kept'); SAVEPOINT s; INSERT INTO k VALUES (51, 51, 'lost'); ROLLBACK TO s; INSERT INTO k VALUES (52, 52, 'kept'); COMMIT;

-- batch
DELETE FROM k;
DELETE FROM two;
DELETE FROM full_identity;
DELETE FROM by_index;
DELETE FROM full_with_pk;

-- batch
INSERT INTO k VALUES (1, 1, NULL);
INSERT INTO full_identity VALUES (1, 'x'), (1, 'x');
