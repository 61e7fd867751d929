-- schema
CREATE TABLE edge (id int PRIMARY KEY, src int, dst int, name text, len numeric);
INSERT INTO edge VALUES (1, 1, 2, 'a', 1.0), (2, 2, 3, 'b', 1.00), (3, 3, 1, 'c', 2), (4, 3, 4, 'd', 3.5), (5, 4, 5, NULL, 1), (6, 5, 3, 'e', NULL),
  (7, 6, 6, 'f', 1), (8, NULL, 1, 'g', 1), (9, 5, NULL, 'h', 2);

-- stream table cycles
WITH RECURSIVE g(src, dst) AS (
  SELECT src, dst FROM edge WHERE src IN (1, 6)
  UNION ALL
  SELECT e.src, e.dst FROM g JOIN edge e ON e.src = g.dst)
CYCLE dst SET is_cycle USING path
SELECT src, dst, is_cycle FROM g

-- stream table all_starts
WITH RECURSIVE g(start, node, hops) AS (
  SELECT src, dst, 1 FROM edge
  UNION ALL
  SELECT g.start, e.dst, g.hops + 1 FROM g JOIN edge e ON e.src = g.node)
CYCLE node SET is_cycle USING path
SELECT start, node, hops FROM g WHERE NOT is_cycle

-- stream table marked
WITH RECURSIVE g AS (
  SELECT src, dst FROM edge WHERE src = 1
  UNION ALL
  SELECT e.src, e.dst FROM g, edge e WHERE e.src = g.dst)
CYCLE src, dst SET seen TO 'Y' DEFAULT 'N' USING path
SELECT dst, seen, count(*) AS n FROM g GROUP BY dst, seen

-- stream table numbered_mark
WITH RECURSIVE g(a, b) AS (
  SELECT src, dst FROM edge WHERE src = 2
  UNION
  SELECT g.a, e.dst FROM g JOIN edge e ON e.src = g.b)
CYCLE b SET hit TO 1 DEFAULT 0 USING p
SELECT a, b, hit FROM g

-- stream table numeric_nodes typed
WITH RECURSIVE g(node, len) AS (
  SELECT dst, len FROM edge WHERE src = 1
  UNION ALL
  SELECT e.dst, e.len FROM g JOIN edge e ON e.src = g.node)
CYCLE node, len SET is_cycle USING path
SELECT node, len, is_cycle FROM g

-- stream table depth_first
WITH RECURSIVE g(src, dst, level) AS (
  SELECT src, dst, 0 FROM edge WHERE src = 1
  UNION ALL
  SELECT e.src, e.dst, g.level + 1 FROM g JOIN edge e ON e.src = g.dst WHERE g.level < 6)
SEARCH DEPTH FIRST BY src, dst SET seq
SELECT src, dst, level FROM g ORDER BY seq

-- stream table breadth_first
WITH RECURSIVE g(src, dst, level) AS (
  SELECT src, dst, 0 FROM edge WHERE src = 1
  UNION ALL
  SELECT e.src, e.dst, g.level + 1 FROM g JOIN edge e ON e.src = g.dst WHERE g.level < 6)
SEARCH BREADTH FIRST BY dst SET seq
SELECT src, dst, level FROM g ORDER BY seq

-- stream table breadth_of_union
WITH RECURSIVE g(src, dst, level) AS (
  SELECT src, dst, 0 FROM edge WHERE src = 1
  UNION
  SELECT e.src, e.dst, CASE WHEN g.level < 5 THEN g.level + 1 END FROM g JOIN edge e ON e.src = g.dst WHERE g.level < 6)
SEARCH BREADTH FIRST BY src SET seq
SELECT src, dst, level FROM g

-- stream table depth_of_union
WITH RECURSIVE g(src, dst, level) AS (
  SELECT src, dst, 0 FROM edge WHERE src IN (1, 2)
  UNION
  SELECT e.src, e.dst, g.level + 1 FROM g JOIN edge e ON e.src = g.dst WHERE g.level < 5)
SEARCH DEPTH FIRST BY dst SET seq
SELECT dst, level FROM g

-- stream table both_clauses
WITH RECURSIVE g(src, dst, name) AS (
  SELECT src, dst, name FROM edge WHERE src = 1
  UNION ALL
  SELECT e.src, e.dst, e.name FROM edge e JOIN g ON e.src = g.dst)
SEARCH DEPTH FIRST BY name SET seq
CYCLE dst SET is_cycle USING path
SELECT name, dst, is_cycle, count(*) OVER () AS n FROM g

-- stream table joined_above
WITH RECURSIVE g(start, node) AS (
  SELECT src, dst FROM edge
  UNION ALL
  SELECT g.start, e.dst FROM g JOIN edge e ON e.src = g.node)
CYCLE node SET is_cycle USING path
SELECT g.start, max(e.name) AS last FROM g JOIN edge e ON e.dst = g.node WHERE g.is_cycle GROUP BY g.start

-- refused TM-Q002
WITH RECURSIVE g(src, dst) AS (
  SELECT src, dst FROM edge UNION ALL SELECT e.src, e.dst FROM g JOIN edge e ON e.src = g.dst)
CYCLE dst SET is_cycle USING path
SELECT src, dst, path::text AS p FROM g

-- refused TM-Q002
WITH RECURSIVE g(src, dst) AS (
  SELECT src, dst FROM edge UNION ALL SELECT e.src, e.dst FROM g JOIN edge e ON e.src = g.dst)
SEARCH BREADTH FIRST BY dst SET seq CYCLE dst SET is_cycle USING path
SELECT src, dst FROM g ORDER BY seq LIMIT 3

-- batch
DELETE FROM edge WHERE id = 3;

-- batch
INSERT INTO edge VALUES (3, 3, 1, 'c', 2.0), (10, 4, 2, 'i', 1);

-- batch
UPDATE edge SET dst = 6 WHERE id = 2;

-- batch
UPDATE edge SET dst = 3, len = 1 WHERE id = 2;
DELETE FROM edge WHERE id IN (5, 6);

-- batch autocommit
INSERT INTO edge VALUES (5, 4, 5, 'z', 1);
INSERT INTO edge VALUES (6, 5, 3, 'y', 2);
DELETE FROM edge WHERE id = 10;
UPDATE edge SET src = 2 WHERE id = 8;

-- batch
DELETE FROM edge;
