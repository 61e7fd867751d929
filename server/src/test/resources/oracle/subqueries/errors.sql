-- schema
CREATE TABLE a (id int PRIMARY KEY, x int, d int);
CREATE TABLE b (id int PRIMARY KEY, x int, d int);
INSERT INTO a VALUES (1, 1, 1), (2, 2, 2), (3, NULL, 0);
INSERT INTO b VALUES (1, 1, 1), (2, 2, 2), (3, 30, 0);

-- stream table one_row
SELECT id, (SELECT b.id FROM b WHERE b.x = a.x) AS v FROM a

-- stream table one_row_lazy
SELECT id, CASE WHEN d > 1 THEN (SELECT b.id FROM b WHERE b.x = a.x) END AS v FROM a

-- stream table one_row_at_all
SELECT id, (SELECT b.id FROM b WHERE b.d = 2) AS v FROM a

-- stream table division_of_the_domain
SELECT id, (SELECT sum(10 / b.d) FROM b WHERE b.x = a.x) AS v FROM a

-- stream table division_after
SELECT id, (SELECT 10 / b.d FROM b WHERE b.id = a.x) AS v FROM a

-- stream table division_guarded
SELECT id, CASE WHEN d <> 0 THEN (SELECT max(10 / a.d + b.x) FROM b) END AS v FROM a

-- batch
INSERT INTO b VALUES (4, 30, 0), (5, 40, 0);

-- batch failing one_row TM-E001
INSERT INTO b VALUES (6, 1, 1);

-- batch
DELETE FROM b WHERE id = 6;

-- batch failing one_row_lazy TM-E001
INSERT INTO b VALUES (7, 2, 3);

-- batch
UPDATE b SET x = 3 WHERE id = 7;

-- batch failing one_row_at_all TM-E001
UPDATE b SET d = 2 WHERE id = 1;

-- batch
UPDATE b SET d = 1 WHERE id = 1;
INSERT INTO b VALUES (8, 1, 5);
UPDATE b SET x = 77 WHERE id = 8;

-- batch failing division_of_the_domain TM-E001
INSERT INTO a VALUES (9, 40, 1);

-- batch
DELETE FROM a WHERE id = 9;
INSERT INTO a VALUES (10, 1, 0);

-- batch
DELETE FROM a;
