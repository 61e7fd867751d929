-- schema
CREATE TABLE doc (id int PRIMARY KEY, g int, name text, j jsonb, t json, path text[], n int);
INSERT INTO doc SELECT i, i % 3, CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN 'a' WHEN 2 THEN 'tags' ELSE 'é' END,
  CASE WHEN i % 7 = 0 THEN NULL ELSE jsonb_build_object('a', i % 5, 'tags', jsonb_build_array('x' || i % 3, i % 4, NULL), 'é', jsonb_build_object('b', i / 4.0, 'c', jsonb_build_array(i, jsonb_build_object('d', 'deep' || i))), 'on', i % 2 = 0) END,
  CASE WHEN i % 6 = 0 THEN NULL ELSE ('{"a" : ' || i % 5 || ', "tags": [ "x" , ' || i || ',null ], "a": {"b":' || i % 2 || '.50}, "q":"\u00e9\"\n"}')::json END,
  CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '{a}' WHEN 2 THEN '{tags,1}' WHEN 3 THEN '{é,c,1,d}' ELSE '{tags,-1}' END::text[], i % 4 - 2
  FROM generate_series(1, 30) i;
INSERT INTO doc VALUES (100, 0, 'a', 'null', 'null', '{}', 0), (101, 0, 'a', '"text"', ' "text" ', '{0}', 0), (102, 1, 'b', '[]', '[ ]', '{0}', 0), (103, 1, '', '{}', '{ }', '{a}', -1),
  (104, 2, 'a', '[1, "a", {"a": 2}, [3, [4]], null]', '[1, "a", {"a": 2}, [3, [4]], null]', '{3,1,0}', 3), (105, 2, '1', '1e400', '1e400', '{a}', 0), (106, 2, 'a', '{"a": -0.0, "": {"": ""}, "z": 1, "yy": 2}', '{"z":1,"yy":2,"":{}}', '{"",""}', 0);
CREATE TABLE tag (id int PRIMARY KEY, name text, wanted jsonb);
INSERT INTO tag VALUES (1, 'x0', '{"a": 1}'), (2, 'x1', '{"tags": ["x1"]}'), (3, 'x2', '{"on": true}'), (4, 'none', '{}'), (5, NULL, NULL), (6, 'x1', '[1]');

-- stream table fields
SELECT id, j -> 'a' AS a, j ->> 'tags' AS tags, j -> 'é' ->> 'b' AS b, j -> name AS named, j ->> name AS named_text, t -> 'a' AS ta, t ->> 'q' AS tq, t -> name AS tn, t ->> 'tags' AS tt FROM doc

-- stream table elements
SELECT id, j -> 0 AS e0, j ->> n AS en, j -> 'tags' -> n AS tn, j -> 'tags' ->> -1 AS last, t -> 'tags' -> 1 AS t1, t -> 'tags' ->> n AS ttn, t -> n AS tx FROM doc

-- stream table paths_of_names
SELECT id, j #> path AS p, j #>> path AS pt, t #> path AS tp, t #>> path AS tpt, jsonb_extract_path(j, 'é', 'c', '1') AS c, jsonb_extract_path_text(j, 'é', 'c', '1', 'd') AS d, json_extract_path_text(t, 'a', 'b') AS tb, j #> '{}' AS self FROM doc

-- stream table questions
SELECT id, j ? 'a' AS a, j ? name AS named, j ?| path AS has_any, j ?& ARRAY['a', 'tags'] AS has_all, j @> '{"a": 1}' AS c1, j @> '[1]' AS c2, j <@ '{"a": 1, "b": 2}' AS c3, j @> j AS self FROM doc

-- stream table filtered_by_content
SELECT id, g FROM doc WHERE j @> '{"on": true}' AND (j ->> 'a')::int > 1

-- stream table filtered_by_path
SELECT id, j FROM doc WHERE j @? '$.tags[*] ? (@ == 2)' OR j @@ '$.a > 3'

-- stream table compared
SELECT a.id AS x, b.id AS y, a.j = b.j AS eq, a.j <> b.j AS ne FROM doc a JOIN doc b ON a.g = b.g AND a.id % 5 = b.id % 5 WHERE a.id < b.id

-- stream table joined_by_content
SELECT d.id, k.id AS tag FROM doc d JOIN tag k ON d.j @> k.wanted

-- stream table joined_by_field
SELECT d.id, k.id AS tag, k.name FROM doc d LEFT JOIN tag k ON d.j -> 'tags' ->> 0 = k.name

-- stream table joined_by_jsonb
SELECT d.id, e.id AS other FROM doc d JOIN doc e ON d.j -> 'a' = e.j -> 'a' AND d.id < e.id

