-- schema
CREATE TABLE edge (id int PRIMARY KEY, src int NOT NULL, dst int, cost int);
INSERT INTO edge VALUES (1, 1, 2, 5), (2, 2, 3, 1), (3, 3, 1, 7), (4, 3, 4, 2), (5, 4, 5, 2), (6, 6, 7, 1), (7, 7, 6, 1), (8, 1, 4, 3),
  (9, 5, NULL, 1), (10, 2, 5, 4);
CREATE TABLE closed (node int PRIMARY KEY);
INSERT INTO closed VALUES (5), (7);
CREATE TABLE label (node int PRIMARY KEY, text text);
INSERT INTO label VALUES (1, 'one'), (2, 'two'), (4, NULL);

-- stream table by_array_path
WITH RECURSIVE walk(node, path) AS (
  SELECT 1, ARRAY[1]
  UNION ALL
  SELECT e.dst, w.path || e.dst FROM walk w JOIN edge e ON e.src = w.node WHERE e.dst <> ALL (w.path))
SELECT node, path, array_length(path, 1) AS hops FROM walk

-- stream table by_text_path
WITH RECURSIVE walk(node, path) AS (
  SELECT src, '/' || src::text || '/' FROM edge WHERE id IN (1, 6)
  UNION ALL
  SELECT e.dst, w.path || e.dst::text || '/' FROM walk w JOIN edge e ON e.src = w.node WHERE position('/' || e.dst::text || '/' IN w.path) = 0)
SELECT node, path FROM walk

-- stream table left_joined
WITH RECURSIVE walk(node, seen) AS (
  SELECT 1, NULL::text
  UNION
  SELECT e.dst, l.text FROM walk w JOIN edge e ON e.src = w.node LEFT JOIN label l ON l.node = e.dst)
SELECT node, seen FROM walk

-- stream table unless_closed
WITH RECURSIVE walk(node) AS (
  SELECT 1
  UNION
  SELECT e.dst FROM walk w JOIN edge e ON e.src = w.node WHERE NOT EXISTS (SELECT FROM closed c WHERE c.node = e.dst))
SELECT node FROM walk

-- stream table only_labelled
WITH RECURSIVE walk(node) AS (
  SELECT 1
  UNION
  SELECT e.dst FROM walk w JOIN edge e ON e.src = w.node WHERE e.dst IN (SELECT node FROM label) OR e.cost > (SELECT avg(cost) FROM edge))
SELECT node FROM walk

-- stream table cheapest_next
WITH RECURSIVE walk(node, hops) AS (
  SELECT 1, 0
  UNION ALL
  SELECT x.dst, w.hops + 1 FROM walk w CROSS JOIN LATERAL (SELECT e.dst FROM edge e WHERE e.src = w.node ORDER BY e.cost, e.id LIMIT 1) x WHERE w.hops < 6)
SELECT node, hops FROM walk

-- stream table series
WITH RECURSIVE n(i) AS (
  SELECT 1
  UNION ALL
  SELECT n.i * 10 + g FROM n, generate_series(1, 3) g WHERE n.i < 100)
SELECT i FROM n

-- stream table rounds_numbered
WITH RECURSIVE walk(node, level, place) AS (
  SELECT src, 0, 1::bigint FROM edge WHERE id = 1
  UNION ALL
  SELECT e.dst, w.level + 1, row_number() OVER (ORDER BY e.id, w.place) FROM walk w JOIN edge e ON e.src = w.node WHERE w.level < 4)
SELECT node, level, place FROM walk

-- stream table counted_rounds
WITH RECURSIVE walk(node, level, ways) AS (
  SELECT 1, 0, 1::bigint
  UNION ALL
  SELECT s.dst, s.level, sum(s.ways)::bigint FROM (
    SELECT e.dst, w.level + 1 AS level, w.ways FROM walk w JOIN edge e ON e.src = w.node WHERE w.level < 5) s
  GROUP BY s.dst, s.level)
SELECT node, level, ways FROM walk

