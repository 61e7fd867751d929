-- schema
CREATE TABLE t (id int PRIMARY KEY, ts timestamp, at timestamptz, d date, tt time, tz timetz, iv interval, n numeric, f float8, r real, b bigint,
                s text, fmt text, zone text);
INSERT INTO t VALUES
  (1, '2024-02-29 12:34:56.789123', '2024-03-31 00:30+00', '2024-02-29', '12:34:56.5', '23:30+02', '1 year 2 mons 3 days 04:05:06.789', 1234.565, 0.1, 1.5, 12, '2024-02-29 1:02 pm', 'YYYY-MM-DD HH:MI am', 'Europe/Prague'),
  (2, '0044-03-15 00:00 BC', '2024-10-27 01:30+00', '0044-03-15 BC', '24:00', '00:00-03:30', '-14 mons -3 days -04:05:06', -0.5, 1e15, -7, -9223372036854775808, '29-FEB-24', 'DD-MON-YY', 'America/New_York'),
  (3, 'infinity', '-infinity', 'infinity', NULL, NULL, NULL, 'NaN', 'NaN', 'Infinity', NULL, NULL, NULL, NULL),
  (4, '294276-12-31 23:59:59.999999', '1850-01-01 00:00+00', '1999-12-31', '00:00', '24:00+15', '1000000 hours', 1e20, -0.0, 123456.7, 0, '20240301T23:59', 'YYYYMMDD"T"HH24:MI', 'CET'),
  (5, '2023-01-01 00:00', '2024-11-03 05:30+00', '2023-01-01', '06:00:00.000001', '06:00+05:30', '-1 day 01:00', 0, 3.5e-10, 0, 4000, ' 2023 - 1 - 1', 'YYYY-MM-DD', 'EST'),
  (6, NULL, NULL, NULL, NULL, NULL, '00:00:00', 99.995, 99.995, 99.995, 1999, '1.234,5', 'Month', 'Asia/Kolkata');
-- stream table timestamps
SELECT id, to_char(ts, 'YYYY-MM-DD HH24:MI:SS.US') AS iso, to_char(ts, 'FMDay, FMDDth "of" FMMonth YYYY BC') AS long, to_char(ts, 'IYYY-"W"IW-ID IDDD') AS week,
  to_char(ts, 'Y,YYY CC Q WW W J RM') AS rest, to_char(ts, 'HH12:MI:SS.FF3 A.M. SSSSS') AS clock, to_char(ts, 'DAY|Dy|MON|mon|Month') AS names, to_char(ts, '') AS nothing FROM t
-- stream table zoned
SELECT id, to_char(at, 'YYYY-MM-DD HH24:MI:SS TZH:TZM OF') AS offset_, to_char(at, 'TZ') AS abbreviation, to_char(d, 'DDD FMDay') AS day,
  extract(timezone FROM at) AS zone, date_part('hour', at) AS hour, at::timetz AS timetz, age(at, '2020-02-29 12:00+00') AS age FROM t WHERE id <> 3
-- stream table intervals
SELECT id, to_char(iv, 'YYYY MM DD HH24:MI:SS.MS') AS iv, to_char(tt, 'HH12:MI:SS am') AS tt, to_char(iv, 'FMRM DDD') AS roman, justify_interval(iv) AS justified,
  iv::interval day to hour AS hours, iv::interval(2) AS rounded, make_interval(days => id, secs => 1.5) AS made, extract(quarter FROM iv) AS quarter FROM t
-- stream table translated
SELECT id, to_char(ts, 'TMMonth TMDay') AS names FROM t WHERE isfinite(ts)
-- stream table numbers
SELECT id, to_char(n, 'FM999,999,990.00') AS n, to_char(n, 'S999.9') AS sign, to_char(f, '9.999EEEE') AS sci, to_char(r, '999990.00PR') AS angle, to_char(b, 'FM9G999G999G999G999G999G999MI') AS grouped,
  to_char(id, '000th') AS nth, to_char(b % 5000, 'RN') AS roman, to_char(n, 'L99V99') AS money FROM t WHERE b > -9223372036854775808 OR b IS NULL
-- stream table from_text
SELECT id, to_number(left(s, 4), '9G999D9') AS num, to_number(coalesce(left(s, 4), '-12'), 'S99999') AS signed, to_number('1,234' || id || '-', 'FM9G999999MI') AS minus FROM t WHERE s ~ '^[0-9]'
-- stream table to_dates
SELECT id, to_date(s, 'YYYY-MM-DD') AS d, to_timestamp(s, 'YYYY-MM-DD HH:MI am') AS ts FROM t WHERE id IN (1, 100)
-- stream table by_column
SELECT id, to_char(at, fmt) AS c, to_date(s, fmt) AS d FROM t WHERE fmt <> 'Month'
-- stream table named_zones
SELECT id, at AT TIME ZONE 'Europe/Prague' AS prague, ts AT TIME ZONE 'America/New_York' AS ny, date_trunc('day', at, 'Australia/Lord_Howe') AS day, at AT TIME ZONE 'EST' AS est,
  at AT TIME ZONE 'UTC' AS utc, at AT TIME ZONE interval '05:30' AS kolkata FROM t WHERE isfinite(at) AND ts < '9999-01-01'