-- stream table grouped_by_field
SELECT j ->> 'a' AS a, j -> 'on' AS o, count(*) AS c, sum((j -> 'é' -> 'b')::numeric) AS s, max(jsonb_array_length(j -> 'tags')) AS l FROM doc WHERE jsonb_typeof(j) = 'object' GROUP BY 1, 2

-- stream table kinds
SELECT id, jsonb_typeof(j) AS k, json_typeof(t) AS tk, jsonb_typeof(j -> 'tags') AS tags, json_typeof(t -> 'a') AS ta FROM doc

-- stream table lengths
SELECT id, jsonb_array_length(j -> 'tags') AS n, json_array_length(t -> 'tags') AS tn FROM doc WHERE jsonb_typeof(j) = 'object' AND j ? 'tags' AND json_typeof(t) = 'object'

-- stream table changed
SELECT id, j || '{"new": [1]}' AS more, j - 'a' AS less, j - ARRAY['a', 'tags'] AS lesser, '[0]' || j AS wrapped, j || j AS twice FROM doc WHERE jsonb_typeof(j) IN ('object', 'array')

-- stream table changed_elements
SELECT id, (j -> 'tags') - n AS less, (j -> 'tags') - 'x1' AS x, (j -> 'tags') || '["y"]' AS more, (j -> 'tags') || (j -> 'a') AS a FROM doc WHERE jsonb_typeof(j -> 'tags') = 'array'

-- stream table set_paths
SELECT id, jsonb_set(j, '{tags,1}', '"set"') AS s, jsonb_set(j, '{new}', '{"x": null}') AS c, jsonb_set(j, '{new}', '1', false) AS nc, jsonb_set(j, '{é,c,-1,e}', j -> 'a') AS deep, j #- '{é,c,0}' AS d, j #- '{zz}' AS none FROM doc WHERE jsonb_typeof(j) = 'object' AND j ? 'a'

-- stream table inserted
SELECT id, jsonb_insert(j, '{tags,0}', '"first"') AS f, jsonb_insert(j, '{tags,-1}', '"last"', true) AS l, jsonb_insert(j, '{é,k}', 'null') AS k FROM doc WHERE jsonb_typeof(j) = 'object' AND j ? 'é'

-- stream table set_lax
SELECT id, jsonb_set_lax(j, '{a}', CASE WHEN g = 1 THEN NULL ELSE to_jsonb(g) END) AS l, jsonb_set_lax(j, '{a}', NULL, true, 'delete_key') AS d, jsonb_set_lax(j, '{a}', j -> 'zz', true, 'return_target') AS r FROM doc WHERE jsonb_typeof(j) = 'object'

-- stream table stripped
SELECT id, jsonb_strip_nulls(j) AS j, json_strip_nulls(t) AS t, jsonb_pretty(j) AS p FROM doc

-- stream table stripped_arrays from 18
SELECT id, jsonb_strip_nulls(j, true) AS j, json_strip_nulls(t, true) AS t FROM doc

-- stream table objects
SELECT id, json_object(path) AS o, jsonb_object(ARRAY[name, 'x'], ARRAY[g::text, NULL]) AS p FROM doc WHERE cardinality(path) % 2 = 0 AND name IS NOT NULL

-- stream table casts
SELECT id, (j -> 'a')::int AS i, (j -> 'a')::bigint AS l, (j -> 'a')::smallint AS s, (j -> 'é' -> 'b')::numeric AS n, (j -> 'é' -> 'b')::float8 AS f, (j -> 'é' -> 'b')::real AS r, CASE WHEN jsonb_typeof(j -> 'on') = 'boolean' THEN (j -> 'on')::boolean END AS b FROM doc WHERE jsonb_typeof(j -> 'a') = 'number'

-- stream table texts
SELECT id, j::text AS j, t::text AS t, (t::text)::jsonb AS tj, t::jsonb AS direct, (j::text)::json AS jt FROM doc

-- stream table built
SELECT id, to_json(name) AS n, to_jsonb(path) AS p, jsonb_build_object('id', id, 'name', name, 'j', j, 'list', path, 't', t) AS o, json_build_object(id, j, 'n', n) AS jo, jsonb_build_array(g, NULL, j -> 'a', name) AS a, json_build_array(t, path) AS ja, array_to_json(path, true) AS pretty FROM doc

-- stream table constructed from 16
SELECT id, JSON_OBJECT('id' : id, 'name' VALUE name, 'j' : j, 't' : t FORMAT JSON) AS o, JSON_OBJECT('a' : path, 'a' : n RETURNING jsonb) AS ob, JSON_ARRAY(id, name, j NULL ON NULL) AS a, JSON_ARRAY(path, NULL, t NULL ON NULL RETURNING jsonb) AS ab, JSON_OBJECT('n' : name ABSENT ON NULL) AS absent, JSON_ARRAY(name, n) AS short, JSON_OBJECT('x' : g RETURNING text) AS txt, JSON_OBJECT() AS none FROM doc

