-- schema
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (x int, y text);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE w (id int PRIMARY KEY, j json, jb jsonb, ia int[], ta text[], m mood, u uuid, net inet, cid cidr, mac macaddr,
  iv interval, r int4range, tr tstzrange, mr int4multirange, by bytea, c char(5), vc varchar(10), d positive, p pair,
  tm time, tz timetz, ts timestamp, tsz timestamptz, bits bit varying(8), money_ money, x xml, pt point, na name, o oid,
  tsv tsvector);
INSERT INTO w SELECT i, '{"a": [1,  2]}', jsonb_build_object('i', i, 'z', NULL), ARRAY[i, NULL, 3], ARRAY['ü', '', NULL],
  (ARRAY['sad', 'ok', 'happy']::mood[])[i % 3 + 1], md5(i::text)::uuid, '10.0.0.1/8', '10.0.0.0/8', '08:00:2b:01:02:03',
  i * interval '1 month 2 days 3.5 seconds', int4range(i, i + 5), tstzrange('2026-01-01', NULL), '{[1,2), [5,9)}',
  '\x00ff'::bytea || i::text::bytea, 'ab', 'grün', i, ROW(i, 'y')::pair, '12:34:56.789', '12:00+02', '2026-03-29 02:30:00',
  '2026-03-29 02:30:00+00', B'101', 12.34, '<a/>', '(1,2)', 'name', 1234, 'a fat cat'
FROM generate_series(1, 12) i;
INSERT INTO w (id) VALUES (50);

-- stream table passing
SELECT * FROM w

-- stream table keyless
SELECT j, jb, ia, m, iv, by, r FROM w

-- stream table joined
SELECT a.id, b.jb, b.ta, b.tr, b.x, b.pt FROM w a JOIN w b ON a.u = b.u

-- stream table by_enum
SELECT m, count(*) AS n FROM w GROUP BY m

-- stream table grouped_by_uuid
SELECT u, count(*) AS n FROM w GROUP BY u

-- stream table grouped_by_bytes
SELECT by, sum(id) AS s FROM w GROUP BY by

-- stream table by_char
SELECT id, c = 'ab' AS same, c || '|' AS padded, length(vc) AS l FROM w

-- batch
UPDATE w SET j = '{"b":1}', jb = '[]', ia = '{}', ta = NULL, m = 'happy', iv = '-1 year', r = 'empty', by = '' WHERE id % 3 = 0;
INSERT INTO w (id, m, u, d) VALUES (51, 'ok', '00000000-0000-0000-0000-000000000000', 7);

-- batch
UPDATE w SET ia = '{{1,2},{3,4}}', iv = '1 mon', tsz = 'infinity', ts = '-infinity', mr = '{}', p = NULL, c = 'ab   ' WHERE id < 5;
DELETE FROM w WHERE m = 'sad';

-- batch
UPDATE w SET iv = '24:00' WHERE id < 3;
UPDATE w SET iv = '1 day' WHERE id = 4;

-- batch
DELETE FROM w;
