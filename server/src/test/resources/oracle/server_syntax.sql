-- schema
CREATE SEQUENCE seq;
CREATE TYPE pair AS (x int, y text);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN code AS varchar(5) DEFAULT 'x' NOT NULL;
CREATE FUNCTION split(x int, OUT half int, OUT rest int) LANGUAGE sql IMMUTABLE AS 'SELECT x / 2, x % 2';
CREATE FUNCTION made(x int DEFAULT 5, y text DEFAULT 'd', z jsonb DEFAULT '{"k": 1}') RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT x || y || z::text$$;
CREATE TABLE t (id int PRIMARY KEY, a int, b int, s text, p pair, ps pair[], arr int[], mat int[], j jsonb, doc json, x xml, r int4range, ip inet, bits varbit, dom positive, v varchar(10), at timestamptz);
INSERT INTO t VALUES
  (1, 1, 2, 'one', '(1,uno)', '{"(1,a)","(2,b)"}', '{1,2,3}', '{{1,2},{3,4}}', '{"k": [1, {"z": "q"}], "t": "text"}', '{"k": 1, "k": 2}', '<a><b>1</b></a>', '[1,5)', '10.0.0.1/8', '1010', 3, 'vee', '2024-01-01 12:00+00'),
  (2, 1, 3, 'two', NULL, NULL, NULL, NULL, NULL, 'null', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (3, NULL, 3, '{"a":1}', '(,)', '{NULL}', '{}', '{}', '[10, 20, null]', '"s"', '<z/>', 'empty', '::1', '', 1, '', 'infinity'),
  (4, 2, NULL, '[1', '(5,)', '{}', '[5:6]={9,8}', '{{NULL,2}}', '"x"', '[1,2]', NULL, '(,)', '192.168.1.7', '1', 7, 'x', '-infinity')
-- stream table row_values
SELECT id, ROW(a, s)::pair AS p2, (p).x AS px, (p).y AS py, p IS NULL AS n, p IS NOT NULL AS nn, ROW(a, b) IS NULL AS rn, (ROW(a, s)::pair).y AS ry FROM t
-- stream table row_comparison
SELECT id, (a, b) < (1, 3) AS lt, (a, b, s) >= (1, 2, 'p') AS ge, (a, b) = (1, 2) AS eq, (a, b) <> (1, 2) AS ne, ROW(a, s) IS DISTINCT FROM ROW(1, 'one') AS d, p = ROW(1, 'uno')::pair AS pe, p IS DISTINCT FROM ps[1] AS pd FROM t
-- stream table subscripts
SELECT id, arr[1] AS a1, arr[2:3] AS sl, arr[:2] AS lo, arr[a:] AS hi, mat[2][1] AS m21, mat[1:1] AS m1, ps[2].y AS p2y, j['k'][0] AS jk, j['k'][1]['z'] AS jz, arr[a] + 1 AS next FROM t
-- stream table arrays_built
SELECT id, ARRAY[[a, b], [b, id]] AS mat, ARRAY[arr, arr] IS NOT NULL AS two, ARRAY[s, v] AS sv, ARRAY[p, ROW(a, s)::pair] AS pp, arr::text[] AS txt, arr::bigint[] AS big, '{}'::int[] || a AS app, ARRAY[]::text[] AS none, array_dims(mat) AS dims FROM t WHERE cardinality(arr) IS DISTINCT FROM 0
-- stream table domains
SELECT id, dom + 1 AS d1, (id + 1)::positive AS pos, v::code AS c, (abs(coalesce(a, 1)) + 1)::positive * 2 AS twice FROM t WHERE v IS NOT NULL
-- stream table named_arguments
SELECT id, made() AS m, made(y => s, x => id) AS yx, made(id, z => j) AS iz, (split(id)).half AS half, (split(id)).rest AS rest, make_interval(days => id, secs => 1.5) AS iv, format('%s-%s', VARIADIC ARRAY[s, v]) AS f, concat(VARIADIC arr) AS c FROM t
-- stream table json_predicates
SELECT id, s IS JSON AS j, s IS JSON OBJECT AS o, s IS NOT JSON ARRAY AS na, s IS JSON SCALAR AS sc, doc::text IS JSON WITH UNIQUE KEYS AS u FROM t
-- stream table json_constructors
SELECT id, JSON_OBJECT('id' : id, 's' VALUE s ABSENT ON NULL) AS o, JSON_ARRAY(a, b, s) AS ar, JSON_ARRAY(a, b NULL ON NULL RETURNING jsonb) AS arn, JSON_OBJECT('a' : a, s : b WITH UNIQUE KEYS RETURNING text) AS ot, JSON_OBJECT() AS oe, JSON_SCALAR(a) AS sc, JSON('{"a": 1}') AS js, JSON_SERIALIZE(j RETURNING text) AS ser FROM t
-- stream table json_queries
SELECT id, JSON_VALUE(j, '$.k[0]' RETURNING int) AS v, JSON_VALUE(j, '$.t' DEFAULT 'no''ne' ON EMPTY) AS t, JSON_QUERY(j, '$.k' WITH WRAPPER) AS q, JSON_QUERY(j, '$.t' OMIT QUOTES) AS oq, JSON_EXISTS(j, '$.k[*] ? (@ > $m)' PASSING a AS m) AS e,
       JSON_VALUE(j, 'strict $.t' RETURNING int DEFAULT -7 ON ERROR) AS de FROM t WHERE j IS NOT NULL
-- stream table xml
SELECT id, XMLELEMENT(NAME el, XMLATTRIBUTES(id AS "i d", s AS k), s, a) AS e, XMLFOREST(a, b AS bee) AS f, XMLCONCAT(x, '<c/>'::xml) AS c, XMLSERIALIZE(CONTENT x AS text) AS ser, x IS DOCUMENT AS isd, XMLPARSE(CONTENT '<q>' || id || '</q>') AS p, XMLPI(NAME php, s) AS pi, xpath('/a/b/text()', x) AS xp, XMLROOT(XMLPARSE(DOCUMENT '<r/>'), VERSION '1.0', STANDALONE YES) AS rt, xmlexists('/a' PASSING x) AS xe FROM t WHERE s NOT LIKE '%?>%'
-- stream table minimum_maximum
SELECT id, greatest(ip, '10.0.0.0') AS gi, least(r, '[2,3)') AS lr, greatest(arr, '{2}') AS ga, nullif(j, '"x"') AS nj, nullif(r, 'empty') AS nr, coalesce(r, 'empty') AS cr FROM t
-- stream table membership
SELECT id, j IN ('"x"', '[10, 20, null]') AS ij, ip = ANY (ARRAY['::1'::inet, '10.0.0.1/8']) AS ai, r <> ALL ('{empty,"[1,5)"}'::int4range[]) AS nr, s ILIKE ANY (ARRAY['O%', '%W%']) AS il, v IN ('x', '') AS vi, p IN (ROW(1, 'uno')::pair, ROW(5, NULL)::pair) AS pi FROM t
-- stream table ranges_and_networks
SELECT id, r @> 2 AS has, r * int4range(2, 9) AS inter, lower(r) AS lo, isempty(r) AS em, r -|- '[5,7)' AS adj, r && '[1,1]' AS ov, int4range(a, b) AS made, ip << '10.0.0.0/8' AS sub, host(ip) AS h, masklen(ip) AS ml, network(ip) AS net, bits & '1010'::varbit AS an, bits || '1' AS bc, length(bits) AS bl FROM t WHERE length(coalesce(bits, '1010')) = 4
-- stream table casts
SELECT id, s::varchar(2) AS v2, id::text::varbit AS vb, ip::text AS it, r::text AS rt, j::text AS jt, p::text AS pt, arr::text AS at, at::text AS tt, ('(' || id || ',q)')::pair AS cp, ('[' || id || ',10]')::int4range AS cr, id::money AS mo, (id || ' days')::interval AS iv, ('2024-01-0' || id)::date AS dd, ('2024-01-0' || id || ' 10:00')::timestamptz AS ts, id::float8::text AS ft, ('' || id)::jsonb AS jb FROM t WHERE id < 2
-- stream table filtered
SELECT id FROM t WHERE (p).x = 1 OR j ? 't' OR r @> 3
-- refused TM-Q002
SELECT id, current_user FROM t
-- refused TM-Q002
SELECT id, nextval('seq') FROM t
-- batch
UPDATE t SET a = 5, b = 6, p = ROW(id, s)::pair, arr = arr || 7, r = int4range(id, id + 5), ip = '10.1.2.3', s = coalesce(s, '') || 'x' WHERE id <> 3;
INSERT INTO t (id, a, b, s, p, ps, arr, mat, j, doc, x, r, ip, bits, dom, v, at) SELECT g, g % 4, g % 4 + g % 3, CASE g % 3 WHEN 0 THEN '{"g":' || g || '}' WHEN 1 THEN 'plain' ELSE '[' || g || ']' END, ROW(g, 'p')::pair, ARRAY[ROW(g, 'q')::pair], ARRAY[g, NULL, g + 1], ARRAY[[g, 1]], jsonb_build_object('k', jsonb_build_array(g, jsonb_build_object('z', g))), to_json(g), xmlelement(name a, xmlelement(name b, g)), int4range(g, g + 3), ('10.0.' || g % 256 || '.1')::inet, g::bit(4)::varbit, g, 'v' || g, '2024-01-01'::timestamptz + g * interval '1 hour' FROM generate_series(10, 90) g
-- batch
DELETE FROM t WHERE id % 3 = 0;
UPDATE t SET j = NULL, p = NULL, arr = NULL, x = NULL WHERE id % 5 = 0
-- batch failing domains TM-E001
UPDATE t SET id = -4, v = 'zz' WHERE id = 4
-- batch
UPDATE t SET id = 4 WHERE id = -4
-- batch
DELETE FROM t
