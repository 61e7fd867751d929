-- schema
CREATE TABLE event (id int PRIMARY KEY, kind text, tsz timestamptz, ts timestamp, day date, ttl interval, done boolean NOT NULL DEFAULT false);
INSERT INTO event
SELECT i, CASE WHEN i % 4 = 0 THEN NULL ELSE 'k' || i % 3 END, now() + (i - 30) * interval '17 minutes' - interval '7 minutes',
  localtimestamp + (i - 20) * interval '5 hours' + interval '100 minutes', current_date + i - 25, i * interval '40 minutes', i % 3 = 0
FROM generate_series(1, 50) i;
INSERT INTO event VALUES (100, 'k1', NULL, NULL, NULL, NULL), (101, 'k2', 'infinity', '-infinity', 'infinity', '1 day'),
  (102, 'k0', '-infinity', 'infinity', '-infinity', '-1 year');
CREATE TABLE period (id int PRIMARY KEY, valid_from timestamptz NOT NULL, valid_to timestamptz, kind text);
INSERT INTO period VALUES (1, now() - interval '1 day', now() + interval '1 day', 'k1'), (2, now() - interval '2 days', now() - interval '1 day', 'k1'),
  (3, now() - interval '1 hour', NULL, 'k2'), (4, now() + interval '1 hour', NULL, 'k0'), (5, '-infinity', 'infinity', NULL);

-- stream table last_hours
SELECT id, kind, tsz FROM event WHERE tsz > now() - interval '3 hours'

-- stream table past
SELECT id FROM event WHERE tsz <= now()

-- stream table future
SELECT id FROM event WHERE now() < tsz

-- stream table between_times
SELECT id FROM event WHERE tsz BETWEEN now() - interval '5 hours' AND now() + interval '1 hour'

-- stream table by_kind
SELECT kind, count(*) AS n, max(tsz) AS last FROM event WHERE tsz > current_timestamp - interval '4 hours' GROUP BY kind

-- stream table last_days
SELECT id FROM event WHERE ts > now() - interval '2 days'

-- stream table local_times
SELECT id FROM event WHERE ts > localtimestamp - interval '1 day 12 hours' AND ts < localtimestamp(3) + interval '3 days'

-- stream table last_month
SELECT id FROM event WHERE day > current_date - interval '1 month' AND day <= current_date

-- stream table today
SELECT id FROM event WHERE day = current_date

-- stream table this_week
SELECT id, day FROM event WHERE day >= current_date - 7 AND day < current_date + 7

-- stream table cast_to_date
SELECT id FROM event WHERE tsz::date = current_date

-- stream table this_month
SELECT id FROM event WHERE date_trunc('month', day) = date_trunc('month', now())

-- stream table young
SELECT id FROM event WHERE now() - tsz < interval '2 hours'

-- stream table days_since
SELECT id FROM event WHERE CASE WHEN isfinite(day) THEN current_date - day BETWEEN 2 AND 9 END

-- stream table own_ttl
SELECT id FROM event WHERE tsz + ttl > now()

-- stream table own_ttl_of_clock
SELECT id FROM event WHERE now() - ttl < tsz

-- stream table either
SELECT id FROM event WHERE done OR tsz > now() - interval '2 hours'

-- stream table neither
SELECT id FROM event WHERE NOT (tsz > now() - interval '6 hours' AND kind = 'k1')

-- stream table is_true
SELECT id FROM event WHERE (tsz > now()) IS NOT TRUE

-- stream table by_case
SELECT id FROM event WHERE CASE WHEN kind = 'k0' THEN tsz > now() ELSE tsz > now() - interval '8 hours' END

-- stream table not_distinct
SELECT id FROM event WHERE day IS NOT DISTINCT FROM current_date

-- stream table valid_now
SELECT id, kind FROM period WHERE valid_from <= now() AND (valid_to IS NULL OR valid_to > now())

-- stream table valid_coalesced
SELECT id FROM period WHERE now() BETWEEN valid_from AND coalesce(valid_to, 'infinity')

-- stream table joined
SELECT e.id, p.id AS period FROM event e JOIN period p ON p.kind = e.kind AND p.valid_from <= now() WHERE e.tsz > now() - interval '6 hours'

