-- schema
CREATE TABLE edge (id int PRIMARY KEY, src int, dst int, cost int);
INSERT INTO edge VALUES (1, 1, 2, 5), (2, 2, 3, 1), (3, 3, 1, 7), (4, 3, 4, 2), (5, 4, 5, 2), (6, 6, 7, 1), (7, 7, 6, 1), (8, 8, 8, 3),
  (9, 1, 2, 4), (10, NULL, 1, 1), (11, 5, NULL, 1);
CREATE TABLE node (id int PRIMARY KEY, name text, blocked boolean NOT NULL DEFAULT false);
INSERT INTO node SELECT i, 'n' || i, i % 5 = 0 FROM generate_series(1, 12) i;
CREATE TABLE link (a int, b int, kind text, PRIMARY KEY (a, b));
INSERT INTO link VALUES (5, 6, 'bridge'), (9, 10, 'road'), (10, 11, 'road');
ALTER TABLE link REPLICA IDENTITY FULL;

-- stream table closure
WITH RECURSIVE reach(src, dst) AS (
  SELECT src, dst FROM edge
  UNION
  SELECT r.src, e.dst FROM reach r JOIN edge e ON e.src = r.dst)
SELECT src, dst FROM reach

-- stream table from_one
WITH RECURSIVE reach AS (
  SELECT 1 AS node
  UNION
  SELECT e.dst FROM reach r, edge e WHERE e.src = r.node)
SELECT node FROM reach

-- stream table named_reach
WITH RECURSIVE reach AS (
  SELECT 1 AS node
  UNION
  SELECT e.dst FROM reach r, edge e WHERE e.src = r.node)
SELECT n.id, n.name FROM reach r JOIN node n ON n.id = r.node

-- stream table reach_counts
WITH RECURSIVE reach(src, dst) AS (
  SELECT src, dst FROM edge
  UNION
  SELECT r.src, e.dst FROM reach r JOIN edge e ON e.src = r.dst)
SELECT src, count(*) AS n, min(dst) AS least, max(dst) AS most FROM reach GROUP BY src

-- stream table on_cycles
WITH RECURSIVE reach(src, dst) AS (
  SELECT src, dst FROM edge
  UNION
  SELECT r.src, e.dst FROM reach r JOIN edge e ON e.src = r.dst)
SELECT src FROM reach WHERE src = dst

-- stream table strongly_connected
WITH RECURSIVE reach(src, dst) AS (
  SELECT src, dst FROM edge
  UNION
  SELECT r.src, e.dst FROM reach r JOIN edge e ON e.src = r.dst)
SELECT a.src, a.dst FROM reach a JOIN reach b ON a.src = b.dst AND a.dst = b.src WHERE a.src < a.dst

-- stream table backwards
WITH RECURSIVE reach(src, dst) AS (
  SELECT src, dst FROM edge
  UNION
  SELECT e.src, r.dst FROM edge e JOIN reach r ON e.dst = r.src)
SELECT src, dst FROM reach

-- stream table paths_up_to_four
WITH RECURSIVE path(node, length, cost) AS (
  SELECT 1, 0, 0
  UNION ALL
  SELECT e.dst, p.length + 1, p.cost + e.cost FROM path p JOIN edge e ON e.src = p.node WHERE p.length < 4)
SELECT node, length, cost FROM path

-- stream table cheapest_of_short
WITH RECURSIVE path(node, length, cost) AS (
  SELECT 1, 0, 0
  UNION ALL
  SELECT e.dst, p.length + 1, p.cost + e.cost FROM path p JOIN edge e ON e.src = p.node WHERE p.length < 6)
SELECT node, min(cost) AS cost, min(length) AS length, count(*) AS paths FROM path GROUP BY node

-- stream table levels
WITH RECURSIVE walk(node, level) AS (
  SELECT 1, 0
  UNION
  SELECT e.dst, w.level + 1 FROM walk w JOIN edge e ON e.src = w.node WHERE w.level < 8)
SELECT node, min(level) AS level FROM walk GROUP BY node

-- stream table around_blocked
WITH RECURSIVE reach AS (
  SELECT 1 AS node
  UNION
  SELECT e.dst FROM reach r JOIN edge e ON e.src = r.node JOIN node n ON n.id = e.dst WHERE NOT n.blocked)
SELECT node FROM reach

-- stream table over_two_relations
WITH RECURSIVE step AS (
  SELECT src AS a, dst AS b FROM edge UNION ALL SELECT a, b FROM link),
reach AS (
  SELECT 1 AS node
  UNION
  SELECT s.b FROM reach r JOIN step s ON s.a = r.node)
SELECT node FROM reach

-- stream table two_branches
WITH RECURSIVE reach AS (
  SELECT 1 AS node
  UNION
  (SELECT e.dst FROM reach r JOIN edge e ON e.src = r.node
   UNION ALL
   SELECT id FROM node WHERE blocked))
SELECT node FROM reach

-- stream table doubled
WITH RECURSIVE reach(src, dst) AS (
  SELECT src, dst FROM edge
  UNION
  (WITH last AS (SELECT src, dst FROM reach)
   SELECT a.src, b.dst FROM last a JOIN last b ON a.dst = b.src))
SELECT src, dst FROM reach

-- stream table starts
WITH RECURSIVE reach(start, node) AS (
  SELECT id, id FROM node WHERE id <= 3
  UNION
  SELECT r.start, e.dst FROM reach r JOIN edge e ON e.src = r.node)
SELECT n.name, count(*) AS n FROM reach r JOIN node n ON n.id = r.start GROUP BY n.name HAVING count(*) > 1

-- stream table unused_recursive
WITH RECURSIVE plain AS (SELECT src, dst FROM edge WHERE cost > 1)
SELECT dst FROM plain

-- stream table distinct_rounds
WITH RECURSIVE walk(node, level) AS (
  SELECT 1, 0
  UNION ALL
  SELECT DISTINCT e.dst, w.level + 1 FROM walk w JOIN edge e ON e.src = w.node WHERE w.level < 7)
SELECT node, level FROM walk

-- batch
DELETE FROM edge WHERE id = 2;

-- batch
INSERT INTO edge VALUES (2, 2, 3, 9);

-- batch
UPDATE edge SET dst = 6 WHERE id = 4;
INSERT INTO link VALUES (7, 9, 'road');

-- batch
DELETE FROM edge WHERE id IN (1, 9);
UPDATE node SET blocked = NOT blocked WHERE id IN (3, 5);

-- batch
INSERT INTO edge VALUES (20, 1, 6, 1), (21, 7, 3, 1), (22, 3, 2, 1), (23, 2, 7, 1);

-- batch autocommit
DELETE FROM edge WHERE id = 20;
INSERT INTO edge VALUES (20, 1, 3, 2);
DELETE FROM link;
UPDATE edge SET src = dst, dst = src WHERE id > 20;

-- batch
DELETE FROM edge;

-- batch
INSERT INTO edge SELECT i, i % 7 + 1, i * 3 % 8 + 1, i % 4 FROM generate_series(1, 14) i;

-- batch
DELETE FROM edge WHERE id % 2 = 0;
UPDATE edge SET dst = 1 WHERE id = 3;
