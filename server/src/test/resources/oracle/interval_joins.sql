-- schema
CREATE TABLE booking (id int PRIMARY KEY, room int, from_at timestamp, to_at timestamp, lo numeric, hi numeric, word text COLLATE "C", note text);
CREATE TABLE visit (id int PRIMARY KEY, room int, at timestamp, till timestamp, n numeric, word text COLLATE "C");
CREATE TABLE bag (a int, b int);
ALTER TABLE bag REPLICA IDENTITY FULL;
INSERT INTO booking SELECT i, nullif(i % 4, 3), timestamp '2026-01-01' + i * interval '7 hours',
  timestamp '2026-01-01' + i * interval '7 hours' + (i % 9 - 2) * interval '5 hours', CASE i % 10 WHEN 3 THEN '-Infinity' WHEN 4 THEN NULL ELSE i * 0.5 END,
  CASE i % 11 WHEN 5 THEN 'NaN' WHEN 6 THEN i * 0.5 WHEN 7 THEN i * 0.1 ELSE i * 0.75 + 1 END, 'w' || i % 7, 'b' || i FROM generate_series(1, 40) i;
INSERT INTO visit SELECT i, nullif(i % 4, 2), CASE WHEN i % 13 > 0 THEN timestamp '2026-01-01' + i * interval '5 hours' END,
  timestamp '2026-01-01' + i * interval '5 hours' + (i % 6 - 1) * interval '3 hours', CASE i % 9 WHEN 2 THEN 'NaN' WHEN 3 THEN 'Infinity' ELSE i * 0.6 END, 'w' || i % 5 FROM generate_series(1, 45) i;
INSERT INTO booking VALUES (90, 1, '-infinity', 'infinity', '-Infinity', 'NaN', '', 'always'), (91, 1, '2026-01-03', '2026-01-03', 5, 5, 'w1', 'moment'), (92, 1, 'infinity', '-infinity', 9, 1, 'z', 'never');
INSERT INTO bag VALUES (1, 5), (1, 5), (5, 1), (3, 3), (NULL, 2), (2, NULL), (-4, 100), (-2147483648, 2147483647);

-- stream table overlap
SELECT b.id, v.id AS v FROM booking b JOIN visit v ON b.from_at < v.till AND v.at < b.to_at

-- stream table overlap_inclusive_of_a_room
SELECT b.id, v.id AS v, b.note FROM booking b JOIN visit v ON b.room = v.room AND b.from_at <= v.till AND v.at <= b.to_at

-- stream table overlap_of_itself
SELECT a.id, b.id AS b FROM booking a JOIN booking b ON a.from_at <= b.to_at AND b.from_at <= a.to_at AND a.id < b.id

-- stream table overlaps_of_bags
SELECT x.a, x.b, y.a AS c, y.b AS d FROM bag x JOIN bag y ON x.a <= y.b AND x.b >= y.a

-- stream table holds
SELECT b.id, v.id AS v FROM booking b JOIN visit v ON v.at BETWEEN b.from_at AND b.to_at

-- stream table holds_half_open
SELECT b.id, v.id AS v FROM visit v JOIN booking b ON v.n >= b.lo AND v.n < b.hi

-- stream table holds_word
SELECT b.id, v.id AS v FROM visit v JOIN booking b ON v.word > b.word AND v.word <= b.note COLLATE "C"

-- stream table band
SELECT b.id, v.id AS v FROM booking b JOIN visit v ON v.at BETWEEN b.from_at - interval '2 hours' AND b.from_at + interval '2 hours'

-- stream table band_of_integers
SELECT b.id, v.id AS v, b.note, v.n FROM booking b JOIN visit v ON v.id BETWEEN b.id - 2 AND b.id + 2

-- stream table left_holds
SELECT v.id, b.id AS b, b.note FROM visit v LEFT JOIN booking b ON v.at >= b.from_at AND v.at < b.to_at

-- stream table left_overlap
SELECT b.id, v.id AS v FROM booking b LEFT JOIN visit v ON b.from_at < v.till AND v.at < b.to_at AND b.room = v.room

-- stream table left_band
SELECT b.id, v.id AS v FROM booking b LEFT JOIN visit v ON v.n > b.lo - 0.4 AND v.n < b.lo + 0.4

-- stream table full_overlap_of_a_room
SELECT b.id, v.id AS v FROM booking b FULL JOIN visit v ON b.room = v.room AND b.from_at < v.till AND v.at < b.to_at

-- stream table conflicts
SELECT b.id, b.note FROM booking b WHERE EXISTS (SELECT FROM booking o WHERE o.room = b.room AND o.id <> b.id AND o.from_at < b.to_at AND b.from_at < o.to_at)

-- stream table free
SELECT v.id FROM visit v WHERE NOT EXISTS (SELECT FROM booking b WHERE b.from_at <= v.at AND v.at < b.to_at)

-- stream table held_sum
SELECT b.id, count(v.id) AS visits, sum(v.n) AS n FROM booking b LEFT JOIN visit v ON v.at BETWEEN b.from_at AND b.to_at GROUP BY b.id

-- stream table two_intervals
SELECT b.id, v.id AS v FROM booking b JOIN visit v ON v.at BETWEEN b.from_at AND b.to_at AND v.n BETWEEN b.lo AND b.hi

-- stream table with_residual
SELECT b.id, v.id AS v FROM booking b JOIN visit v ON v.n BETWEEN b.lo AND b.hi AND (v.word = b.word OR b.note LIKE '%' || v.id)

-- batch
UPDATE booking SET from_at = from_at + interval '3 hours' WHERE id % 3 = 0;
UPDATE visit SET at = at - interval '2 hours', n = n + 1 WHERE id % 2 = 0;

-- batch
UPDATE booking SET from_at = to_at, to_at = from_at WHERE id % 4 = 1;
UPDATE booking SET lo = hi, hi = lo WHERE id % 5 = 1;
INSERT INTO bag VALUES (1, 5), (4, 4), (100, -100), (NULL, NULL);
DELETE FROM bag WHERE a = 3;

-- batch
DELETE FROM visit WHERE id % 3 = 0;
DELETE FROM booking WHERE id % 4 = 0;
UPDATE visit SET word = 'w9', till = NULL WHERE id % 5 = 1;

-- batch
UPDATE booking SET id = id + 200, room = 1 WHERE id < 12;
UPDATE visit SET id = id + 100 WHERE id < 15;
UPDATE booking SET to_at = NULL, lo = NULL WHERE id % 7 = 0;

-- batch
DELETE FROM booking;
DELETE FROM bag WHERE a = 1;

-- batch
INSERT INTO booking SELECT i, i % 3, timestamp '2026-01-01' + i * interval '9 hours', timestamp '2026-01-01' + i * interval '10 hours', i, i + 3, 'w' || i % 4, 'n' || i FROM generate_series(1, 25) i;
UPDATE visit SET at = at + interval '1 day', till = at + interval '2 days' WHERE id % 2 = 1;

-- batch
DELETE FROM visit;
DELETE FROM bag;
DELETE FROM booking WHERE id > 10;

-- batch
INSERT INTO visit SELECT i, i % 3, timestamp '2026-01-01' + i * interval '4 hours', timestamp '2026-01-01' + i * interval '6 hours', i * 0.9, 'w' || i % 6 FROM generate_series(1, 25) i;
INSERT INTO bag SELECT i, i + 2 FROM generate_series(1, 6) i;
