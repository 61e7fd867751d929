-- schema
CREATE TABLE host (id int PRIMARY KEY, ip inet, net cidr, mac macaddr, mac8 macaddr8, delta bigint);
INSERT INTO host SELECT i, ('10.' || i % 4 || '.' || i % 3 || '.' || i % 7 || '/' || (ARRAY[8, 16, 24, 32])[i % 4 + 1])::inet,
  (ARRAY['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.2.0.0/15', '::/0', NULL]::cidr[])[i % 6 + 1],
  ('08:00:2b:01:02:' || to_hex(16 + i))::macaddr, ('08:00:2b:ff:fe:01:02:' || to_hex(16 + i % 5))::macaddr8, i * 7 - 50
FROM generate_series(1, 40) i;
INSERT INTO host VALUES (101, '::1', '2001:db8::/32', NULL, '02:00:2b:ff:fe:00:00:01', 5), (102, '2001:db8::1:0:1/64', '2001:db8::/64', 'ff:ff:ff:ff:ff:ff', NULL, -1),
  (103, '::ffff:10.1.2.3', '::ffff:0:0/96', '00:00:00:00:00:00', '00:00:00:ff:fe:00:00:00', 0), (104, NULL, NULL, NULL, NULL, NULL),
  (105, '0.0.0.0/0', '0.0.0.0/0', '08:00:2b:01:02:10', '08:00:2b:ff:fe:01:02:10', 1);
CREATE TABLE subnet (id int PRIMARY KEY, net cidr, name text);
INSERT INTO subnet VALUES (1, '10.0.0.0/8', 'all'), (2, '10.1.0.0/16', 'one'), (3, '10.1.2.0/24', 'office'), (4, '2001:db8::/32', 'doc'), (5, NULL, 'none'), (6, '10.1.0.0/16', 'twin');
CREATE TABLE flag (id int PRIMARY KEY, b bit(12), v varbit(40), n int, price money, paid money);
INSERT INTO flag SELECT i, (i * 37 % 4096)::bit(12), substring((i * 7919)::bit(32)::varbit, 1 + i % 20), i - 5, (i * 3.5)::numeric::money, ((i % 7) * -1.25)::numeric::money FROM generate_series(1, 30) i;
INSERT INTO flag VALUES (50, NULL, NULL, NULL, NULL, NULL), (51, B'000000000000', B'', 0, '0.00', '0.01'), (52, B'111111111111', B'1', -1, '92233720368547758.07', '-92233720368547758.08');
CREATE TABLE shard (id int PRIMARY KEY, t text, n numeric, b bigint, f float8, u uuid, at timestamptz, iv interval, bytes bytea, x xid8, lsn pg_lsn, place tid, c char(6));
INSERT INTO shard SELECT i, repeat(chr(233 + i), i % 14), (i - 10) / 4.0, (i - 5)::bigint << i, (i - 3) / 8.0, ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a' || to_hex(16 + i))::uuid, timestamptz '2024-01-01 00:00+00' + i * interval '11 hours',
  i * interval '1 month -3 days 5 seconds', decode(repeat('0fa1', i % 8), 'hex'), (i * 1000)::text::xid8, (to_hex(i) || '/' || to_hex(i * 999))::pg_lsn, ('(' || i * 70000 || ',' || i || ')')::tid, 'c' || i FROM generate_series(1, 30) i;
