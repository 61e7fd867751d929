-- schema
CREATE EXTENSION hstore;
CREATE TYPE pair AS (x int, y text);
CREATE FUNCTION steps(n int) RETURNS SETOF int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN FOR i IN 1..coalesce(n, 0) LOOP RETURN NEXT i * i; END LOOP; END $$;
CREATE FUNCTION table_of(n int, OUT a int, OUT b text) RETURNS SETOF record LANGUAGE sql IMMUTABLE AS $$SELECT v, 'b' || v FROM generate_series(1, n) v$$;
CREATE FUNCTION pairs(n int) RETURNS SETOF pair LANGUAGE sql IMMUTABLE AS $$SELECT v, 'p' || v FROM generate_series(1, n) v$$;
CREATE FUNCTION one_pair(n int) RETURNS pair LANGUAGE sql IMMUTABLE AS $$SELECT ROW(n, 'one')::pair$$;
CREATE FUNCTION fails(n int) RETURNS SETOF int LANGUAGE sql IMMUTABLE AS $$SELECT 10 / n$$;
CREATE TABLE t (id int PRIMARY KEY, n int, arr int[], tags text[], j jsonb, doc json, s text, ps pair[], mat int[], x xml, h hstore, d date);
CREATE TABLE u (id int PRIMARY KEY, v int);
INSERT INTO t VALUES
  (1, 3, '{1,2,2}', '{a,b}', '{"items": [{"k": 1, "q": 2}, {"k": 2, "q": null}], "a": {"b": [1, 2]}}', '[1, "two", {"x": null}]', 'a,b,,c', '{"(1,a)","(2,b)"}', '{{1,2},{3,4}}', '<r><i n="1">x</i><i n="2"/></r>', 'a=>1,b=>NULL', '2024-01-30'),
  (2, 0, '{}', NULL, '{"items": []}', '{"p": 1, "q": "w"}', '', '{}', '{}', '<r/>', '', '2024-02-28'),
  (3, NULL, NULL, '{}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 2, '{NULL,7}', '{x,NULL,x}', '{"items": [{"k": 5}], "a": 3}', '[]', 'one 22 three', '{NULL,"(9,)"}', '[5:6]={1,2}', '<r><i>only</i></r>', 'c=>3', '2023-12-31');
INSERT INTO u SELECT g, g % 3 FROM generate_series(1, 6) g;
-- stream table unnested
SELECT id, e FROM t, unnest(arr) e
-- stream table unnested_left
SELECT id, e, o FROM t LEFT JOIN LATERAL unnest(tags) WITH ORDINALITY AS x(e, o) ON true
-- stream table unnested_left_on
SELECT id, e FROM t LEFT JOIN LATERAL unnest(arr) e ON e > 1
-- stream table several_arrays
SELECT id, a, b, o FROM t, unnest(arr, tags) WITH ORDINALITY AS x(a, b, o)
-- stream table composites
SELECT id, p.x, y FROM t, unnest(ps) AS p(x, y)
-- stream table dimensions
SELECT id, i, k, mat[i][k] AS v FROM t, generate_subscripts(mat, 1) i, generate_subscripts(mat, 2) k
-- stream table reversed
SELECT id, i FROM t, generate_subscripts(arr, 1, true) i
-- stream table series
SELECT id, g FROM t, generate_series(1, n) g
-- stream table series_steps
SELECT id, a, b, c FROM t, generate_series(n, 0, -1) a, generate_series(1.0, n, 0.5) b, generate_series(n::bigint, 9, 4) c
-- stream table days
SELECT g::date AS day, count(t.id) AS n FROM generate_series('2023-12-30'::timestamp, '2024-02-29', '1 day') g LEFT JOIN t ON t.d = g::date GROUP BY g
-- stream table standalone
SELECT * FROM generate_series(1, 3) a CROSS JOIN unnest(ARRAY['x', 'y']) b
-- stream table standalone_joined
SELECT u.id, g FROM u RIGHT JOIN generate_series(0, 2) g ON u.v = g AND u.id > 1
-- stream table user_functions
SELECT id, st, a, b, p.x, y FROM t, steps(n) st, table_of(st) q(a, b), pairs(n) p
-- stream table single_composite
SELECT id, p.x, y, z FROM t, one_pair(id) p, upper(s) z
-- stream table rows_from
SELECT id, a, b, c, r.d, o FROM t, ROWS FROM (unnest(arr), generate_series(1, n), table_of(2)) WITH ORDINALITY AS r(a, b, c, d, o)
-- stream table definition_list
SELECT id, a, b FROM t, json_to_record(doc) AS r(p int, q text), LATERAL (SELECT r.p + 1, r.q) l(a, b) WHERE json_typeof(doc) = 'object'
-- stream table record_set
SELECT id, k, q FROM t, jsonb_to_recordset(j -> 'items') AS r(k int, q numeric(5,1))
-- stream table json_elements
SELECT id, e, e ->> 'k' AS k FROM t, jsonb_array_elements(j -> 'items') e
-- stream table json_each_of
SELECT id, key, value FROM t, jsonb_each_text(j) WHERE jsonb_typeof(j) = 'object'
-- stream table json_keys
SELECT id, k, o FROM t, jsonb_object_keys(j) WITH ORDINALITY AS x(k, o)
-- stream table json_texts
SELECT id, v FROM t CROSS JOIN LATERAL json_array_elements_text(doc) v WHERE json_typeof(doc) = 'array'
-- stream table json_paths
SELECT id, p FROM t, jsonb_path_query(j, '$.items[*].k ? (@ > 1)') p
-- stream table words
SELECT id, w FROM t, string_to_table(s, ',') w
-- stream table splits
SELECT id, w, o FROM t, regexp_split_to_table(s, '[ ,]') WITH ORDINALITY x(w, o)
-- stream table matches
SELECT id, m[1] AS a, m[2] AS b FROM t, regexp_matches(s, '(\d)(\d)|([a-z])', 'g') m
-- stream table hstore_each
SELECT id, key, value FROM t, each(h)
-- stream table lateral_chain
SELECT t.id, item ->> 'k' AS k, g FROM t, jsonb_array_elements(j -> 'items') item, generate_series(1, (item ->> 'k')::int) g
-- stream table lateral_subquery
SELECT t.id, q.total, q.n FROM t, LATERAL (SELECT sum(e) AS total, count(*) AS n FROM unnest(t.arr) e WHERE e > 1) q
-- stream table scalar_subquery
SELECT id, (SELECT max(e) FROM unnest(arr) e) AS m FROM t
-- stream table exists_unnest
SELECT id FROM t WHERE EXISTS (SELECT 1 FROM unnest(tags) x WHERE x = 'a') OR 7 IN (SELECT unnest(arr))
-- stream table lateral_join
SELECT t.id, u.id AS uid, e FROM t CROSS JOIN LATERAL unnest(t.arr) e JOIN u ON u.id = e
-- stream table grouped
SELECT e AS tag, count(*) AS n, count(DISTINCT id) AS ids FROM t, unnest(tags) e GROUP BY e
-- stream table target_list
SELECT id, unnest(arr) AS e FROM t
-- stream table target_lockstep
SELECT id, unnest(arr) AS e, generate_series(1, n) AS g, unnest(tags) || '!' AS tag FROM t
-- stream table target_expression
SELECT id, unnest(arr) * 10 + n AS v, (table_of(n)).b AS b, (table_of(n)).a AS a FROM t
-- stream table target_nested
SELECT id, generate_series(1, unnest(arr)) AS g, unnest(arr) AS e FROM t
-- stream table target_grouped
SELECT n % 2 AS k, unnest(array_agg(id ORDER BY id)) AS id, count(*) AS c FROM t GROUP BY n % 2
-- stream table target_distinct
SELECT DISTINCT unnest(arr) AS e FROM t
-- stream table target_subquery
SELECT e, count(*) AS n FROM (SELECT unnest(tags) AS e FROM t) q GROUP BY e HAVING count(*) > 0
-- stream table json_table
SELECT t.id, q.* FROM t, JSON_TABLE(j, '$.items[*]' COLUMNS (o FOR ORDINALITY, k int PATH '$.k', q numeric PATH '$.q' DEFAULT '-1' ON EMPTY, has boolean EXISTS PATH '$.q', raw jsonb PATH '$')) q
-- stream table json_table_nested
SELECT t.id, q.* FROM t LEFT JOIN JSON_TABLE(j, '$' PASSING n AS m COLUMNS (a text FORMAT JSON PATH '$.a' OMIT QUOTES, NESTED PATH '$.items[*]' COLUMNS (k int PATH '$.k'), NESTED PATH '$.a.b[*]' AS bb COLUMNS (b text PATH '$', i FOR ORDINALITY))) q ON q.k IS NOT NULL OR q.b IS NOT NULL
-- stream table xml_table
SELECT t.id, q.* FROM t, XMLTABLE('/r/i' PASSING x COLUMNS o FOR ORDINALITY, n int PATH '@n' DEFAULT 0, v text PATH 'text()') q
-- stream table healed
SELECT id, f FROM u, fails(u.v) f WHERE u.id < 0 OR u.v > 0
-- batch
UPDATE t SET arr = arr || id, tags = tags || 'new'::text, n = n + 1, s = s || ',zz', j = jsonb_insert(j, '{items,0}', '{"k": 3}') WHERE id IN (1, 2, 4) AND j ? 'items';
INSERT INTO t (id, n, arr, tags, j, doc, s, ps, mat, x, h, d) SELECT g, g % 4, ARRAY[g, g % 5, NULL], ARRAY['t' || g % 3], jsonb_build_object('items', jsonb_build_array(jsonb_build_object('k', g % 3))), to_json(ARRAY[g]), 'w' || g || ',z', ARRAY[ROW(g, 'r')::pair], ARRAY[[g, 1]], xmlelement(name r, xmlelement(name i, g)), hstore('k', g::text), '2024-01-01'::date + g FROM generate_series(10, 40) g;
UPDATE u SET v = 2 WHERE v = 1;
-- batch
DELETE FROM t WHERE id % 3 = 1;
UPDATE t SET id = id + 1000 WHERE id > 35;
UPDATE t SET arr = NULL, tags = '{}', j = NULL WHERE id % 4 = 0;
DELETE FROM u WHERE id = 2
-- batch failing healed TM-E001
UPDATE u SET id = -1, v = 0 WHERE id = 3
-- batch
UPDATE u SET v = 5 WHERE id = -1
-- batch
DELETE FROM t; DELETE FROM u
