-- schema
CREATE TABLE n (id int PRIMARY KEY, v numeric, w numeric(10,3), k numeric);
INSERT INTO n VALUES (1, 1.0, 1, 1.0), (2, 1.00, 1.5, 1.00), (3, 2, 0, 2), (4, NULL, NULL, NULL), (5, 0.10, 2, 2.0);
CREATE TABLE m (k numeric PRIMARY KEY, label text);
INSERT INTO m VALUES (1.000, 'one'), (2.00, 'two');

-- stream table scales
SELECT id, v, w, v + w AS s, v * w AS p, v - 1 AS d FROM n

-- stream table divided
SELECT id, v / 3 AS third, round(v, 1) AS r, v % 0.3 AS rest FROM n

-- stream table grouped typed
SELECT v, count(*) AS n, sum(w) AS w FROM n GROUP BY v

-- stream table summed
SELECT sum(v) AS v, avg(v) AS mean, count(DISTINCT v) AS different FROM n

-- stream table extremes typed
SELECT min(v) AS least, max(v) AS most FROM n

-- stream table distinct_values typed
SELECT DISTINCT v FROM n

-- stream table joined
SELECT n.id, n.k AS left_k, m.k AS right_k, m.label FROM n JOIN m ON n.k = m.k

-- batch
UPDATE n SET v = 1.000 WHERE id = 1;
UPDATE m SET k = 2.0000 WHERE label = 'two';

-- batch
UPDATE n SET v = v * 10;
UPDATE n SET k = k + 0.00;

-- batch
INSERT INTO n VALUES (6, 'NaN', 1, 'NaN'), (7, 1e40, 1, 1), (8, 1e-40, 1, 1.0);
INSERT INTO m VALUES ('NaN', 'nan');

-- batch
DELETE FROM n WHERE id IN (1, 6);

-- batch
INSERT INTO n VALUES (9, 'Infinity', 1, 'Infinity'), (10, '-Infinity', 1, 0);

-- batch
DELETE FROM n WHERE id = 9;

-- batch
DELETE FROM n WHERE id > 5;
UPDATE n SET v = 0.000 WHERE id = 3;
