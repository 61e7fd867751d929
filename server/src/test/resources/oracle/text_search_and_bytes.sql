-- schema
CREATE TABLE doc (id int PRIMARY KEY, title text, body tsvector, ask tsquery, raw bytea, code text);
INSERT INTO doc SELECT i, (ARRAY['Fat cat', 'the RAT', 'Élan vital', '', 'select', 'a1 b2'])[i % 6 + 1],
  (ARRAY['fat:1A cat:2 sat:3', 'fat:2,5 rat:3B cat:7C', 'cat:1 dog:2 cat:3 dog:4', 'cat dog', '', 'catalog:1 cats:2 fat:3', NULL]::tsvector[])[i % 7 + 1],
  (ARRAY['fat & cat', 'fat <-> cat', '!dog', 'cat:*', 'fat:A | dog', NULL]::tsquery[])[i % 6 + 1],
  (ARRAY['\x', '\x00ff', '\x616263', '\xffd8ffe0', '\x5c27', NULL]::bytea[])[i % 6 + 1],
  (ARRAY['AQID', '00ff7f', 'a\\000b', 'dGlkZW1hcms=', ''])[i % 5 + 1]
FROM generate_series(1, 42) i;
CREATE TABLE search (id int PRIMARY KEY, q tsquery, owner text);
INSERT INTO search VALUES (1, 'cat & !rat', 'ann'), (2, 'fat <2> rat', 'bob'), (3, 'dog <-> cat | cats', 'ann'), (4, '', 'eve'), (5, NULL, 'eve'), (6, 'ca:*B', 'bob');

-- stream table matching
SELECT id, title FROM doc WHERE body @@ 'fat & (cat | rat)'::tsquery

-- stream table phrases
SELECT id, body @@ 'cat <-> dog'::tsquery AS next_to, body @@ 'fat <2> sat'::tsquery AS two, body @@ '!(cat <-> dog)'::tsquery AS not_next, body @@ '(fat | dog) <-> (cat & !rat)'::tsquery AS deep,
  body @@ 'ca:*'::tsquery AS prefix, body @@ 'fat:A'::tsquery AS weight, body @@ ask AS own FROM doc

-- stream table subscriptions
SELECT s.id, s.owner, d.id AS doc FROM search s JOIN doc d ON d.body @@ s.q

-- stream table unanswered
SELECT s.id, s.owner FROM search s WHERE NOT EXISTS (SELECT FROM doc d WHERE s.q @@ d.body)

-- stream table hits
SELECT s.owner, count(d.id) AS n, string_agg(d.title, '|' ORDER BY d.id, s.id) AS titles FROM search s LEFT JOIN doc d ON d.body @@ s.q GROUP BY s.owner

-- stream table vectors
SELECT id, length(body) AS words, strip(body) AS stripped, setweight(body, 'B') AS b, setweight(body, 'C', '{cat,fat}') AS some, body || 'zebra:1 cat:4'::tsvector AS joined, ts_delete(body, 'cat') AS fewer,
  ts_delete(body, '{fat,dog}'::text[]) AS few, ts_filter(body, '{a,b}') AS heavy, tsvector_to_array(body) AS list, body = strip(body) AS plain, body < 'fat:1'::tsvector AS lt FROM doc

-- stream table queries
SELECT id, numnode(ask) AS n, ask && 'dog'::tsquery AS both, ask || 'dog'::tsquery AS either, !!ask AS inverted, ask <-> 'end'::tsquery AS then, tsquery_phrase(ask, 'end'::tsquery, 3) AS third, ask = 'fat & cat' AS same FROM doc

-- stream table by_query
SELECT ask, count(*) AS n FROM doc GROUP BY ask

-- stream table encodings
SELECT id, encode(raw, 'hex') AS hex, encode(raw, 'base64') AS b64, encode(raw, 'escape') AS esc, reverse(encode(raw, 'hex')) AS rev, set_byte(raw || '\x01'::bytea, 0, 65) AS sb, get_bit(raw || '\x01', 0) AS gb,
  set_bit(raw || '\x01', 3, 1) AS st, btrim(raw, '\x00ff') AS trimmed, ltrim(raw, '\x61') AS l, rtrim(raw, '\x63') AS r, overlay(raw || 'xyz' PLACING '\xaa' FROM 2 FOR 1) AS o, raw LIKE '%b%' AS has_b FROM doc

-- stream table decoded
SELECT id, CASE WHEN code ~ '^[0-9a-f]*$' THEN decode(code, 'hex') END AS hex, CASE WHEN code LIKE '%=' OR code = 'AQID' THEN decode(code, 'base64') END AS b64, decode(code, 'escape') AS esc FROM doc

-- stream table texts
SELECT id, initcap(title COLLATE "C") AS c, quote_ident(title) AS q, to_hex(id) AS h, unistr('\0041' || title) AS u, pg_size_pretty(id::bigint * 123456) AS size, pg_size_bytes(id || ' kB') AS bytes,
  pg_size_pretty(id * 99999.5) AS nsize, parse_ident('s."' || title || 'x"') AS p FROM doc

-- stream table normal from 18
SELECT id, normalize(title, NFD) AS d, title IS NFC NORMALIZED AS c, normalize(title) = title AS same FROM doc

-- stream table numbers from 18
SELECT id, to_bin(id) AS b, to_oct(id::bigint) AS o, id::bytea AS bytes, crc32(raw) AS crc, crc32c(raw) AS crcc, reverse(raw) AS r, casefold(title COLLATE "C") AS folded, substring(raw || '\x00' FROM 1 FOR 1)::int AS first FROM doc

-- batch
UPDATE doc SET body = body || 'rat:1B', raw = raw || '\x00' WHERE id % 3 = 0;
UPDATE search SET q = 'dog' WHERE id = 4;
DELETE FROM doc WHERE id IN (1, 2, 3);

-- batch
UPDATE doc SET title = upper(title), ask = 'fat <-> cat' WHERE id % 4 = 0;
INSERT INTO search VALUES (7, 'fat:A & !(cat <-> sat)', 'ann'), (8, 'nothing', 'zoe');
DELETE FROM search WHERE id = 2;

-- batch
UPDATE search SET id = id + 10, q = q && 'cat';
UPDATE doc SET id = id + 100, body = strip(body) WHERE id > 30;

-- batch
UPDATE doc SET body = NULL, raw = NULL, title = NULL WHERE id % 2 = 0;
DELETE FROM search WHERE owner = 'ann';

-- batch
DELETE FROM doc;

-- batch
INSERT INTO doc VALUES (1, 'new', 'cat:1 dog:2', 'cat', '\x01', '');
DELETE FROM search;