-- stream table between_sides
SELECT e.id, p.id AS period FROM event e JOIN period p ON p.kind = e.kind WHERE e.tsz + (e.tsz - p.valid_from) > now()

-- stream table distinct_kinds
SELECT DISTINCT kind FROM event WHERE tsz > statement_timestamp() - interval '1 hour'

-- stream table kinds_ahead
SELECT kind FROM event GROUP BY kind HAVING max(tsz) > now() + interval '30 minutes'

-- stream table outer_joined
SELECT p.id, count(e.id) AS n FROM period p LEFT JOIN event e ON e.kind = p.kind AND e.tsz > now() - interval '3 hours' GROUP BY p.id

-- stream table in_recursion
WITH RECURSIVE t(id) AS (
  SELECT id FROM event WHERE tsz > now() - interval '3 hours' AND id < 25
  UNION
  SELECT e.id FROM t JOIN event e ON e.id = t.id + 3 AND e.tsz < now() + interval '4 hours')
SELECT id FROM t

-- stream table united
SELECT id FROM event WHERE tsz > now() UNION ALL SELECT id FROM period WHERE valid_to < now()

-- stream table constant
SELECT id FROM period WHERE now() > timestamptz '2020-01-01'

-- stream table days_left
SELECT id, CASE WHEN isfinite(day) THEN day - current_date END AS days, current_date AS today FROM event

-- stream table overdue
SELECT kind, count(*) FILTER (WHERE day < current_date) AS overdue, count(*) AS n FROM event GROUP BY kind

-- stream table same_month
SELECT id FROM event WHERE isfinite(day) AND extract(month FROM day) = extract(month FROM current_date)

-- stream table as_of
SELECT current_date AS today, date_trunc('month', now()) AS month, count(*) AS n FROM event

-- stream table days_of_kinds
SELECT kind, current_date - max(CASE WHEN isfinite(day) THEN day END) AS days FROM event GROUP BY kind

-- stream table by_age
SELECT CASE WHEN day < current_date THEN 'past' WHEN day = current_date THEN 'today' ELSE 'ahead' END AS age, count(*) AS n
FROM event WHERE tsz > now() - interval '6 hours' GROUP BY 1

-- stream table day_in_recursion
WITH RECURSIVE t(id, day) AS (
  SELECT id, day FROM event WHERE id < 4
  UNION
  SELECT e.id, current_date FROM t JOIN event e ON e.id = t.id + 5)
SELECT id, day FROM t

-- refused TM-Q002
SELECT id, now() AS t FROM event

-- refused TM-Q002
SELECT kind, max(now() - tsz) AS age FROM event GROUP BY kind

-- refused TM-Q002
SELECT id FROM event WHERE clock_timestamp() > tsz

-- refused TM-Q002
SELECT id FROM event WHERE extract(hour FROM now()) = extract(hour FROM tsz)

-- batch
UPDATE event SET tsz = tsz + interval '2 hours', day = day - 3 WHERE id % 5 = 0;
DELETE FROM event WHERE id % 7 = 0;
INSERT INTO period VALUES (6, now() - interval '10 minutes', now() + interval '1 hour', 'k0');

-- batch
INSERT INTO event SELECT 200 + i, 'k' || i % 3, now() + interval '3 seconds' + i * interval '1 millisecond', localtimestamp + interval '3 seconds' - i * interval '1 day', current_date, '1 hour', false
FROM generate_series(1, 20) i;
INSERT INTO event SELECT 300 + i, 'k' || i % 3, now() - interval '2 hours' + interval '3 seconds', NULL, NULL, '2 hours', false FROM generate_series(1, 5) i;
UPDATE period SET valid_to = now() + interval '3 seconds' WHERE id IN (1, 3);
INSERT INTO period VALUES (7, now() + interval '3 seconds', NULL, 'k1');

-- batch
SELECT pg_sleep(3.2);

-- batch
DELETE FROM event WHERE id BETWEEN 200 AND 210;
UPDATE period SET valid_to = NULL;

-- batch
DELETE FROM event;

-- batch
INSERT INTO event VALUES (1, 'k1', now() - interval '1 minute', localtimestamp, current_date, NULL, true);
