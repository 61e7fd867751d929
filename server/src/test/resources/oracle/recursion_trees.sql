-- schema
CREATE TABLE employee (id int PRIMARY KEY, name text NOT NULL, manager int, salary numeric(10,2) NOT NULL, dept text);
INSERT INTO employee VALUES (1, 'Ada', NULL, 900, 'board'), (2, 'Ben', 1, 500, 'it'), (3, 'Cyd', 1, 450, 'hr'), (4, 'Dan', 2, 300, 'it'),
  (5, 'Eve', 2, 320.5, 'it'), (6, 'Fay', 3, 200, 'hr'), (7, 'Gus', 5, 150, NULL), (8, 'Hal', 7, 100, 'it');
CREATE TABLE part (id int PRIMARY KEY, name text, price numeric(10,2));
INSERT INTO part VALUES (1, 'bike', NULL), (2, 'wheel', NULL), (3, 'spoke', 0.20), (4, 'rim', 12.5), (5, 'frame', 80), (6, 'bolt', 0.05);
CREATE TABLE component (assembly int, part int, quantity int NOT NULL, PRIMARY KEY (assembly, part));
INSERT INTO component VALUES (1, 2, 2), (1, 5, 1), (2, 3, 32), (2, 4, 1), (5, 6, 8), (4, 6, 2), (1, 6, 5);

-- stream table chain
WITH RECURSIVE up(employee, boss, level) AS (
  SELECT id, manager, 1 FROM employee WHERE manager IS NOT NULL
  UNION ALL
  SELECT u.employee, e.manager, u.level + 1 FROM up u JOIN employee e ON e.id = u.boss WHERE e.manager IS NOT NULL)
SELECT employee, boss, level FROM up

-- stream table tree
WITH RECURSIVE tree AS (
  SELECT id, name, manager, 0 AS depth, name AS path FROM employee WHERE manager IS NULL
  UNION ALL
  SELECT e.id, e.name, e.manager, t.depth + 1, t.path || '/' || e.name FROM employee e JOIN tree t ON e.manager = t.id)
SELECT id, depth, path FROM tree

-- stream table totals
WITH RECURSIVE below(boss, id) AS (
  SELECT id, id FROM employee
  UNION ALL
  SELECT b.boss, e.id FROM below b JOIN employee e ON e.manager = b.id)
SELECT b.boss, count(*) AS people, sum(e.salary) AS salaries FROM below b JOIN employee e ON e.id = b.id GROUP BY b.boss

-- stream table leaves
WITH RECURSIVE below(boss, id) AS (
  SELECT id, id FROM employee
  UNION ALL
  SELECT b.boss, e.id FROM below b JOIN employee e ON e.manager = b.id)
SELECT boss, max(id) AS last FROM below WHERE boss <> id GROUP BY boss

-- stream table depths
WITH RECURSIVE tree(id, depth) AS (
  SELECT id, 0 FROM employee WHERE manager IS NULL
  UNION ALL
  SELECT e.id, t.depth + 1 FROM employee e, tree t WHERE e.manager = t.id)
SELECT depth, count(*) AS n FROM tree GROUP BY depth

-- stream table dearer_than_boss
WITH RECURSIVE up(employee, boss) AS (
  SELECT id, manager FROM employee WHERE manager IS NOT NULL
  UNION
  SELECT u.employee, e.manager FROM up u JOIN employee e ON e.id = u.boss WHERE e.manager IS NOT NULL)
SELECT a.name, b.name AS boss FROM up u JOIN employee a ON a.id = u.employee JOIN employee b ON b.id = u.boss WHERE a.salary > b.salary * 0.6

-- stream table bill
WITH RECURSIVE bom(assembly, part, quantity) AS (
  SELECT assembly, part, quantity FROM component
  UNION ALL
  SELECT b.assembly, c.part, b.quantity * c.quantity FROM bom b JOIN component c ON c.assembly = b.part)
SELECT assembly, part, quantity FROM bom

-- stream table bill_sums
WITH RECURSIVE bom(assembly, part, quantity) AS (
  SELECT assembly, part, quantity FROM component
  UNION ALL
  SELECT b.assembly, c.part, b.quantity * c.quantity FROM bom b JOIN component c ON c.assembly = b.part)
SELECT assembly, part, sum(quantity) AS quantity FROM bom GROUP BY assembly, part

-- stream table prices
WITH RECURSIVE bom(assembly, part, quantity) AS (
  SELECT assembly, part, quantity FROM component
  UNION ALL
  SELECT b.assembly, c.part, b.quantity * c.quantity FROM bom b JOIN component c ON c.assembly = b.part)
SELECT a.name, sum(b.quantity * p.price) AS price FROM bom b JOIN part a ON a.id = b.assembly JOIN part p ON p.id = b.part
WHERE p.price IS NOT NULL GROUP BY a.name

-- stream table used_in
WITH RECURSIVE used(part, assembly) AS (
  SELECT part, assembly FROM component
  UNION
  SELECT u.part, c.assembly FROM used u JOIN component c ON c.part = u.assembly)
SELECT p.name, count(*) AS assemblies FROM used u JOIN part p ON p.id = u.part GROUP BY p.name

-- stream table counter
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 50)
SELECT i FROM n

