-- schema
CREATE TABLE fact (id int PRIMARY KEY, day int, item int, store int, qty int, price numeric(8,2));
CREATE TABLE back (fact int, no int, qty int, reason int, PRIMARY KEY (fact, no));
CREATE TABLE days (id int PRIMARY KEY, month int, name text);
CREATE TABLE item (id int PRIMARY KEY, brand text, kind int);
CREATE TABLE store (id int PRIMARY KEY, state text, region int);
CREATE TABLE reason (id int PRIMARY KEY, label text);
INSERT INTO fact SELECT i, nullif(i % 12, 11), i % 9, nullif(i % 5, 4), i % 7, i * 0.5 FROM generate_series(1, 80) i;
INSERT INTO back SELECT i, n, i % 3, nullif(i % 4, 0) FROM generate_series(1, 80, 3) i, generate_series(1, 1 + i % 2) n;
INSERT INTO days SELECT i, i / 4, 'd' || i FROM generate_series(0, 10) i;
INSERT INTO item SELECT i, CASE WHEN i % 4 > 0 THEN 'b' || i % 4 END, i % 3 FROM generate_series(0, 8) i;
INSERT INTO store SELECT i, 's' || i % 2, i FROM generate_series(0, 3) i;
INSERT INTO reason VALUES (1, 'broken'), (2, 'late');
ANALYZE;

-- stream table left_then_filtered
SELECT f.id, b.no, b.qty FROM fact f LEFT JOIN back b ON b.fact = f.id JOIN days d ON d.id = f.day WHERE d.month = 1

-- stream table filtered_comma
SELECT f.id, b.no, d.name, i.brand FROM fact f LEFT JOIN back b ON b.fact = f.id, days d, item i WHERE d.id = f.day AND i.id = f.item AND d.month > 0 AND i.kind = 1

-- stream table two_lefts_then_filtered
SELECT f.id, b.no, r.label, s.state FROM fact f LEFT JOIN back b ON b.fact = f.id LEFT JOIN reason r ON r.id = b.reason JOIN store s ON s.id = f.store WHERE s.state = 's1'

-- stream table left_asked_above
SELECT f.id, b.no, r.label FROM fact f LEFT JOIN back b ON b.fact = f.id JOIN reason r ON r.id = coalesce(b.reason, 1) JOIN days d ON d.id = f.day WHERE d.month = 2

-- stream table left_with_condition_on_filtered
SELECT f.id, b.no FROM fact f JOIN days d ON d.id = f.day LEFT JOIN back b ON b.fact = f.id AND b.qty < d.month JOIN item i ON i.id = f.item WHERE i.brand = 'b1'

-- stream table sums_of_left
SELECT i.brand, sum(f.price) AS sold, count(b.no) AS back FROM fact f LEFT JOIN back b ON b.fact = f.id JOIN item i ON i.id = f.item JOIN days d ON d.id = f.day WHERE d.month < 2 GROUP BY i.brand

-- stream table semi_below
SELECT f.id, d.name FROM fact f JOIN days d ON d.id = f.day WHERE EXISTS (SELECT FROM back b WHERE b.fact = f.id AND b.qty > 0)

-- stream table semi_in
SELECT f.id, i.brand FROM fact f JOIN item i ON i.id = f.item WHERE f.store IN (SELECT id FROM store WHERE state = 's0')

-- stream table anti_below
SELECT f.id, d.name, i.brand FROM fact f JOIN days d ON d.id = f.day JOIN item i ON i.id = f.item WHERE NOT EXISTS (SELECT FROM back b WHERE b.fact = f.id)

-- stream table anti_over_left
SELECT f.id, b.no FROM fact f LEFT JOIN back b ON b.fact = f.id WHERE NOT EXISTS (SELECT FROM days d WHERE d.id = f.day AND d.month = 1)

-- stream table anti_over_nulls
SELECT f.id, b.no FROM fact f LEFT JOIN back b ON b.fact = f.id WHERE NOT EXISTS (SELECT FROM reason r WHERE r.id = b.reason)

-- stream table semi_on_both
SELECT f.id, d.name FROM fact f JOIN days d ON d.id = f.day WHERE EXISTS (SELECT FROM back b WHERE b.fact = f.id AND b.qty = d.month)

-- stream table not_in
SELECT f.id, i.brand FROM fact f JOIN item i ON i.id = f.item WHERE f.day NOT IN (SELECT b.reason FROM back b WHERE b.qty = 1)

-- stream table semi_or
SELECT f.id FROM fact f WHERE EXISTS (SELECT FROM back b WHERE b.fact = f.id OR b.reason = f.qty)

-- stream table semi_range
SELECT f.id FROM fact f WHERE EXISTS (SELECT FROM back b WHERE b.fact < f.day AND b.qty >= f.qty)

-- stream table anti_range
SELECT f.id FROM fact f WHERE NOT EXISTS (SELECT FROM fact g WHERE g.item = f.item AND g.price > f.price)

-- stream table exists_uncorrelated
SELECT f.id, d.name FROM fact f JOIN days d ON d.id = f.day WHERE EXISTS (SELECT FROM reason WHERE label = 'late')

-- stream table nine_way
SELECT f.id, g.id AS g, b.no, d.name, e.name AS e, i.brand, s.state, r.label, h.id AS h
FROM fact f JOIN days d ON d.id = f.day JOIN item i ON i.id = f.item JOIN store s ON s.id = f.store
LEFT JOIN back b ON b.fact = f.id LEFT JOIN reason r ON r.id = b.reason
JOIN fact g ON g.id = f.id + 1 JOIN days e ON e.id = g.day LEFT JOIN item h ON h.id = g.item AND h.kind = i.kind

-- batch
UPDATE days SET month = (month + 1) % 3;
UPDATE fact SET day = (day + 1) % 12, price = price + 1 WHERE id % 4 = 0;
DELETE FROM back WHERE no = 2;

-- batch
DELETE FROM fact WHERE id % 6 = 0;
DELETE FROM item WHERE id = 3;
UPDATE store SET state = 's1' WHERE id = 0;
INSERT INTO back VALUES (2, 8, 1, NULL), (5, 9, 2, 1), (200, 1, 1, 2);

-- batch
DELETE FROM reason;
UPDATE back SET fact = fact + 1 WHERE no = 1 AND fact % 2 = 1;
INSERT INTO item VALUES (3, 'b1', 1);

-- batch
INSERT INTO reason VALUES (2, 'late'), (3, 'other');
UPDATE fact SET id = id + 300 WHERE id < 10;
UPDATE back SET qty = NULL WHERE fact > 60;

-- batch
DELETE FROM back;
DELETE FROM store WHERE id = 1;

-- batch
INSERT INTO back SELECT i, 1, i % 3, i % 4 FROM generate_series(1, 80, 2) i;
DELETE FROM days WHERE id > 5;
