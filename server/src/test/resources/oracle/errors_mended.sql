-- schema
CREATE TABLE t (id int PRIMARY KEY, a int, b int);
INSERT INTO t VALUES (1, 10, 2), (2, 20, 4);

-- stream table divided
SELECT id, a / b AS q FROM t

-- stream table added
SELECT id, a + 2147483000 AS s FROM t

-- stream table unharmed
SELECT id, a, b FROM t

-- batch failing divided TM-E001
INSERT INTO t VALUES (3, 1, 0);

-- batch failing divided TM-E001
INSERT INTO t VALUES (4, 1, 1);

-- batch
UPDATE t SET b = 5 WHERE id = 3;

-- batch failing added TM-E001
UPDATE t SET a = 2000 WHERE id = 1;

-- batch
DELETE FROM t WHERE id = 1;

-- batch
INSERT INTO t VALUES (9, 1, 0);
UPDATE t SET b = 1 WHERE id = 9;