-- stream table arrays_of_documents
SELECT id, ARRAY[j, j -> 'a'] AS js, ARRAY[t, NULL] AS ts, array_append(ARRAY[j], '1') AS more, cardinality(ARRAY[j, NULL]) AS c, j -> 'a' = ANY (ARRAY['1', '2.0', j -> 'é' -> 'b']::jsonb[]) AS has, (ARRAY[j, '{}'])[1] ->> 'a' AS a, array_position(ARRAY['[]', j], j) AS at, to_jsonb(ARRAY[j]) AS nested, ARRAY[j] = ARRAY[j || '{}'] AS eq FROM doc WHERE j IS NULL OR jsonb_typeof(j) = 'object'

-- stream table subscripts
SELECT id, j['a'] AS a, j['tags'][0] AS first, j['tags'][-1] AS last, j['tags'][n] AS nth, j['é']['c'][1]['d'] AS deep, j[name] AS named, j['tags']['1'] AS by_text, j['a']['b'] AS none, j[0] AS e, (j['é']['b'])::numeric + 1 AS b FROM doc WHERE jsonb_typeof(j['é']['b']) IS DISTINCT FROM 'null'

-- stream table chosen
SELECT id, coalesce(j -> 'zz', t::jsonb, '0') AS c, CASE WHEN j ? 'a' THEN j -> 'a' ELSE '"none"' END AS k, nullif(j -> 'a', '1') AS n, j -> 'a' IS DISTINCT FROM '1.0' AS d, greatest(j -> 'a', '2') AS g, j -> 'a' IN ('1', '3', 'null') AS l, j['é']['b'] AS s FROM doc

-- stream table distinct_documents
SELECT DISTINCT j -> 'tags' AS tags, jsonb_typeof(j) AS k FROM doc

-- stream table built_of_rows
SELECT id, row_to_json(d) AS r, to_jsonb(d) - 'j' AS b, jsonb_build_object('now', '2024-01-01 00:00+00'::timestamptz) AS zoned FROM doc d

-- stream table path_queries
SELECT id, jsonb_path_query_first(j, '$.é.c[*].d') AS d, jsonb_path_query_array(j, '$.tags[*] ? (@ != null)') AS tags, jsonb_path_query_array(j, '$.**{1 to 2} ? (@.type() == "number")') AS numbers, jsonb_path_exists(j, '$.tags[*] ? (@ >= $min)', jsonb_build_object('min', g)) AS e, jsonb_path_match(j, 'exists($.a) && $.a < 4', '{}', true) AS m FROM doc

-- stream table path_arithmetic
SELECT id, jsonb_path_query_array(j, '$.a * 2 + $.é.b / 3', '{}', true) AS sum, jsonb_path_query_array(j, '$[0 to last] ? (@.size() > 1 || @ starts with "t")', '{}', true) AS lax, jsonb_path_query_array(j, 'strict $.tags[1, 0]', '{}', true) AS strict, j @@ '$.é.b.floor() == 2' AS floor FROM doc

-- stream table rows_of_elements
SELECT id, e, o FROM doc, jsonb_array_elements(CASE WHEN jsonb_typeof(j -> 'tags') = 'array' THEN j -> 'tags' END) WITH ORDINALITY AS x(e, o)

-- stream table rows_of_texts
SELECT id, e, te FROM doc, ROWS FROM (jsonb_array_elements_text(CASE WHEN jsonb_typeof(j -> 'tags') = 'array' THEN j -> 'tags' END), json_array_elements_text(CASE WHEN json_typeof(t -> 'tags') = 'array' THEN t -> 'tags' END)) AS x(e, te)

-- stream table rows_of_fields
SELECT id, key, value FROM doc LEFT JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(j) = 'object' THEN j END) ON value <> '1'

-- stream table rows_of_field_texts
SELECT id, b.key, b.value, t.key AS tk, t.value AS tv FROM doc, jsonb_each_text(CASE WHEN jsonb_typeof(j) = 'object' THEN j END) b, json_each_text(CASE WHEN json_typeof(t) = 'object' THEN t END) t WHERE b.key = t.key

-- stream table rows_of_names
SELECT k, count(*) AS c, count(DISTINCT id) AS d FROM doc, ROWS FROM (jsonb_object_keys(CASE WHEN jsonb_typeof(j) = 'object' THEN j END), json_object_keys(CASE WHEN json_typeof(t) = 'object' THEN t END)) AS x(k, tk) GROUP BY k