-- stream table minus
WITH RECURSIVE walk(node) AS (
  SELECT 1
  UNION
  (SELECT e.dst FROM walk w JOIN edge e ON e.src = w.node EXCEPT SELECT node FROM closed))
SELECT node FROM walk

-- stream table common
WITH RECURSIVE walk(node) AS (
  SELECT 1 UNION SELECT 3
  UNION
  (SELECT e.dst FROM walk w JOIN edge e ON e.src = w.node INTERSECT SELECT src FROM edge))
SELECT node FROM walk

-- stream table not_in_last_round
WITH RECURSIVE walk(node, level) AS (
  SELECT 1, 0
  UNION ALL
  (WITH last AS (SELECT node, level FROM walk)
   SELECT e.dst, l.level + 1 FROM last l JOIN edge e ON e.src = l.node
   WHERE l.level < 6 AND NOT EXISTS (SELECT FROM last o WHERE o.node = e.dst)))
SELECT node, level FROM walk

-- stream table least_of_round
WITH RECURSIVE walk(node, level) AS (
  SELECT src, 0 FROM edge
  UNION ALL
  SELECT x.dst, x.level + 1 FROM (
    SELECT DISTINCT ON (e.src) e.dst, w.level FROM walk w JOIN edge e ON e.src = w.node WHERE w.level < 4 ORDER BY e.src, e.cost, e.dst) x)
SELECT node, level, count(*) AS n FROM walk GROUP BY node, level

-- stream table by_case
WITH RECURSIVE collatz(start, n) AS (
  SELECT id, id FROM edge
  UNION
  SELECT start, CASE WHEN n % 2 = 0 THEN n / 2 ELSE 3 * n + 1 END FROM collatz WHERE n > 1)
SELECT start, count(*) AS steps, max(n) AS peak FROM collatz GROUP BY start

-- stream table top_of_result
WITH RECURSIVE reach(src, dst) AS (
  SELECT src, dst FROM edge
  UNION
  SELECT r.src, e.dst FROM reach r JOIN edge e ON e.src = r.dst)
SELECT src, dst FROM reach WHERE dst IS NOT NULL ORDER BY dst DESC, src LIMIT 4

-- stream table ranked_result
WITH RECURSIVE reach(src, dst) AS (
  SELECT src, dst FROM edge
  UNION
  SELECT r.src, e.dst FROM reach r JOIN edge e ON e.src = r.dst)
SELECT src, count(*) AS n, rank() OVER (ORDER BY count(*) DESC) AS place FROM reach GROUP BY src

-- stream table unreachable
WITH RECURSIVE reach(node) AS (
  SELECT 1
  UNION
  SELECT e.dst FROM reach r JOIN edge e ON e.src = r.node)
SELECT DISTINCT src FROM edge WHERE src NOT IN (SELECT node FROM reach WHERE node IS NOT NULL)

-- refused TM-Q002
WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT s.c::int FROM (SELECT count(*) AS c FROM (SELECT n FROM t) x) s) SELECT n FROM t

-- batch
DELETE FROM edge WHERE id = 2;
INSERT INTO closed VALUES (4);

-- batch
INSERT INTO edge VALUES (2, 2, 3, 2), (20, 4, 6, 1);
DELETE FROM closed WHERE node = 7;
UPDATE label SET text = 'four' WHERE node = 4;

-- batch
UPDATE edge SET cost = 10 - cost;
DELETE FROM closed;

-- batch
UPDATE edge SET dst = 1 WHERE id IN (6, 8);
INSERT INTO label VALUES (3, 'three'), (5, 'five'), (6, 'six');
DELETE FROM label WHERE node = 1;

-- batch autocommit
DELETE FROM edge WHERE src = 1;
INSERT INTO edge VALUES (30, 1, 3, 1), (31, 1, 3, 2);
INSERT INTO closed SELECT node FROM label;

-- batch
DELETE FROM edge;

-- batch
INSERT INTO edge SELECT i, i % 6 + 1, i * 5 % 7, i % 3 FROM generate_series(1, 12) i;