-- stream table counters_of_rows
WITH RECURSIVE n(id, i) AS (
  SELECT id, 1 FROM employee
  UNION ALL
  SELECT id, i + 1 FROM n WHERE i < id)
SELECT id, i FROM n

-- stream table fibonacci
WITH RECURSIVE f(a, b) AS (SELECT 0::bigint, 1::bigint UNION ALL SELECT b, a + b FROM f WHERE b < 1000000000)
SELECT a FROM f

-- stream table counted_join
WITH RECURSIVE n(i) AS (VALUES (1), (2) UNION SELECT i + 2 FROM n WHERE i < 12)
SELECT n.i, e.name FROM n JOIN employee e ON e.id = n.i

-- stream table powers
WITH RECURSIVE p(n) AS (SELECT id % 3 FROM employee UNION SELECT (n * 2 + 1) % 17 FROM p)
SELECT n FROM p

-- stream table two_recursions
WITH RECURSIVE up(id, boss) AS (
  SELECT id, manager FROM employee
  UNION
  SELECT u.id, e.manager FROM up u JOIN employee e ON e.id = u.boss),
parts(part) AS (
  SELECT id FROM part WHERE name = 'bike'
  UNION
  SELECT c.part FROM parts p JOIN component c ON c.assembly = p.part)
SELECT u.id, count(*) AS n FROM up u JOIN parts p ON p.part = u.boss GROUP BY u.id

-- stream table recursion_over_recursion
WITH RECURSIVE up(id, boss) AS (
  SELECT id, manager FROM employee WHERE manager IS NOT NULL
  UNION
  SELECT u.id, e.manager FROM up u JOIN employee e ON e.id = u.boss WHERE e.manager IS NOT NULL),
met(id) AS (
  SELECT boss FROM up WHERE id = 8
  UNION
  SELECT u.id FROM met m JOIN up u ON u.boss = m.id WHERE u.id < 7)
SELECT id FROM met

-- stream table nested
WITH RECURSIVE outermost(id) AS (
  SELECT 1
  UNION
  SELECT x.id FROM (
    WITH RECURSIVE inside(id, far) AS (
      SELECT id, 0 FROM outermost
      UNION ALL
      SELECT e.id, i.far + 1 FROM inside i JOIN employee e ON e.manager = i.id WHERE i.far < 2)
    SELECT id FROM inside WHERE far = 2) x)
SELECT id FROM outermost

-- stream table numeric_rounds typed
WITH RECURSIVE r(v) AS (
  SELECT salary::numeric FROM employee WHERE id < 4
  UNION
  SELECT v - 100.00 FROM r WHERE v > 100)
SELECT v FROM r

-- stream table in_subquery
SELECT x.boss, x.n FROM (
  WITH RECURSIVE below(boss, id) AS (
    SELECT manager, id FROM employee WHERE manager IS NOT NULL
    UNION ALL
    SELECT b.boss, e.id FROM below b JOIN employee e ON e.manager = b.id)
  SELECT boss, count(*) AS n FROM below GROUP BY boss) x
WHERE x.n > 1

-- stream table in_union
(WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n)
UNION ALL
(WITH RECURSIVE n(i) AS (SELECT id FROM employee WHERE manager IS NULL UNION SELECT e.id FROM n JOIN employee e ON e.manager = n.i) SELECT i FROM n)

-- stream table grouped_rounds
WITH RECURSIVE r(manager, level, n) AS (
  SELECT manager, 1, count(*) FROM employee WHERE manager IS NOT NULL GROUP BY manager
  UNION ALL
  SELECT x.manager, x.level + 1, sum(x.n)::bigint FROM (
    SELECT e.manager, r.level, r.n FROM r JOIN employee e ON e.id = r.manager WHERE e.manager IS NOT NULL) x
  GROUP BY x.manager, x.level)
SELECT manager, level, n FROM r

-- batch
UPDATE employee SET manager = 3 WHERE id = 5;

-- batch
INSERT INTO employee VALUES (9, 'Ida', 8, 90, 'it'), (10, 'Jon', NULL, 1000, 'board'), (11, 'Kim', 10, 600, NULL);
UPDATE component SET quantity = 36 WHERE assembly = 2 AND part = 3;

-- batch
UPDATE employee SET manager = 10 WHERE id = 1;
DELETE FROM component WHERE assembly = 1 AND part = 2;

-- batch
INSERT INTO component VALUES (1, 2, 3), (5, 3, 1);
UPDATE part SET price = 0.07 WHERE id = 6;
DELETE FROM employee WHERE id = 8;

-- batch autocommit
UPDATE employee SET manager = NULL WHERE id = 2;
UPDATE employee SET salary = salary + 100.5, name = name || '!' WHERE id IN (4, 5);
INSERT INTO employee VALUES (8, 'Hal', 11, 110, 'it');
DELETE FROM employee WHERE id = 9;

-- batch
DELETE FROM employee WHERE manager IS NOT NULL;
DELETE FROM component;

-- batch
DELETE FROM employee;

-- batch
INSERT INTO employee SELECT i, 'e' || i, nullif(i / 2, 0), 100 + i, 'd' FROM generate_series(1, 40) i;
INSERT INTO component SELECT 1, i, i FROM generate_series(2, 5) i;
