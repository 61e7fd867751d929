-- schema
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE v (id int PRIMARY KEY, g int, a int[], t text[] COLLATE "C", ip inet, net cidr, cash money, iv interval, lsn pg_lsn, x8 xid8, tm time,
  tz timetz, d date, ts timestamptz, o oid, c char(4) COLLATE "C", w tid, nm numeric, f real, b bytea);
INSERT INTO v SELECT i, i % 4, CASE WHEN i % 5 > 0 THEN ARRAY[i % 5, NULL, i % 3] END, ARRAY['x' || i % 7, 'y'], ('10.' || i % 3 || '.0.' || i % 6 || '/' || 16 + i % 8)::inet,
  ('10.' || i % 5 || '.0.0/16')::cidr, i % 9, (i % 5 - 2) * interval '1 mon -3 days', ('0/' || i % 8)::pg_lsn, (i % 6)::text::xid8, time '10:00' + (i % 5) * interval '1 min',
  timetz '10:00+02' + (i % 5) * interval '1 hour', date '2024-01-01' + i % 9, timestamptz '2024-01-01 00:00+00' + i % 5 * interval '1 hour', i % 6, 'c' || i % 5,
  ('(' || i % 3 || ',' || i % 4 + 1 || ')')::tid, (i % 6) * 1.5, i % 5, decode(lpad(to_hex(i % 9), 4, '0'), 'hex') FROM generate_series(1, 40) i;

-- stream table arrays
SELECT g, min(a) AS a1, max(a) AS a2, min(t) AS t1, max(t) AS t2 FROM v GROUP BY g

-- stream table networks
SELECT g, min(ip) AS i1, max(ip) AS i2, min(net) AS n1, max(net) AS n2, count(DISTINCT ip) AS n FROM v GROUP BY g

-- stream table identifiers
SELECT g, min(lsn) AS l1, max(lsn) AS l2, min(x8) AS x1, max(x8) AS x2, min(o) AS o1, max(o) AS o2, min(w) AS w1, max(w) AS w2 FROM v GROUP BY g

-- stream table times typed
SELECT g, min(tm) AS a, max(tm) AS b, min(tz) AS c, max(tz) AS d, min(d) AS e, max(d) AS f, min(ts) AS h, max(ts) AS i, min(iv) AS j, max(iv) AS k FROM v GROUP BY g

-- stream table others
SELECT g, min(cash) AS a, max(cash) AS b, min(c) AS c, max(c) AS d, min(f) AS e, max(f) AS f, max(nm) AS h, min(nm) FILTER (WHERE id % 2 = 0) AS i FROM v GROUP BY g

-- stream table bytes from 18
SELECT g, min(b) AS a, max(b) AS b FROM v GROUP BY g

-- stream table whole
SELECT min(a) AS a, max(ip) AS b, min(x8) AS c, max(DISTINCT d) AS d, max(tz) FILTER (WHERE id < 0) AS e FROM v

-- stream table grouped_by_network
SELECT net, ip, count(*) AS n FROM v GROUP BY net, ip

-- batch
UPDATE v SET a = NULL, ip = NULL, iv = NULL WHERE g = 1;
UPDATE v SET a = a || 9, ip = '::1', x8 = '18446744073709551615', b = '\xff' WHERE g = 2 AND id < 20;

-- batch
DELETE FROM v WHERE (a, g) IN (SELECT max(a), g FROM v GROUP BY g);
DELETE FROM v WHERE (ip, g) IN (SELECT min(ip), g FROM v GROUP BY g);
UPDATE v SET a = '{}' WHERE id % 7 = 0;

-- batch
DELETE FROM v WHERE g <> 3;

-- batch
DELETE FROM v;

-- batch
INSERT INTO v (id, g, a, ip) VALUES (1, 1, '{1,2}', '1.2.3.4'), (2, 1, '{1}', '1.2.3.0/24'), (3, 2, NULL, NULL);
