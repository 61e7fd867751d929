-- schema
CREATE TABLE person (id bigint PRIMARY KEY, name text, email text, city text, state text, at timestamp NOT NULL);
CREATE TABLE auction (id bigint PRIMARY KEY, item text, initial_bid bigint, reserve bigint, at timestamp NOT NULL, expires timestamp NOT NULL,
  seller bigint NOT NULL, category bigint NOT NULL);
CREATE TABLE bid (id bigint PRIMARY KEY, auction bigint NOT NULL, bidder bigint NOT NULL, price bigint NOT NULL, channel text, url text, at timestamp NOT NULL);
CREATE TABLE side_input (key bigint PRIMARY KEY, value text);
INSERT INTO person SELECT i, 'person ' || i, 'p' || i || '@example.org', (ARRAY['Portland', 'Boise', 'Seattle', NULL])[i % 4 + 1],
  (ARRAY['OR', 'ID', 'CA', 'WA'])[i % 4 + 1], timestamp '2026-01-01' + i * interval '7 seconds' FROM generate_series(1, 40) i;
INSERT INTO auction SELECT i, 'item ' || i % 9, i * 10 % 70, i * 10 % 70 + 20, timestamp '2026-01-01' + i * interval '5 seconds',
  timestamp '2026-01-01' + i * interval '5 seconds' + interval '1 minute' * (i % 5 + 1), i * 7 % 40 + 1, i % 5 + 10 FROM generate_series(1, 60) i;
INSERT INTO bid SELECT i, i * 13 % 60 + 1, i * 11 % 40 + 1, i * 37 % 300 + 1, (ARRAY['Google', 'Apple', 'Baidu', 'ch-7', NULL])[i % 5 + 1],
  'https://www.nexmark.com/a/b' || i % 3 || '/item.htm?query=1' || CASE WHEN i % 2 = 0 THEN '&channel_id=' || i ELSE '' END,
  timestamp '2026-01-01' + i * interval '1.5 seconds' FROM generate_series(1, 300) i;
INSERT INTO side_input SELECT i, 'v' || i FROM generate_series(0, 9) i;

-- stream table q0
SELECT auction, bidder, price, at FROM bid

-- stream table q1
SELECT auction, bidder, 0.908 * price AS price, at FROM bid

-- stream table q2
SELECT auction, price FROM bid WHERE auction % 123 = 0 OR auction IN (7, 20, 21, 59)

-- stream table q3
SELECT p.name, p.city, p.state, a.id FROM auction a JOIN person p ON a.seller = p.id
WHERE a.category = 10 AND (p.state = 'OR' OR p.state = 'ID' OR p.state = 'CA')

-- stream table q4
SELECT q.category, avg(q.final) AS average FROM (
  SELECT max(b.price) AS final, a.category FROM auction a, bid b
  WHERE a.id = b.auction AND b.at BETWEEN a.at AND a.expires GROUP BY a.id, a.category) q
GROUP BY q.category

-- stream table q5
WITH counts AS (
  SELECT b.auction, w.starts, count(*) AS num FROM bid b, LATERAL generate_series(0, 4) AS h(n),
    LATERAL (SELECT date_bin('2 seconds', b.at, timestamp '2026-01-01') - h.n * interval '2 seconds' AS starts) w
  GROUP BY b.auction, w.starts)
SELECT c.auction, c.num, c.starts FROM counts c
JOIN (SELECT max(num) AS maxn, starts FROM counts GROUP BY starts) m ON c.starts = m.starts AND c.num >= m.maxn

-- stream table q6
SELECT seller, avg(final) OVER (PARTITION BY seller ORDER BY at, id ROWS BETWEEN 10 PRECEDING AND CURRENT ROW) AS average, id
FROM (SELECT max(b.price) AS final, a.seller, a.id, max(b.at) AS at FROM auction a JOIN bid b ON a.id = b.auction
  WHERE b.at BETWEEN a.at AND a.expires GROUP BY a.id, a.seller) q

-- stream table q7
SELECT b.auction, b.price, b.bidder, b.at FROM bid b
JOIN (SELECT max(price) AS maxprice, date_bin('10 seconds', at, timestamp '2026-01-01') AS starts FROM bid GROUP BY 2) m
  ON b.price = m.maxprice AND b.at >= m.starts AND b.at < m.starts + interval '10 seconds'

-- stream table q8
SELECT p.id, p.name, p.starts FROM
  (SELECT id, name, date_bin('10 seconds', at, timestamp '2026-01-01') AS starts FROM person GROUP BY 1, 2, 3) p
  JOIN (SELECT seller, date_bin('10 seconds', at, timestamp '2026-01-01') AS starts FROM auction GROUP BY 1, 2) a
  ON p.id = a.seller AND p.starts = a.starts

-- stream table q9
SELECT id, item, initial_bid, reserve, seller, category, auction, bidder, price, bid_at FROM (
  SELECT a.*, b.auction, b.bidder, b.price, b.at AS bid_at, row_number() OVER (PARTITION BY a.id ORDER BY b.price DESC, b.at, b.id) AS n
  FROM auction a, bid b WHERE a.id = b.auction AND b.at BETWEEN a.at AND a.expires) q WHERE n <= 1

-- stream table q10
SELECT auction, bidder, price, at, to_char(at, 'yyyy-MM-dd') AS day, to_char(at, 'HH24:MI') AS minute FROM bid

-- stream table q11
SELECT bidder, count(*) AS bids, min(at) AS starts, max(at) AS ends FROM (
  SELECT bidder, at, sum(fresh) OVER (PARTITION BY bidder ORDER BY at, id) AS session FROM (
    SELECT id, bidder, at, CASE WHEN at - lag(at) OVER (PARTITION BY bidder ORDER BY at, id) <= interval '10 seconds' THEN 0 ELSE 1 END AS fresh
    FROM bid) f) s
