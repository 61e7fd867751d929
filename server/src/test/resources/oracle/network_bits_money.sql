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

-- batch
DELETE FROM host WHERE id > 8;
INSERT INTO subnet VALUES (1, '0.0.0.0/0', 'world');

-- batch
DELETE FROM host;

-- batch
INSERT INTO host VALUES (1, '10.1.2.3', '10.1.2.0/24', '08:00:2b:01:02:03', '08:00:2b:ff:fe:01:02:03', 1), (2, '10.1.2.3/32', '10.1.2.0/24', NULL, NULL, 1);
