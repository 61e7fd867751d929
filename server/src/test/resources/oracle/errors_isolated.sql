-- schema
CREATE TABLE t (id int PRIMARY KEY, a int, b int, g int);
INSERT INTO t SELECT i, i * 10, i, i % 3 FROM generate_series(1, 30) i;

-- stream table base
SELECT id, a, b, g FROM t WHERE id > 0

-- stream table healthy
SELECT g, count(*) AS n, sum(a) AS total FROM base GROUP BY g

-- stream table divided
SELECT id, a / b AS q, g FROM base

-- stream table over_divided
SELECT g, sum(q) AS total FROM divided GROUP BY g

-- stream table over_both
SELECT h.g, h.n, o.total FROM healthy h JOIN over_divided o ON o.g = h.g

-- stream table recomputed full
SELECT a / b AS q, count(*) AS n FROM t GROUP BY a / b

-- batch failing divided TM-E001
INSERT INTO t VALUES (100, 7, 0, 1);

-- batch failing divided TM-E001
INSERT INTO t VALUES (101, 8, 1, 2);
DELETE FROM t WHERE id = 1;

-- batch failing over_both TM-E001
UPDATE t SET a = a + 1 WHERE g = 1;

-- batch failing recomputed TM-E001
UPDATE t SET g = 2 WHERE id = 5;

-- batch
UPDATE t SET b = 1 WHERE id = 100;

-- batch
INSERT INTO t VALUES (200, 1, 1, 1);

-- batch failing over_divided TM-E001
UPDATE t SET b = 0 WHERE id = 200;

-- batch
DELETE FROM t WHERE id = 200;
