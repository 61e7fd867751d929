-- schema
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE k (id int PRIMARY KEY, m mood, j jsonb, r numrange, mr int4multirange, ip inet, b bit(3), vb varbit, x xid8, i int);
INSERT INTO k SELECT i, (ARRAY['sad', 'ok', 'happy', NULL]::mood[])[i % 4 + 1], ('{"a": ' || (ARRAY['1', '1.0', '2', '[1.50, "1.0"]'])[i % 4 + 1] || '}')::jsonb,
  (ARRAY['[1,2)', '[1.0,2.00)', '(1,2]', 'empty', NULL]::numrange[])[i % 5 + 1], (ARRAY['{[1,3)}', '{[1,2),[2,3)}', '{}']::int4multirange[])[i % 3 + 1],
  ('10.0.0.' || i % 3)::inet, (i % 3)::bit(3), (ARRAY['0', '00', '1']::varbit[])[i % 3 + 1], (i % 3)::text::xid8, i FROM generate_series(1, 30) i;
CREATE TABLE l (id int PRIMARY KEY, m mood, j jsonb, r numrange);
INSERT INTO l VALUES (1, 'ok', '{"a": 1}', '[1,2)'), (2, 'sad', '{"a": [1.5, "1.0"]}', 'empty'), (3, NULL, NULL, NULL), (4, 'ok', '{"a": 1.000}', '[1,2]');

-- stream table by_enum
SELECT m, count(*) AS n, sum(i) AS s FROM k GROUP BY m

-- stream table by_json typed
SELECT j, count(*) AS n, sum(i) AS s FROM k GROUP BY j

-- stream table by_range typed
SELECT r, count(*) AS n FROM k GROUP BY r

-- stream table by_multirange
SELECT mr, count(*) AS n FROM k GROUP BY mr

-- stream table by_others
SELECT ip, b, vb, x, count(*) AS n FROM k GROUP BY ip, b, vb, x

-- stream table distinct_values typed
SELECT DISTINCT m, j FROM k

-- stream table united typed
SELECT j, m FROM k UNION SELECT j, m FROM l

-- stream table counted
SELECT m, count(DISTINCT j) AS j, count(DISTINCT r) AS r, count(DISTINCT b) AS b, count(DISTINCT mr) AS mr FROM k GROUP BY m

-- stream table joined
SELECT k.id, l.id AS l FROM k JOIN l ON k.m = l.m

-- stream table joined_by_json
SELECT k.id, l.id AS l FROM k JOIN l ON k.j = l.j

-- stream table joined_by_range
SELECT k.id, l.id AS l FROM k JOIN l ON k.r = l.r

-- stream table rolled_up typed
SELECT m, j, count(*) AS n FROM k GROUP BY ROLLUP (m, j)

-- batch
UPDATE k SET m = 'happy', j = '{"b": 1}' WHERE id % 5 = 0;
UPDATE l SET m = 'happy' WHERE id = 1;

-- batch
ALTER TYPE mood ADD VALUE 'fine' BEFORE 'happy';

-- batch
UPDATE k SET m = 'fine' WHERE id % 3 = 0;
UPDATE k SET j = NULL, r = '(,)' WHERE id % 7 = 0;
DELETE FROM l WHERE id = 2;

-- batch
DELETE FROM k WHERE id > 4;

-- batch
DELETE FROM k;
INSERT INTO k (id) VALUES (1), (2);
