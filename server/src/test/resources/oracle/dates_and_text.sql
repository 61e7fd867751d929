-- schema
CREATE TABLE e (id int PRIMARY KEY, d date, ts timestamp, tsz timestamptz, iv interval, s text);
INSERT INTO e SELECT i, date '2024-01-31' + i * 17, timestamp '2024-02-28 23:59:59.5' + i * interval '7 hours',
  timestamptz '2024-03-31 00:30:00+00' + i * interval '61 minutes', i * interval '1 day 90 minutes',
  (ARRAY['Straße', 'naïve', '', 'a_b%c', 'x\y', '日本語', 'Abc', NULL])[i % 8 + 1] FROM generate_series(1, 40) i;

-- stream table dates
SELECT id, d + 1 AS next, d - 30 AS before, CASE WHEN d < date '9999-01-01' THEN d - date '2024-01-01' END AS days, d + interval '1 month' AS month_later,
  extract(year FROM d) AS y, extract(dow FROM d) AS dow, extract(quarter FROM d) AS q, extract(week FROM d) AS w
FROM e

-- stream table timestamps
SELECT id, ts + interval '1 month' AS later, ts - interval '1 hour' AS earlier, CASE WHEN ts > timestamp '0001-01-01' THEN ts - timestamp '2024-01-01' END AS since,
  date_trunc('month', ts) AS month, date_trunc('hour', ts) AS hour, ts::date AS day, extract(epoch FROM ts) AS epoch,
  extract(second FROM ts) AS sec, iv + interval '1 hour' AS longer, -iv AS back
FROM e

-- stream table by_month
SELECT date_trunc('month', ts) AS month, count(*) AS n, min(tsz) AS first, max(d) AS last FROM e GROUP BY 1

-- stream table compared
SELECT id FROM e WHERE d >= date '2024-06-01' AND d < date '2024-06-01' + interval '1 year' AND ts > '2024-03-01'
  AND tsz < timestamptz '2024-04-01 12:00:00+00'

-- stream table texts
SELECT id, s LIKE '%a%' AS has_a, s LIKE 'a\_b\%_' AS escaped, s NOT LIKE 'A%' AS not_upper, s || '!' AS loud,
  length(s) AS l, octet_length(s) AS o, substring(s FROM 2 FOR 3) AS part, left(s, 2) AS l2, right(s, -1) AS r1,
  trim(s || '  ') AS t, replace(s, 'a', 'ä') AS rep, position('b' IN s) AS pos, reverse(s) AS rev, repeat(s, 2) AS twice
FROM e

-- stream table text_groups
SELECT s, count(*) AS n, min(d) AS d FROM e GROUP BY s

-- stream table text_order
SELECT left(s, 1) AS c, count(DISTINCT s) AS n FROM e GROUP BY 1

-- stream table casts
SELECT id, id::text AS t, id::bigint AS b, id::numeric AS n, id::float8 AS f, (id % 2)::boolean AS o, s::varchar(3) AS v3
FROM e

-- batch
UPDATE e SET d = d + 1, ts = ts + interval '1 day', s = s || 'é' WHERE id % 2 = 0;
INSERT INTO e VALUES (100, 'infinity', '-infinity', 'infinity', '0', 'a'), (101, '0044-03-15 BC', '9999-12-31 23:59:59.999999', '1900-01-01', '-1 day', E'tab\t');

-- batch
DELETE FROM e WHERE id > 30 AND id < 100;
UPDATE e SET s = NULL WHERE id % 3 = 0;

-- batch
UPDATE e SET d = '2024-02-29', ts = '2024-12-31 23:59:59.999999', s = 'a_b%c' WHERE id < 10;
