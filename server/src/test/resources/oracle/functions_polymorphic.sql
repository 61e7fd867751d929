-- schema
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (n numeric, t text, m mood);
CREATE TYPE floatrange AS RANGE (SUBTYPE = float8);
CREATE TYPE ctextrange AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE DOMAIN tags AS text[] CHECK (cardinality(VALUE) < 100);
CREATE DOMAIN feeling AS mood;
CREATE TABLE t (id int PRIMARY KEY, i int, a int[], b int[], ta text[], na numeric[], ma mood[], dom tags, m mood, f feeling, p pair, ps pair[], rs int4range[]);
CREATE TABLE r (id int PRIMARY KEY, v int, n numeric, d date, ir int4range, ir2 int4range, nr numrange, nr2 numrange, dr daterange, tr tsrange, fr floatrange, xr ctextrange, im int4multirange, nm nummultirange, dm datemultirange, xm ctextmultirange);
INSERT INTO t VALUES
  (1, 2, '{1,2,3}', '{3,2}', '{a,b,NULL}', '{1.0,2.50}', '{sad,happy}', '{x,y}', 'ok', 'sad', '(1.0,x,ok)', '{"(1,x,ok)","(2,,)"}', '{"[1,3)","[5,7)"}'),
  (2, 0, '{}', '{}', '{}', '{}', '{}', '{}', 'sad', 'happy', '(1,x,ok)', '{}', '{}'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, -1, '[0:2]={7,NULL,7}', '{7}', '[-1:0]={é,"a b"}', '{NaN,NULL,1}', '{NULL,ok}', '{}', 'happy', 'ok', '(,,)', '{NULL}', '{empty}'),
  (5, 5, '{{1,2},{3,4}}', '{{5,6}}', '{{a,b},{c,d}}', '{{1},{1.00}}', '{{sad},{ok}}', '{"",NULL}', 'ok', NULL, '(NaN,"",happy)', '{"(,,sad)",NULL}', '{"(,)"}');
INSERT INTO r VALUES
  (1, 3, 3, '2024-01-15', '[1,5)', '[4,8)', '[1,5]', '[1.0,5.00]', '[2024-01-01,2024-02-01)', '[2024-01-01,2024-02-01)', '[1,2.5)', '[a,c)', '{[1,3),[5,8)}', '{[1,2],(3,4)}', '{[2024-01-01,2024-02-01)}', '{[a,b),[c,d]}'),
  (2, 0, -1.50, 'infinity', 'empty', '[1,2)', 'empty', '(,)', 'empty', 'empty', 'empty', 'empty', '{}', '{}', '{}', '{}'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 5, 5.0, '-infinity', '(,5)', '[5,)', '(5.0,)', '[5,5]', '[2024-01-15,infinity]', '(,infinity]', '[-Infinity,NaN]', '(,)', '{(,)}', '{(,1),(5,)}', '{(,2024-01-01),[2024-01-15,)}', '{(,a]}'),
  (5, 2147483647, 1e30, '5874897-12-31', '[2147483646,2147483647)', '[-2147483648,0)', '[NaN,NaN]', '[Infinity,Infinity]', '[5874897-12-31,)', '[294276-12-31,infinity)', '(0,0.1)', '["",é]', '{[2147483646,)}', '{[NaN,NaN]}', '{[infinity,infinity]}', '{["",""]}');
