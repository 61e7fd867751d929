-- schema
CREATE TABLE j (id int PRIMARY KEY, g int, k text COLLATE "C", i int, n numeric, f float8, s text COLLATE "C", ok boolean, d date, ts timestamp, js json, jb jsonb, a int[], u uuid);
INSERT INTO j SELECT i, CASE WHEN i % 5 = 0 THEN NULL ELSE i % 5 END, 'k' || i % 7, nullif(i % 9, 0), (i % 4) * 1.10, i / 8.0 * 1e7, CASE WHEN i % 6 > 0 THEN E'q"\\/\n\t' || chr(i % 30 + 1) || 'ä' || i END, i % 2 = 0,
  date '2024-01-01' + i, timestamp '2024-01-01 00:00:00.25' + i * interval '1 hour', ('{"b" : ' || i || ', "a":[1 ,2.50, "x\u0041"], "b":1e2, "": {}}')::json,
  jsonb_build_object('z', i, 'y', ARRAY[i]), CASE WHEN i % 3 > 0 THEN ARRAY[i, NULL, 2] END, ('00000000-0000-0000-0000-0000000000' || lpad((i % 8)::text, 2, '0'))::uuid FROM generate_series(1, 40) i;
CREATE TABLE e (id int PRIMARY KEY, k text, v int);

-- stream table json_numbers
SELECT g, json_agg(i ORDER BY id) AS i, json_agg(n ORDER BY id) AS n, json_agg(f ORDER BY id) AS f, json_agg(id::bigint ORDER BY id DESC) AS b FROM j GROUP BY g

-- stream table json_texts
SELECT g, json_agg(s ORDER BY id) AS s, json_agg(ok ORDER BY id) AS ok, json_agg(u ORDER BY id) AS u, json_agg(k::varchar ORDER BY id) AS k FROM j GROUP BY g

-- stream table json_times
SELECT g, json_agg(d ORDER BY id) AS d, json_agg(ts ORDER BY id) AS ts, json_agg(ts::time ORDER BY id) AS t FROM j GROUP BY g

-- stream table json_documents
SELECT g, json_agg(js ORDER BY id) AS js, json_agg(jb ORDER BY id) AS jb, json_agg(a ORDER BY id) AS a FROM j GROUP BY g

-- stream table jsonb_numbers
SELECT g, jsonb_agg(i ORDER BY id) AS i, jsonb_agg(n ORDER BY id) AS n, jsonb_agg(f ORDER BY id) AS f FROM j GROUP BY g

-- stream table jsonb_texts
SELECT g, jsonb_agg(s ORDER BY id) AS s, jsonb_agg(ok ORDER BY id) AS ok, jsonb_agg(d ORDER BY id) AS d, jsonb_agg(ts ORDER BY id) AS ts FROM j GROUP BY g

-- stream table jsonb_documents
SELECT g, jsonb_agg(js ORDER BY id) AS js, jsonb_agg(jb ORDER BY id) AS jb, jsonb_agg(a ORDER BY id) AS a FROM j GROUP BY g

-- stream table json_distinct_and_filtered
SELECT g, json_agg(DISTINCT i) AS i, jsonb_agg(DISTINCT k) AS k, json_agg(i ORDER BY id) FILTER (WHERE i > 4) AS f, jsonb_agg(i) FILTER (WHERE i > 100) AS none FROM j GROUP BY g

-- stream table json_strict from 16
SELECT g, json_agg_strict(i ORDER BY id) AS i, jsonb_agg_strict(s ORDER BY id) AS s, json_agg_strict(a ORDER BY id) AS a FROM j GROUP BY g

-- stream table json_objects
SELECT g, json_object_agg(k, i ORDER BY id) AS a, json_object_agg(id, s ORDER BY id) AS b, json_object_agg(ok, ok ORDER BY id) AS c, json_object_agg(d, n ORDER BY id) AS d FROM j GROUP BY g

-- stream table jsonb_objects
SELECT g, jsonb_object_agg(k, i ORDER BY id) AS a, jsonb_object_agg(id, s ORDER BY id) AS b, jsonb_object_agg(ok, js ORDER BY id) AS c, jsonb_object_agg(k || 'ü', jb ORDER BY id DESC) AS d FROM j GROUP BY g