-- stream table zone_column
SELECT id, at AT TIME ZONE zone AS local, make_timestamptz(2024, 3, 31, 2, 30, 0, coalesce(zone, 'UTC')) AS made FROM t WHERE isfinite(at)
-- stream table days_by_zone
SELECT date_trunc('day', at AT TIME ZONE 'America/New_York') AS day, count(*) AS n FROM t WHERE isfinite(at) GROUP BY 1
-- stream table timetzs
SELECT id, tz + interval '1 hour' AS later, tz::time AS plain, tz < '12:00+00' AS early, extract(epoch FROM tz) AS epoch, tz AT TIME ZONE interval '02:00' AS shifted, d + tz AS instant
FROM t WHERE d > '-infinity' AND isfinite(d)
-- stream table timetz_groups
SELECT tz, count(*) AS n, max(tz) AS m FROM t GROUP BY tz
-- stream table overlapping
SELECT id, (ts, iv) OVERLAPS (timestamp '2024-01-01', timestamp '2024-12-31') AS o1, (tt, tt + iv) OVERLAPS (time '11:00', time '13:00') AS o2, (at, at + iv) OVERLAPS ('2024-03-01'::timestamptz, interval '40 days') AS o3
FROM t WHERE ts IS NULL OR isfinite(ts) AND ts < '9999-01-01'
-- stream table powers
SELECT id, exp(n / 1000) AS e, CASE WHEN n > 0 THEN ln(n) END AS ln, CASE WHEN n > 0 THEN log(2, n) END AS log2, power(abs(n), 0.5) AS root, n ^ 3 AS cube, power(abs(n) + 1, -2) AS inverse, log(abs(n) + 1) AS log10
FROM t WHERE n < 1e20
-- stream table degrees
SELECT id, sind(id * 30) AS s, cosd(id * 60) AS c, asinh(r) AS ash, width_bucket(n, 0, 100, 7) AS w FROM t WHERE n < 1e20
-- stream table by_month
SELECT to_char(ts, 'YYYY-MM') AS month, count(*) AS n, max(to_char(n, 'FM990.00')) AS m FROM t GROUP BY 1
-- stream table texts
SELECT id, ts::text AS ts, at::text AS at, d::text AS d, tt::text AS tt, tz::text AS tz, iv::text AS iv, left(iv::text, 6) || d::text AS both FROM t
-- stream table text_groups
SELECT d::text AS d, count(*) AS n FROM t GROUP BY d::text HAVING min(iv::text) <> ''
-- refused TM-Q002
SELECT id, age(at) AS age FROM t
-- batch
UPDATE t SET ts = ts + interval '1 month 1.5 seconds', at = at + interval '1 day', n = n * 3.7, iv = iv * 1.5, f = f / 3 WHERE id <> 4 AND id <> 3;
INSERT INTO t SELECT g, timestamp '2023-12-28' + g * interval '17 hours 1.001 seconds', timestamptz '2024-03-29 00:00+00' + g * interval '61 minutes', date '2024-01-01' + g, time '00:00' + g * interval '13 minutes',
  (time '00:00' + g * interval '7 minutes')::text::time AT TIME ZONE interval '01:00', g * interval '1 day 3 hours', g / 7.0, g / 3.0, g / 9.0, g * g, '2024-' || g % 12 + 1 || '-' || g % 28 + 1 || ' ' || g % 12 + 1 || ':05 pm',
  CASE g % 3 WHEN 0 THEN 'YYYY-MM-DD HH:MI am' WHEN 1 THEN 'YYYY FMMM FMDD' ELSE 'FMYYYY-MM-DD' END, (ARRAY['Europe/Prague', 'America/New_York', 'EST', 'Asia/Kolkata', NULL])[g % 5 + 1]
  FROM generate_series(100, 260) g;
-- batch
UPDATE t SET zone = 'Australia/Lord_Howe', fmt = 'YYYY', s = '2024-12-31 12:59 am' WHERE id % 2 = 0;
DELETE FROM t WHERE id BETWEEN 180 AND 220;
-- batch
UPDATE t SET n = NULL, tz = NULL, fmt = NULL WHERE id % 3 = 0;
UPDATE t SET id = id + 1000 WHERE id % 7 = 0;
-- batch failing to_dates TM-E001
UPDATE t SET s = 'no date' WHERE id = 100;
-- batch
UPDATE t SET s = '2024-01-05' WHERE id = 100;
DELETE FROM t WHERE id > 200;
-- batch
DELETE FROM t;