-- stream table rows_of_paths
SELECT id, p, jsonb_path_query(j, '$.tags[*] ? (@ like_regex "^x")') AS r FROM doc, jsonb_path_query(j, '$.**{1 to last} ? (@.type() == "number" && @ >= $min)', jsonb_build_object('min', g), true) p

-- stream table path_by_server
SELECT id, jsonb_path_query_array(j, '$.tags[*] ? (@ like_regex "^X" flag "i")') AS r, jsonb_path_query_array(j, '$.é.keyvalue()') AS kv, j @? '$.tags[*].datetime()' AS dt, jsonb_path_exists(j, ('$.' || name)::jsonpath, '{}', true) AS dynamic FROM doc WHERE name = 'a'

-- stream table ordered_by_field
SELECT id, j ->> 'a' AS a FROM doc WHERE j ? 'a' ORDER BY (j ->> 'a')::numeric DESC, id LIMIT 5

-- stream table aggregated
SELECT g, jsonb_agg(j -> 'a' ORDER BY id) AS a, jsonb_object_agg(id, j #> '{é,c}') AS o, string_agg(j ->> 'a', ',' ORDER BY id) AS s, bool_or(j ? 'on') AS b, count(DISTINCT j -> 'a') AS d FROM doc GROUP BY g

-- batch
UPDATE doc SET j = jsonb_set(j, '{a}', to_jsonb((j ->> 'a')::numeric + 1)) WHERE id % 2 = 0 AND jsonb_typeof(j -> 'a') = 'number';
UPDATE doc SET j = (j - 'on') || jsonb_build_object('off', j -> 'on') WHERE id % 5 = 0 AND jsonb_typeof(j) = 'object';

-- batch
UPDATE doc SET t = replace(t::text, '"tags"', '"Tags"')::json WHERE id % 3 = 0;
UPDATE doc SET j = j #- '{tags,0}' WHERE id % 4 = 1 AND jsonb_typeof(j) = 'object';
UPDATE doc SET path = path || '0'::text WHERE id % 4 = 2;
UPDATE tag SET name = 'x2', wanted = '{"tags": [null]}' WHERE id = 4;

-- batch
UPDATE doc SET name = 'q', n = n + 1 WHERE g = 1;
UPDATE doc SET j = jsonb_build_array(j, j) WHERE id IN (3, 8);
UPDATE doc SET j = 'null' WHERE id = 9;
INSERT INTO doc VALUES (200, 1, 'tags', '{"tags": ["😀", "\ud83d\ude00", "a\"b\\c\n\u001f"], "a": 2.50, "é": {"b": 2.0, "c": []}}', '{"tags":["\ud83d\ude00"],"a":1e5,"q":"\\\/"}', '{tags,0}', 0),
  (201, 1, 'a', '{"a": 2.5, "on": false, "tags": [1, 1.0, 1.00]}', '{"a":null,"tags":[]}', '{a}', 0), (202, NULL, NULL, NULL, NULL, NULL, NULL);

-- batch
UPDATE doc SET j = '{"a": 1, "tags": [[1, 2], {"a": null}], "é": {"c": [1]}, "on": null}' WHERE id IN (1, 2, 4);
UPDATE doc SET id = id + 1000 WHERE id IN (5, 101);
DELETE FROM tag WHERE id = 1;
INSERT INTO tag VALUES (7, '1', '{"é": {}}');

-- batch
DELETE FROM doc WHERE g = 2;
UPDATE doc SET g = 2 WHERE g = 0;
UPDATE doc SET j = j || '{"a": 3}' WHERE jsonb_typeof(j) = 'object';

-- batch
UPDATE doc SET j = j WHERE id > 0;
UPDATE doc SET t = t::jsonb::json;
UPDATE doc SET name = 'a' WHERE id % 2 = 1;
UPDATE tag SET wanted = wanted || '{"a": 3}' WHERE jsonb_typeof(wanted) = 'object';

-- batch
DELETE FROM doc;
DELETE FROM tag WHERE id > 2;

-- batch
INSERT INTO doc VALUES (1, 1, 'a', '{"a": 1, "tags": [], "é": {"b": 1, "c": [{}]}}', '{"a":1}', '{a}', 0), (2, 1, 'a', '[{"a": 1}]', '[]', '{0,a}', 0);
INSERT INTO tag VALUES (9, 'x', '{"a": 1}');

-- batch failing casts TM-E001
INSERT INTO doc VALUES (3, 1, 'a', '{"a": 40000, "on": true}', '1', '{a}', 0);

-- batch
UPDATE doc SET j = '{"a": 4, "on": true}' WHERE id = 3;