INSERT INTO shard VALUES (41, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (42, '', 'NaN', -1, 'NaN', NULL, 'infinity', '0', '', '18446744073709551615', 'FFFFFFFF/FFFFFFFF', '(0,0)', ''),
  (43, 'aé', 0.00, 0, '-0', NULL, '-infinity', '30 days', '\x00', '0', '0/0', NULL, ' '), (44, 'a', '-Infinity', 9223372036854775807, 'Infinity', NULL, NULL, '1 mon', '\x0000', NULL, NULL, NULL, 'é');
CREATE TABLE access (id int PRIMARY KEY, addr text, card varchar(40), ratio text, bits text, raw text);
INSERT INTO access SELECT i, (ARRAY['10.1.2.' || i, '10.1/16', '2001:db8::' || i, '::ffff:10.0.0.1', '192.168.0.0/24', NULL])[i % 6 + 1], (ARRAY['08:00:2b:01:02:', '08002b0102', '0800.2b01.02'])[i % 3 + 1] || to_hex(16 + i),
  (ARRAY['1.5', ' -2e3 ', 'NaN', '0x1A', 'inf', NULL])[i % 6 + 1], (ARRAY['1010', 'xF0', 'b11'])[i % 3 + 1], (ARRAY['\x00ff', 'abc', 'a\\b', '\101'])[i % 4 + 1] FROM generate_series(1, 30) i;

-- stream table parts
SELECT id, family(ip) AS f, masklen(ip) AS m, host(ip) AS h, text(ip) AS t, abbrev(ip) AS a, abbrev(net) AS an, broadcast(ip) AS b,
  netmask(ip) AS nm, hostmask(ip) AS hm, network(ip) AS n, ip::text AS ipt, net::text AS nett, ip::cidr AS c, set_masklen(ip, 9) AS s9, set_masklen(net, 4) AS s4 FROM host

-- stream table bits_of_addresses
SELECT id, ~ip AS inverted, ip & '0.0.255.255' AS host_part, ip | '0.0.0.255' AS last FROM host WHERE family(ip) = 4

-- stream table moved
SELECT id, ip + 1 AS next, 3 + ip AS third, CASE WHEN host(ip) <> '0.0.0.0' AND host(ip) <> '::1' THEN ip - 1 END AS before, ip - '10.0.0.0' AS distance FROM host WHERE family(ip) = 4 AND ip >>= '10.0.0.0' OR family(ip) = 4 AND ip > '10.0.0.0/8'

-- stream table contained
SELECT id, ip << net AS below, ip <<= net AS below_eq, ip >> net AS above, ip >>= net AS above_eq, ip && net AS overlap, ip = net AS eq, ip < net AS lt, inet_same_family(ip, net) AS same FROM host

-- stream table in_subnets
SELECT h.id, s.id AS subnet, s.name FROM host h JOIN subnet s ON h.ip << s.net

-- stream table outside
SELECT h.id, h.ip FROM host h WHERE NOT EXISTS (SELECT FROM subnet s WHERE h.ip <<= s.net)

-- stream table best_subnet
SELECT DISTINCT ON (h.id) h.id, s.net, s.name FROM host h JOIN subnet s ON s.net >>= h.ip ORDER BY h.id, masklen(s.net) DESC, s.id

-- stream table by_network
SELECT network(set_masklen(ip, 16)) AS n, count(*) AS c, min(ip) AS lo, max(ip) AS hi, count(DISTINCT host(ip)) AS hosts FROM host WHERE family(ip) = 4 GROUP BY 1

-- stream table by_family
SELECT family(ip) AS f, count(*) AS c, min(net) AS lo, max(net) AS hi, string_agg(host(ip), ',' ORDER BY ip, id) AS hosts FROM host GROUP BY 1

-- stream table merged
SELECT a.id, b.id AS b, inet_merge(a.ip, b.net) AS m FROM host a JOIN subnet b ON inet_same_family(a.ip, b.net)

-- stream table hardware
SELECT id, trunc(mac) AS maker, trunc(mac8) AS maker8, ~mac AS inverted, mac & 'ff:ff:ff:00:00:00' AS masked, mac | '00:00:00:00:00:ff' AS filled, macaddr8(mac) AS longer,
  macaddr8_set7bit(mac8) AS modified, mac::text AS t, mac8::text AS t8, ~mac8 AS inverted8, mac < '08:00:2b:01:02:20' AS early, macaddr8(mac) = mac8 AS same FROM host

-- stream table shortened
SELECT id, macaddr(mac8) AS short FROM host WHERE mac8 IS NOT NULL AND host.mac8 & '00:00:00:ff:ff:00:00:00' = '00:00:00:ff:fe:00:00:00'

-- stream table makers
SELECT trunc(mac) AS maker, count(*) AS n, string_agg(mac::text, $$ $$ ORDER BY mac, id) AS macs, count(DISTINCT mac8) AS m8 FROM host GROUP BY 1

-- stream table ranked
SELECT id, rank() OVER (PARTITION BY family(ip) ORDER BY ip) AS r, lag(ip) OVER (ORDER BY ip, id) AS before FROM host

-- stream table one_of
SELECT id FROM host WHERE net IN ('10.0.0.0/8', '::/0') OR ip = ANY (ARRAY['10.1.1.1'::inet, '::1', NULL]) OR mac IN ('08:00:2b:01:02:11', '08:00:2b:01:02:12')

-- stream table bit_operators
SELECT id, b & B'101010101010' AS conj, b | B'000011110000' AS disj, b # B'111111111111' AS excl, ~b AS inv, b << 3 AS l, b >> 5 AS r, b << n AS ln, v << 1 AS vl, ~v AS vinv,
  b || v AS joined, v || v AS twice, b = B'000000100101' AS eq, v < B'1' AS small, v >= b::varbit AS cmp FROM flag

-- stream table bit_functions
SELECT id, substring(b FROM 3 FOR 4) AS part, substring(v FROM 2) AS rest, overlay(b PLACING B'0000' FROM 5) AS o, overlay(b PLACING v FROM 2 FOR 3) AS o2, position(B'11' IN b) AS pos,
  length(v) AS len, bit_length(v) AS bl, octet_length(v) AS ol, get_bit(b, 4) AS g, set_bit(b, 11, 1) AS s, bit_count(v) AS ones FROM flag

-- stream table bit_casts
SELECT id, b::int AS i, b::bigint AS l, n::bit(6) AS six, n::bit(40) AS forty, n::bigint::bit(8) AS eight, b::bit(5) AS cut, b::bit(20) AS longer, v::bit(9) AS fixed, v::varbit(3) AS short,
  b::text AS t, v::text AS vt, CASE WHEN length(v) <= 32 THEN v::bit(32)::int END AS vi FROM flag

-- stream table by_bits
SELECT b & B'000000000111' AS k, count(*) AS n, min(v::text) AS lo, bit_or(b) AS all_of, count(DISTINCT v) AS vs FROM flag GROUP BY 1

-- stream table money_arithmetic
SELECT id, paid + '1.00' AS plus, paid - '0.50' AS minus, CASE WHEN id < 52 THEN price * 3 END AS times, CASE WHEN id < 52 THEN 2 * price END AS doubled, CASE WHEN id < 52 THEN price * 1.1::float8 END AS taxed,
  price / 4 AS quarter, price / 3.0::float8 AS third, CASE WHEN paid <> '0.00' THEN price / paid END AS ratio, price > paid AS gt, cash_words(paid) AS w FROM flag WHERE id <> 52 OR id = 51

-- stream table money_words
SELECT id, cash_words(price) AS w, price = paid AS eq, price <= '20.00' AS cheap FROM flag

-- stream table by_money
SELECT paid, count(*) AS n, sum(price) AS s, max(price) AS hi, min(price) AS lo FROM flag WHERE id < 52 GROUP BY paid

-- stream table hashes
SELECT id, hashtext(t) AS t, hash_numeric(n) AS n, hashint8(b) AS b, hashint4(id) AS i, hashfloat8(f) AS f, uuid_hash(u) AS u, timestamp_hash(at::timestamp) AS at, interval_hash(iv) AS iv,
  pg_lsn_hash(lsn) AS lsn, hashtid(place) AS place, hashbpchar(c) AS c, hashinet(('10.0.0.' || id)::inet) AS ip FROM shard

-- stream table wide_hashes
SELECT id, hashtextextended(t, id) AS t, hash_numeric_extended(n, 7) AS n, hashint8extended(b, -1) AS b, hashfloat8extended(f, b) AS f, uuid_hash_extended(u, 0) AS u, interval_hash_extended(iv, 1) AS iv FROM shard

-- stream table sharded
SELECT (hashtextextended(t, 8816678312871386365) % 4 + 4) % 4 AS shard, count(*) AS n, min(t) AS lo, sum(b % 1000) AS s FROM shard GROUP BY 1

-- stream table one_shard
SELECT id, t FROM shard WHERE abs(hashint4(id)::bigint) % 3 = 1

-- stream table positions
SELECT id, lsn - '0/10' AS distance, lsn + 16 AS later, CASE WHEN lsn > '0/FF' THEN lsn - 255 END AS earlier, lsn::text AS t, place::text AS p, x::text AS xt, x::xid AS short,
  x < '10000' AS small, lsn >= '5/0' AS big, place > '(700000,1)' AS behind, x::xid = 5000::text::xid AS five FROM shard WHERE lsn IS NULL OR lsn < 'F0000000/0'

-- stream table extremes
SELECT id % 3 AS k, max(lsn) AS l, min(place) AS p, max(x) AS x, count(DISTINCT place) AS n FROM shard GROUP BY 1

-- stream table on_the_wire
SELECT id, int8send(b) AS b, numeric_send(n) AS n, timestamptz_send(at) AS at, uuid_send(u) AS u, float8send(f) AS f, tidsend(place) AS p, xid8send(x) AS x FROM shard

-- stream table read_from_text
SELECT id, addr::inet AS ip, card::macaddr AS mac, card::macaddr8 AS mac8, ratio::float8 AS r, ratio::float4 AS r4, bits::varbit AS b, bits::bit(6) AS b6, raw::bytea AS raw FROM access

-- stream table by_text_network
SELECT network(set_masklen(addr::inet, 20)) AS n, count(*) AS c, max(ratio::float8) AS hi FROM access WHERE addr::inet IS NOT NULL GROUP BY 1

-- stream table cidrs
SELECT id, addr::cidr AS net, addr::cidr >>= '10.1.2.3' AS office FROM access WHERE addr IS NOT NULL

-- batch
UPDATE access SET addr = '172.16.' || id || '.0', ratio = id || '.25e-1' WHERE id % 4 = 0;
DELETE FROM access WHERE id > 25;

-- batch
UPDATE shard SET t = t || 'x', n = n * 2, b = b + 1, lsn = lsn + 17 WHERE id % 4 = 1 AND id < 40;
UPDATE shard SET id = id + 50, place = '(1,2)' WHERE id > 41;
DELETE FROM shard WHERE id BETWEEN 5 AND 9;

-- batch
UPDATE flag SET b = ~b, v = v || B'101' WHERE id % 4 = 0 AND length(v) < 38;
UPDATE flag SET price = price + '100.19', paid = -1 * paid WHERE id % 3 = 0 AND id < 50;
DELETE FROM flag WHERE id IN (50, 52);

-- batch
UPDATE host SET ip = '10.1.2.77/24', mac = NULL WHERE id % 5 = 0;
UPDATE subnet SET net = '10.3.0.0/16' WHERE id = 2;
DELETE FROM host WHERE id IN (3, 4, 101);

-- batch
UPDATE host SET ip = set_masklen(ip, 12) WHERE id > 30;
INSERT INTO subnet VALUES (7, '10.1.2.0/24', 'office again'), (8, '::/0', 'six');
DELETE FROM subnet WHERE id = 3;

-- batch
UPDATE host SET id = id + 1000, ip = NULL WHERE id < 10;
UPDATE host SET net = '10.1.0.0/16', mac8 = '08:00:2b:ff:fe:99:99:99' WHERE id BETWEEN 10 AND 20;
UPDATE subnet SET id = id + 100;

-- batch
DELETE FROM subnet;
UPDATE flag SET v = NULL, paid = '3.00' WHERE id < 5;
UPDATE flag SET id = id + 200, n = n * 2 WHERE id > 20;

-- batch
DELETE FROM host WHERE id > 8;
INSERT INTO subnet VALUES (1, '0.0.0.0/0', 'world');

-- batch
DELETE FROM host;
DELETE FROM flag;
DELETE FROM shard;
UPDATE access SET addr = NULL, card = NULL WHERE id > 3;

-- batch
INSERT INTO host VALUES (1, '10.1.2.3', '10.1.2.0/24', '08:00:2b:01:02:03', '08:00:2b:ff:fe:01:02:03', 1), (2, '10.1.2.3/32', '10.1.2.0/24', NULL, NULL, 1);
INSERT INTO flag VALUES (1, B'010101010101', B'1', 3, '1.00', '1.00'), (2, B'010101010101', NULL, NULL, '1.01', NULL);
INSERT INTO shard (id, t, b, x) VALUES (1, 'new', 2, '3'), (2, 'new', 2, '3');
