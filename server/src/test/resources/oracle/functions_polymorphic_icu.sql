-- schema icu en-US
CREATE COLLATION nocase (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE TYPE pair AS (t text, n int);
CREATE TYPE wordrange AS RANGE (SUBTYPE = text);
CREATE TYPE rawrange AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE TABLE t (id int PRIMARY KEY, s text, ta text[], na text[] COLLATE nocase, ns text COLLATE nocase, p pair, w wordrange, r rawrange);
INSERT INTO t VALUES
  (1, 'apple', '{apple,Zebra}', '{A,b}', 'a', '(apple,1)', '[Apple,zebra)', '[Apple,zebra)'),
  (2, 'Apple', '{Apple,zebra}', '{a,B}', 'A', '(Apple,1)', '[a,B]', '[A,b]'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 'Zebra', '{}', '{}', '', '(,)', 'empty', 'empty'),
  (5, 'zebra', '{NULL,äpfel,a}', '{NULL,a}', 'B', '(zebra,)', '(,)', '(,a]'),
  (6, 'äpfel', '[0:1]={co-op,coop}', '{b}', 'b', '(äpfel,2)', '[co-op,coop]', '[co-op,coop]');
-- stream table equalities
SELECT x.id AS l, y.id AS r, x.ta = y.ta AS a, x.p = y.p AS p, x.w = y.w AS w, x.r = y.r AS rr, x.ta @> y.ta AS c, x.ta && y.ta AS o FROM t x, t y
-- stream table orders
SELECT x.id AS l, y.id AS r, x.ta < y.ta AS a, x.ta COLLATE "C" < y.ta AS ac, x.p < y.p AS p, (x.s, x.id) < (y.s, y.id) AS rw, (x.s COLLATE "C", x.id) <= (y.s, y.id) AS rc, greatest(x.ta, y.ta) AS g FROM t x, t y
-- stream table nondeterministic
SELECT x.id AS l, y.id AS r, x.na = y.na AS e, x.na < y.na AS lt, x.na @> ARRAY[y.ns] AS c, y.ns = ANY (x.na) AS an, array_position(x.na, y.ns) AS po, array_remove(x.na, y.ns) AS re, (x.ns, x.id) < (y.ns, y.id) AS rw FROM t x, t y
-- stream table searched
SELECT id, array_position(ta, 'zebra') AS p, array_remove(ta, 'apple') AS r, array_replace(ta, 'a', 'z') AS z, 'Zebra' = ANY (ta) AS y, width_bucket(s, '{a,m}') AS b, width_bucket(s COLLATE "C", '{a,m}') AS bc, ta[1] AS e, ta[:1] AS sl, string_to_array(s, 'p') AS st FROM t
-- stream table ranges
SELECT x.id AS l, y.id AS r, x.w && y.w AS o, x.w @> y.s AS c, x.w * y.w AS i, x.r && y.r AS ro, x.r @> y.s AS rc, x.r * y.r AS ri, lower(x.w) AS lo, x.w < y.w AS lt, x.r < y.r AS rl, multirange(x.r) + multirange(y.r) AS u FROM t x, t y
-- stream table texts
SELECT id, format('%s|%I|%L', s, coalesce(s, ''), ta) AS f, concat(p, w, r) AS c, array_to_string(ta, '-', '?') AS a, quote_nullable(id) AS q, quote_literal(s) AS ql, format('%-8s;%5s;%1$s', s, id) AS fw FROM t
-- stream table filtered
SELECT id FROM t WHERE ta > '{b}' OR (s, id) >= ('b', 3)
-- stream table sorted from 18
SELECT id, array_sort(ta COLLATE "C") AS c, array_sort(ta) AS s, array_sort(ta, true) AS d, array_sort(ta COLLATE "C", true, false) AS n, array_reverse(ta) AS r FROM t
-- batch
INSERT INTO t SELECT g, (ARRAY['x','X','y','Y'])[g % 4 + 1], ARRAY['x', (ARRAY['b','B',NULL])[g % 3 + 1]], ARRAY['x', (ARRAY['b','B',NULL])[g % 3 + 1]], (ARRAY['x','X'])[g % 2 + 1], ROW((ARRAY['x','X'])[g % 2 + 1], g % 3)::pair, wordrange('a', 'm', '[]'), rawrange('A', (ARRAY['m','M'])[g % 2 + 1]) FROM generate_series(10, 17) g
-- batch
UPDATE t SET ta = na, s = upper(s), p = ROW(s, 1)::pair, w = wordrange(NULL, s) WHERE id % 2 = 0
-- batch
DELETE FROM t WHERE id IN (1, 3, 5, 11);
UPDATE t SET ns = upper(ns), na = array_append(na, 'Q')
-- batch
DELETE FROM t