GROUP BY bidder, session

-- stream table q13
SELECT b.auction, b.bidder, b.price, b.at, s.value FROM bid b JOIN side_input s ON b.auction % 10 = s.key

-- stream table q14
SELECT auction, bidder, 0.908 * price AS price,
  CASE WHEN extract(hour FROM at) BETWEEN 8 AND 18 THEN 'dayTime' WHEN extract(hour FROM at) <= 6 OR extract(hour FROM at) >= 20 THEN 'nightTime' ELSE 'otherTime' END AS time,
  at, length(url) - length(replace(url, 'c', '')) AS c_counts FROM bid WHERE 0.908 * price > 50 AND 0.908 * price < 250

-- stream table q15
SELECT at::date AS day, count(*) AS total, count(*) FILTER (WHERE price < 100) AS low, count(*) FILTER (WHERE price >= 100 AND price < 200) AS middle,
  count(DISTINCT bidder) AS bidders, count(DISTINCT bidder) FILTER (WHERE price < 100) AS low_bidders,
  count(DISTINCT auction) AS auctions, count(DISTINCT auction) FILTER (WHERE price >= 200) AS high_auctions
FROM bid GROUP BY at::date

-- stream table q16
SELECT channel, at::date AS day, max(to_char(at, 'HH24:MI')) AS minute, count(*) AS total,
  count(*) FILTER (WHERE price < 100) AS low, count(DISTINCT bidder) AS bidders, count(DISTINCT auction) FILTER (WHERE price < 200) AS auctions
FROM bid GROUP BY channel, at::date

-- stream table q17
SELECT auction, at::date AS day, count(*) AS total, count(*) FILTER (WHERE price < 100) AS low, min(price) AS least, max(price) AS most,
  avg(price) AS average, sum(price) AS sum FROM bid GROUP BY auction, at::date

-- stream table q18
SELECT auction, bidder, price, channel, url, at FROM (
  SELECT *, row_number() OVER (PARTITION BY bidder, auction ORDER BY at DESC, id DESC) AS n FROM bid) q WHERE n <= 1

-- stream table q19
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY auction ORDER BY price DESC, id) AS n FROM bid) q WHERE n <= 10

-- stream table q20
SELECT b.auction, b.bidder, b.price, b.channel, b.url, b.at AS bid_at, a.item, a.initial_bid, a.reserve, a.at AS auction_at, a.expires, a.seller, a.category
FROM bid b JOIN auction a ON b.auction = a.id WHERE a.category = 10

-- stream table q21
SELECT auction, bidder, price, channel,
  CASE WHEN lower(channel COLLATE "C") = 'apple' THEN '0' WHEN lower(channel COLLATE "C") = 'google' THEN '1' WHEN lower(channel COLLATE "C") = 'baidu' THEN '3'
    ELSE substring(url from '(?:&|^)channel_id=([^&]*)') END AS channel_id
FROM bid WHERE substring(url from '(?:&|^)channel_id=([^&]*)') IS NOT NULL OR lower(channel COLLATE "C") IN ('apple', 'google', 'baidu')

-- stream table q22
SELECT auction, bidder, price, channel, split_part(url, '/', 4) AS dir1, split_part(url, '/', 5) AS dir2, split_part(url, '/', 6) AS dir3 FROM bid

-- batch
INSERT INTO bid SELECT i, i * 17 % 60 + 1, i * 5 % 40 + 1, i * 29 % 300 + 1, 'Apple', 'https://www.nexmark.com/x/y/z/item.htm?query=1&channel_id=' || i,
  timestamp '2026-01-01 00:05:00' + i % 60 * interval '1 second' FROM generate_series(301, 360) i;
UPDATE bid SET price = price + 150 WHERE id % 17 = 0;
DELETE FROM bid WHERE id % 23 = 0;

-- batch
UPDATE auction SET category = 10, expires = expires + interval '1 minute' WHERE id % 4 = 0;
UPDATE person SET state = 'CA', city = 'Fresno' WHERE id % 3 = 0;
DELETE FROM auction WHERE id % 7 = 0;
INSERT INTO person SELECT i, 'person ' || i, NULL, 'Bend', 'OR', timestamp '2026-01-01 00:01:00' + i * interval '1 second' FROM generate_series(41, 50) i;

-- batch
UPDATE bid SET at = at + interval '3 seconds' WHERE id % 5 = 0;
UPDATE bid SET auction = auction % 60 + 1, bidder = bidder % 40 + 1 WHERE id % 11 = 0;
UPDATE side_input SET value = 'w' || key WHERE key > 4;
DELETE FROM side_input WHERE key = 2;

-- batch
DELETE FROM bid WHERE auction < 20;
INSERT INTO auction SELECT i, 'item ' || i, 5, 25, timestamp '2026-01-01 00:03:00', timestamp '2026-01-01 00:09:00', i % 40 + 1, 10 FROM generate_series(61, 70) i;
INSERT INTO bid SELECT i, i % 10 + 61, i % 40 + 1, i % 90, NULL, NULL, timestamp '2026-01-01 00:04:00' + i * interval '1 second' FROM generate_series(400, 440) i;

-- batch
DELETE FROM bid;
UPDATE person SET name = name || '!';

-- batch
INSERT INTO bid SELECT i, i % 70 + 1, i % 50 + 1, i % 7 * 40, 'Google', 'https://www.nexmark.com/q/r/s', timestamp '2026-01-01' + i * interval '2 seconds' FROM generate_series(1, 120) i;
DELETE FROM auction WHERE category = 12;