-- stream table array_comparisons
SELECT x.id AS l, y.id AS r, x.a = y.a AS eq, x.a <> y.b AS ne, x.a < y.b AS lt, x.a <= y.a AS le, x.a > y.b AS gt, x.a >= y.b AS ge, x.na = y.na AS neq, x.ma < y.ma AS mlt, x.ps = y.ps AS peq, x.rs > y.rs AS rgt FROM t x JOIN t y ON x.id <= y.id
-- stream table array_dimensions
SELECT id, array_length(a, 1) AS l1, array_length(a, 2) AS l2, array_lower(ta, 1) AS lo, array_upper(ta, i) AS up, array_ndims(a) AS nd, array_dims(ta) AS di, cardinality(ma) AS ca, array_dims(dom) AS dd, cardinality(ps) AS cp, cardinality(rs) AS cr FROM t
-- stream table array_joining
SELECT id, array_append(ta, 'z') AS ap, array_prepend(m, ma) AS pr, a || b AS ab, a || i AS ai, i || b AS ib, ma || m AS mm, dom || 'q'::text AS dq, ps || p AS pp, rs || int4range(i, i + 2) AS ri, array_cat(na, '{7.70}') AS nc FROM t WHERE id < 5
-- stream table array_joining_dimensions
SELECT id, a || b AS ab, '{{9,9}}'::int[] || a AS d FROM t WHERE array_ndims(a) = 2
-- stream table array_search
SELECT id, array_position(a, i) AS p, array_position(ta, NULL) AS pn, array_position(ma, 'happy') AS pm, array_position(a, 7, 1) AS ps, array_positions(a, 7) AS pp, array_positions(na, 1.0) AS np, array_remove(a, 7) AS r, array_remove(ta, NULL) AS rn, array_remove(ma, m) AS rm, array_position(rs, '[5,7)') AS pr, array_position(dom, 'y') AS pd FROM t WHERE id < 5
-- stream table array_change
SELECT id, array_replace(a, 7, 8) AS rp, array_replace(ta, NULL, 'none') AS rt, array_replace(ma, 'sad', NULL) AS rm, trim_array(a, 1) AS tr, array_fill(i, ARRAY[2, 2]) AS f, array_fill(m, ARRAY[2], ARRAY[0]) AS fm, array_fill(p, '{1}') AS fp FROM t WHERE cardinality(a) > 0 OR a IS NULL
-- stream table array_containment
SELECT x.id AS l, y.id AS r, x.a @> y.b AS c, x.a <@ y.a AS cd, x.a && y.b AS o, x.na @> y.na AS nc, x.ma && y.ma AS mo, x.ps @> y.ps AS pc, x.rs && y.rs AS ro, x.dom @> y.dom AS dc FROM t x, t y
-- stream table array_text
SELECT id, array_to_string(ta, ',') AS s, array_to_string(a, ',', '*') AS n, array_to_string(na, '') AS na, array_to_string(ma, '|') AS m, string_to_array(array_to_string(ta, ','), ',') AS b, string_to_array('a,b,,c', ',', '') AS k, string_to_array('abc', NULL) AS c, array_to_string(dom, ',') AS d FROM t
-- stream table array_extremes
SELECT i, max(a) AS m, min(ta) AS n, max(ma) AS mm, max(na) AS xn FROM t GROUP BY i
-- stream table array_greatest
SELECT id, greatest(a, b) AS g, least(ma, '{ok}') AS l, nullif(a, b) AS n, a IS DISTINCT FROM b AS d, coalesce(a, b, '{}') AS c FROM t
-- stream table array_any
SELECT id, i = ANY (a) AS ai, m = ANY (ma) AS am, m <> ALL (ma) AS na, p = ANY (ps) AS ap, 'x' = ANY (dom) AS ad, f::mood = ANY (ma) AS af, '[1,3)' = ANY (rs) AS ar FROM t
-- stream table array_buckets
SELECT id, width_bucket(i, '{0,2,5}') AS w, width_bucket(i::numeric, '{-1,0,2.5}') AS n, width_bucket(m, '{sad,happy}'::mood[]) AS wm FROM t
-- stream table array_filter
SELECT id, a FROM t WHERE a @> ARRAY[i] OR ta && '{a}' OR m = ANY (ma)
-- stream table array_join
SELECT x.id AS l, y.id AS r FROM (SELECT * FROM t WHERE id <> 5) x JOIN (SELECT * FROM t WHERE id <> 5) y ON x.b || 1 = array_prepend(1, y.b) OR x.na = array_append(y.na, 1.1)
-- stream table array_subscripts
SELECT id, a[1] AS a1, a[i] AS ai, a[1][2] AS a12, ta[0] AS t0, ma[2] AS m2, ps[1] AS p1, rs[2] AS r2, na[NULL] AS nn, dom[1] AS d1, (array_remove(dom::text[], 'y'))[1] AS x FROM t
-- stream table array_slices
SELECT id, a[2:3] AS s, a[:2] AS u, a[0:] AS l, a[:] AS w, a[1:1][2:2] AS q, ta[0:0] AS t, ma[1:i] AS m, a[1:2][1] AS mix, ps[2:] AS ps, a[3:1] AS e FROM t
-- stream table array_constructors
SELECT id, ARRAY[i, 1] AS o, ARRAY[ARRAY[i, 1], ARRAY[2, NULL]] AS d, ARRAY[m, 'ok'] AS m, ARRAY[p] AS p, ARRAY[]::int[] AS e, ARRAY[ta[1], 'q'] AS t FROM t
-- stream table array_constructors_of_columns
SELECT id, ARRAY[b, b] AS bb, ARRAY[b, array_remove(b, 99)] AS e FROM t WHERE id IN (2, 13)
-- stream table enums
SELECT x.id AS l, y.id AS r, x.m = y.m AS eq, x.m <> y.m AS ne, x.m < y.m AS lt, x.m >= y.m AS ge, greatest(x.m, y.m) AS g, x.f::mood = y.m AS f, enum_larger(x.m, y.m) AS la, enum_smaller(x.m, y.m) AS sm FROM t x, t y
-- stream table enum_filter
SELECT id, m, CASE m WHEN 'sad' THEN 1 WHEN 'ok' THEN 2 END AS c, m::text || '!' AS t, concat(m, '-', i) AS k, m IN ('ok', 'happy') AS i FROM t WHERE m > 'sad' OR f::mood = 'sad'
-- stream table records
SELECT x.id AS l, y.id AS r, x.p = y.p AS eq, x.p <> y.p AS ne, x.p < y.p AS lt, x.p >= y.p AS ge, x.p IS DISTINCT FROM y.p AS d FROM t x JOIN t y ON x.id < 4
-- stream table record_fields
SELECT id, (p).n AS n, (p).t AS t, (p).m AS m, ps[1] AS f, (ps[1]).t AS ft, (p).n + 1 AS n1 FROM t
-- stream table record_rows
SELECT id, ROW((p).n + 1, (p).t || '!', m)::pair AS q, ROW(1, (p).t, m)::pair = p AS e FROM t
-- stream table row_comparisons
SELECT x.id AS l, y.id AS r, (x.i, x.m) < (y.i, y.m) AS lt, (x.id, x.a) >= (y.id, y.b) AS ge, (x.i, (x.p).n, x.id) > (1, 1.0, 2) AS gt, (x.i, x.id) <= (y.i, 3) AS le FROM t x, t y
-- stream table row_page
SELECT id, i FROM t WHERE (i, id) > (0, 1)
-- stream table nulls
SELECT id, num_nulls(a, m, p, ta, i) AS n, num_nonnulls(a, m, p, ta, i) AS k FROM t
-- stream table range_construction
SELECT id, int4range(v, v + 1) AS a, int4range(v, NULL, '(]') AS b, numrange(n, n, '[]') AS c, daterange(d, d, '[]') AS e, int4range(NULL, v, '()') AS f FROM r WHERE v < 100 OR v IS NULL
-- stream table range_parts
SELECT id, lower(ir) AS l, upper(nr) AS u, isempty(dr) AS e, lower_inc(fr) AS li, upper_inc(xr) AS ui, lower_inf(tr) AS lf, upper_inf(ir) AS uf, lower(xr) AS lx, upper(fr) AS uq, lower(dr) AS ld, upper(tr) AS ut FROM r
-- stream table range_comparisons
SELECT x.id AS l, y.id AS r, x.ir = y.ir AS eq, x.nr <> y.nr2 AS ne, x.dr < y.dr AS lt, x.tr <= y.tr AS le, x.fr > y.fr AS gt, x.xr >= y.xr AS ge, x.nr = y.nr2 AS neq FROM r x, r y
-- stream table range_positions
SELECT x.id AS l, y.id AS r, x.ir && y.ir2 AS o, x.ir @> y.ir2 AS c, x.ir <@ y.ir2 AS cb, x.ir << y.ir2 AS b, x.ir >> y.ir2 AS a, x.ir &< y.ir2 AS ol, x.ir &> y.ir2 AS orr, x.ir -|- y.ir2 AS ad, x.nr && y.nr2 AS no, x.nr -|- y.nr2 AS nad, x.nr @> y.nr2 AS nc, x.dr && y.dr AS dov, x.dr -|- y.dr AS dad, x.fr && y.fr AS fo, x.xr @> y.xr AS xc, x.xr << y.xr AS xb FROM r x, r y
-- stream table range_elements
SELECT x.id AS l, y.id AS r, x.ir @> y.v AS iv, y.n <@ x.nr AS nn, x.dr @> y.d AS dd, x.im @> y.v AS mv, y.n <@ x.nm AS nm, x.xr @> 'b'::text AS xb, x.fr @> 1.5::float8 AS f FROM r x, r y
-- stream table range_algebra
SELECT x.id AS l, y.id AS r, x.ir * y.ir2 AS i, range_merge(x.ir, y.ir2) AS m, x.nr * y.nr2 AS n, range_merge(x.nr, y.nr2) AS nm, x.fr * y.fr AS f, range_merge(x.xr, y.xr) AS xm, range_merge(x.dr, y.dr) AS d, x.tr * y.tr AS t FROM r x, r y
-- stream table range_union_and_difference
SELECT x.id AS l, y.id AS r, x.ir + y.ir2 AS u, x.ir - y.ir2 AS d FROM r x, r y WHERE (x.ir && y.ir2 OR x.ir -|- y.ir2) AND NOT (x.ir @> y.ir2 AND lower(x.ir) < lower(y.ir2))
-- stream table multirange_construction
SELECT id, int4multirange() AS e, int4multirange(ir) AS o, int4multirange(ir, ir2) AS t, nummultirange(nr, nr2) AS n, multirange(dr) AS d, datemultirange(dr, daterange('2024-02-01', '2024-03-01')) AS dm, multirange(xr) AS x FROM r WHERE num_nulls(ir, ir2, nr, nr2, dr) = 0
-- stream table multirange_parts
SELECT id, lower(im) AS l, upper(nm) AS u, isempty(dm) AS e, lower_inc(nm) AS li, upper_inc(nm) AS ui, lower_inf(im) AS lf, upper_inf(im) AS uf, range_merge(im) AS m, range_merge(xm) AS xm FROM r
-- stream table multirange_comparisons
SELECT x.id AS l, y.id AS r, x.im = y.im AS eq, x.nm <> y.nm AS ne, x.dm < y.dm AS lt, x.xm <= y.xm AS le, x.im > y.im AS gt, x.nm >= y.nm AS ge FROM r x, r y
-- stream table multirange_positions
SELECT x.id AS l, y.id AS r, x.im && y.im AS mm, x.im && y.ir AS mr, x.ir && y.im AS rm, x.im @> y.im AS cm, x.im @> y.ir AS cr, x.ir @> y.im AS rc, x.im <@ y.im AS cb, x.im << y.im AS b, x.ir << y.im AS rb, x.im >> y.ir AS ra, x.im &< y.im AS ol, x.im &> y.ir AS og, x.im -|- y.im AS ad, x.ir -|- y.im AS ra2, x.nm && y.nm AS nn, x.xm -|- y.xm AS xa FROM r x, r y
-- stream table multirange_algebra
SELECT x.id AS l, y.id AS r, x.im + y.im AS u, x.im - y.im AS d, x.im * y.im AS i, x.nm + y.nm AS nu, x.nm - y.nm AS nd, x.nm * y.nm AS ni, x.dm - y.dm AS dd, x.xm * y.xm AS xi, x.xm + y.xm AS xu FROM r x, r y
-- stream table range_filter
SELECT x.id AS l, y.id AS r FROM r x JOIN r y ON x.ir && y.ir2 AND x.nr @> y.n
-- stream table range_groups
SELECT ir * int4range(0, 4) AS k, count(*) AS n, max(upper(ir)) AS m FROM r GROUP BY ir * int4range(0, 4)
-- stream table range_array
SELECT id, ARRAY[ir, ir2] AS a, ir = ANY (ARRAY[ir2, '[1,5)']) AS y, greatest(ir, ir2) AS g, nullif(nr, nr2) AS n FROM r
-- stream table range_text
SELECT id, ir::text AS i, nr::text AS n, xr::text AS x, im::text AS m, xm::text AS xm FROM r
-- stream table composite_text
SELECT id, a::text AS a, ta::text AS ta, na::text AS na, ma::text AS ma, p::text AS p, ps::text AS ps, rs::text AS rs, m::text AS m, array_to_string(ps, ';') AS s, num_nulls(VARIADIC a) AS v FROM t
-- stream table expanded_multiranges
SELECT id, m, k FROM r LEFT JOIN LATERAL unnest(im, nm) AS u (m, k) ON true
-- stream table expanded_multirange_numbers
SELECT id, x.m, x.o, y.t FROM r, unnest(xm) WITH ORDINALITY AS x (m, o), unnest(dm) AS y (t)
-- stream table expanded_texts
SELECT id, x, y, z FROM t, string_to_table(ta[1], NULL) x, LATERAL string_to_table('q,,r', ',', '') y, LATERAL unnest(rs) z
-- stream table formatted
SELECT id, format('%s: %I %L', i, coalesce(ta[1], ''), m) AS f, format('%2$-5s|%1$5s|', m, i) AS w, format('%s', a) AS fa, quote_literal(m) AS q, quote_nullable(i) AS qn FROM t
-- stream table errors_of_unions
SELECT id, ir + '[100,200)' AS u FROM r WHERE id > 20
-- stream table errors_of_arrays
SELECT id, a || b AS x, array_position(a, 1) AS p FROM t WHERE id > 20
-- batch
INSERT INTO t SELECT g, g % 4, ARRAY[g % 3, g % 2], ARRAY[g % 2], ARRAY['k' || g % 3, NULL], ARRAY[g % 2, 1.10], ARRAY['ok'::mood, 'sad'], '{q}', (ARRAY['sad','ok','happy']::mood[])[g % 3 + 1], 'ok', ROW(g % 2, 'x', 'ok')::pair, ARRAY[ROW(g % 2, NULL, 'sad')::pair], ARRAY[int4range(g % 3, g % 3 + 2)] FROM generate_series(10, 17) g;
INSERT INTO r SELECT g, g % 5, g % 3 + 0.50, date '2024-01-10' + g, int4range(g % 4, g % 4 + 3), int4range(g % 5, g % 5 + 2), numrange(g % 3, g % 3 + 1, '[]'), numrange(g % 2 + 0.0, 2.00), daterange('2024-01-10', date '2024-01-11' + g), tsrange('2024-01-10', '2024-01-12'), floatrange(g % 2, 2), ctextrange('a', 'b' || g % 2), int4multirange(int4range(1, 3 + g % 2), int4range(7, 9)), nummultirange(numrange(g % 2, 2.0, '[]')), datemultirange(daterange('2024-01-10', date '2024-01-11' + g)), ctextmultirange(ctextrange('a', 'b' || g % 2)) FROM generate_series(10, 15) g
-- batch
UPDATE t SET a = b, b = a, m = f, ta = array_append(ta, 'new'), ps = NULL WHERE id % 2 = 0;
UPDATE r SET ir = ir2, ir2 = ir, nr = nr2, xr = ctextrange('b', NULL) WHERE id % 2 = 1;
DELETE FROM t WHERE id = 1
-- batch failing errors_of_unions TM-E001
INSERT INTO r (id, ir) VALUES (21, '[1,5)')
-- batch
UPDATE r SET ir = '[50,100)' WHERE id = 21
-- batch failing errors_of_arrays TM-E001
INSERT INTO t (id, a, b) VALUES (21, '{{1,2}}', '{3}')
-- batch
UPDATE t SET a = '{1}', b = '{2}' WHERE id = 21
-- batch
DELETE FROM r WHERE id = 21;
DELETE FROM t WHERE id = 21
-- batch
ALTER TYPE mood ADD VALUE 'so-so' BEFORE 'ok'
-- batch
UPDATE t SET m = 'so-so', ma = ARRAY['so-so'::mood, 'sad'], p = ROW(1, 'x', 'so-so')::pair WHERE id IN (2, 12);
DELETE FROM r WHERE id > 12
-- batch
DELETE FROM t; DELETE FROM r
