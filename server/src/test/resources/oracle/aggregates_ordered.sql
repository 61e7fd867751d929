-- schema
CREATE TYPE pair AS (a int, b text);
CREATE TABLE w (id int PRIMARY KEY, g int, s text COLLATE "C", n int, d numeric, b bytea, a int[], ts timestamp, ok boolean, u uuid, p point);
INSERT INTO w SELECT i, CASE WHEN i % 6 = 0 THEN NULL ELSE i % 6 END, CASE WHEN i % 7 > 0 THEN 's' || i % 11 END, nullif(i % 9, 0), (i % 5) * 1.10, decode(lpad(to_hex(i % 20), 4, '0'), 'hex'),
  ARRAY[i % 3, NULL, i], timestamp '2024-01-01' + i * interval '1 hour', i % 2 = 0, ('00000000-0000-0000-0000-0000000000' || lpad((i % 8)::text, 2, '0'))::uuid, point(i, i) FROM generate_series(1, 66) i;
CREATE TABLE bag (g text, v text COLLATE "C");
ALTER TABLE bag REPLICA IDENTITY FULL;
INSERT INTO bag VALUES ('x', 'a'), ('x', 'a'), ('x', NULL), ('y', NULL), (NULL, 'ü'), (NULL, '');

-- stream table strings_in_order
SELECT g, string_agg(s, ',' ORDER BY id) AS a, string_agg(s, '; ' ORDER BY s DESC, id) AS b, string_agg(s, NULL ORDER BY id) AS c FROM w GROUP BY g

-- stream table strings_of_equal_peers
SELECT g, string_agg(s, ',' ORDER BY s) AS a, string_agg('x', '' ORDER BY n) AS x, length(string_agg(s, ', ')) AS l FROM w GROUP BY g

-- stream table strings_distinct
SELECT g, string_agg(DISTINCT s, ',') AS a, string_agg(DISTINCT s, ',' ORDER BY s DESC) AS b, count(DISTINCT s) AS n FROM w GROUP BY g

-- stream table strings_filtered
SELECT g, string_agg(s, ',' ORDER BY id) FILTER (WHERE n > 4) AS a, string_agg(DISTINCT s, '') FILTER (WHERE ok) AS b FROM w GROUP BY g

-- stream table delimiters_by_row
SELECT g, string_agg(s, n::text ORDER BY id) AS a FROM w GROUP BY g

-- stream table nulls_first_and_last
SELECT g, string_agg(id::text, ',' ORDER BY n NULLS FIRST, id) AS a, string_agg(id::text, ',' ORDER BY n DESC NULLS LAST, id DESC) AS b FROM w GROUP BY g

-- stream table bytes
SELECT g, string_agg(b, '\x00'::bytea ORDER BY id) AS a, string_agg(DISTINCT b, ''::bytea) AS d FROM w GROUP BY g

-- stream table bag_of_strings
SELECT g, string_agg(v, '|' ORDER BY v) AS s, array_agg(v ORDER BY v) AS a, count(*) AS n FROM bag GROUP BY g

-- stream table bag_distinct
SELECT string_agg(DISTINCT v, '|') AS s, array_agg(DISTINCT v) AS a, array_agg(DISTINCT v ORDER BY v DESC NULLS LAST) AS d FROM bag

-- stream table whole_string
SELECT string_agg(s, ',' ORDER BY id DESC) AS s, array_agg(id ORDER BY ts) AS ids FROM w WHERE g > 3

-- stream table none
SELECT string_agg(s, ',') AS s, array_agg(n) AS n, array_agg(a) AS a, string_agg(b, b) AS b FROM w WHERE id < 0

-- stream table arrays
SELECT g, array_agg(n ORDER BY id) AS n, array_agg(s ORDER BY id DESC) AS s, array_agg(d ORDER BY id) AS d, array_agg(ts ORDER BY id) AS ts, array_agg(ok ORDER BY id) AS ok FROM w GROUP BY g

-- stream table arrays_of_any_type
SELECT g, array_agg(u ORDER BY id) AS u, array_agg(p ORDER BY id) AS p, array_agg(b ORDER BY id) AS b FROM w GROUP BY g

-- stream table arrays_distinct
SELECT g, array_agg(DISTINCT n) AS n, array_agg(DISTINCT n ORDER BY n DESC) AS m, array_agg(DISTINCT s) AS s, array_agg(DISTINCT u ORDER BY u) AS u FROM w GROUP BY g

-- stream table arrays_filtered
SELECT g, array_agg(n ORDER BY id) FILTER (WHERE n IS NOT NULL) AS a, array_agg(id ORDER BY id) FILTER (WHERE ok AND n > 100) AS b FROM w GROUP BY g

-- stream table arrays_of_arrays
SELECT g, array_agg(a ORDER BY id) AS a FROM w GROUP BY g

-- stream table ordered_by_expression
SELECT g, array_agg(id ORDER BY id % 3, -id) AS a, string_agg(id::text, '+' ORDER BY n * n DESC NULLS LAST, id) AS s FROM w GROUP BY g

-- stream table rolled_up
SELECT g, ok, string_agg(s, ',' ORDER BY id) AS s, array_agg(DISTINCT n) AS n, grouping(g, ok) AS gr FROM w GROUP BY ROLLUP (g, ok)

-- stream table having_string
SELECT g, count(*) AS n FROM w GROUP BY g HAVING string_agg(s, ',' ORDER BY id) LIKE '%s3%'

-- stream table equal_numbers typed
SELECT ok, array_agg(DISTINCT d) AS d FROM w GROUP BY ok

-- stream table aggregated_again
SELECT string_agg(s, ' / ' ORDER BY g NULLS FIRST) AS s FROM (SELECT g, string_agg(s, ',' ORDER BY id) AS s FROM w GROUP BY g) q

-- batch
UPDATE w SET s = s || '!' WHERE id % 5 = 0;
UPDATE w SET n = NULL WHERE id % 4 = 1;
INSERT INTO bag VALUES ('x', 'a'), ('x', 'b'), ('y', 'c'), ('y', NULL);

-- batch
UPDATE w SET g = 1 WHERE g = 2;
DELETE FROM w WHERE g = 3 AND id > 9;
DELETE FROM bag WHERE v = 'a';
UPDATE w SET id = id + 1000 WHERE id % 10 = 3;

-- batch
UPDATE w SET d = 1.1 WHERE id % 3 = 0;
UPDATE w SET s = NULL WHERE g = 1;
DELETE FROM bag;

-- batch
DELETE FROM w WHERE id > 20;
INSERT INTO bag VALUES (NULL, NULL);

-- batch
DELETE FROM w;

-- batch
INSERT INTO w (id, g, s) VALUES (1, 1, ''), (2, 1, 'b,c'), (3, NULL, NULL);
UPDATE w SET a = '{7}';

-- batch failing arrays_of_arrays TM-E001
UPDATE w SET a = '{1,2}' WHERE id = 2;

-- batch
UPDATE w SET a = '{1}' WHERE id = 2;