-- stream table json_objects_strict from 16
SELECT g, json_object_agg_strict(k, i ORDER BY id) AS a, jsonb_object_agg_strict(id, i ORDER BY id) AS b, jsonb_object_agg_strict(id, jb ORDER BY id) AS c FROM j GROUP BY g

-- stream table json_objects_unique from 16
SELECT g, json_object_agg_unique(id, i ORDER BY id) AS a, jsonb_object_agg_unique(id, i ORDER BY id) AS b, json_object_agg_unique_strict(id, i ORDER BY id) AS c, jsonb_object_agg_unique_strict(id, i ORDER BY id) AS d FROM j GROUP BY g

-- stream table sql_json_arrays from 16
SELECT g, JSON_ARRAYAGG(i ORDER BY id) AS a, JSON_ARRAYAGG(i ORDER BY id NULL ON NULL) AS b, JSON_ARRAYAGG(s ORDER BY id RETURNING jsonb) AS c, JSON_ARRAYAGG(n ORDER BY id ABSENT ON NULL RETURNING jsonb) AS d FROM j GROUP BY g

-- stream table sql_json_objects from 16
SELECT g, JSON_OBJECTAGG(k: i ABSENT ON NULL) FILTER (WHERE id < 7) AS a, JSON_OBJECTAGG(id VALUE s RETURNING jsonb) AS b, JSON_OBJECTAGG(id: i WITH UNIQUE KEYS RETURNING jsonb) AS c FROM j GROUP BY g

-- stream table json_of_none
SELECT json_agg(i) AS a, jsonb_agg(i) AS b, json_object_agg(k, i) AS c, jsonb_object_agg(k, i) AS d FROM j WHERE id < 0

-- stream table json_rolled_up
SELECT g, ok, jsonb_agg(i ORDER BY id) AS i FROM j GROUP BY ROLLUP (g, ok)

-- stream table objects_of_e
SELECT json_object_agg(k, v ORDER BY id) AS a, jsonb_object_agg(k, v ORDER BY id) AS b FROM e

-- stream table unique_of_e from 16
SELECT json_object_agg_unique(k, v ORDER BY id) AS a FROM e WHERE k IS NOT NULL

-- batch
UPDATE j SET i = NULL, s = NULL WHERE id % 3 = 0;
UPDATE j SET js = '[true, null, -0, 1.0E-3, "\ud83d\ude00", {"zz": 1, "a": 2, "b": [] }]' WHERE id % 4 = 1;
INSERT INTO e VALUES (1, 'a', 1), (2, 'b', NULL);

-- batch
UPDATE j SET f = 'NaN', n = 'Infinity' WHERE id = 7;
UPDATE j SET d = '-infinity', ts = '0044-03-15 10:00:00 BC', a = '{{1,2},{3,4}}' WHERE id = 8;
UPDATE j SET d = '0001-12-31 BC', ts = 'infinity', a = '{}' WHERE id = 9;
UPDATE j SET f = 1e300 WHERE id = 11;
UPDATE j SET f = -1.5e-9 WHERE id = 12;
UPDATE j SET f = '-0' WHERE id = 13;
UPDATE j SET jb = '"text"' WHERE id = 14;
UPDATE j SET jb = 'null', js = '{"b": {"d": 1, "c": 2.0}, "aa": 1, "c": null}' WHERE id = 16;

-- batch
DELETE FROM j WHERE g = 2;
UPDATE j SET g = 2 WHERE g IS NULL;
UPDATE j SET k = 'same' WHERE g = 1;

-- batch failing objects_of_e TM-E001
INSERT INTO e VALUES (3, NULL, 3);

-- batch
UPDATE e SET k = 'c' WHERE id = 3;

-- batch
DELETE FROM j WHERE id > 4;
DELETE FROM e;

-- batch
DELETE FROM j;
INSERT INTO e VALUES (1, '', 1);

-- batch
INSERT INTO j (id, g) VALUES (1, 1), (2, NULL);
UPDATE j SET k = 'k', ok = true, d = '2024-01-01';
