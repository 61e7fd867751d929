-- schema
CREATE TABLE sale (id int PRIMARY KEY, shop int, amount int, price numeric, small smallint, big bigint, f float8, ok bool, note text);
CREATE TABLE shop (id int PRIMARY KEY, city text, open bool);
CREATE TABLE tag (shop int, label text);
ALTER TABLE tag REPLICA IDENTITY FULL;
INSERT INTO sale SELECT i, nullif(i % 9, 8), nullif(i % 50, 7), CASE WHEN i % 13 = 0 THEN NULL ELSE i * 1.25 END, i % 100, i * 10000000000, i / 4.0, i % 3 = 0, 'n' || i % 17 FROM generate_series(1, 600) i;
INSERT INTO shop SELECT i, CASE WHEN i < 4 THEN 'a' WHEN i < 6 THEN 'b' END, i % 2 = 0 FROM generate_series(0, 6) i;
INSERT INTO tag VALUES (1, 'x'), (1, 'x'), (1, 'y'), (2, 'x'), (NULL, 'z'), (5, NULL);
ANALYZE;

-- stream table by_city
SELECT s.city, count(*) AS n, sum(o.amount) AS total FROM sale o JOIN shop s ON s.id = o.shop GROUP BY s.city

-- stream table all_sums
SELECT s.city, sum(o.amount) AS i4, sum(o.small) AS i2, sum(o.big) AS i8, sum(o.price) AS num, count(o.price) AS n, count(o.amount) AS m FROM shop s JOIN sale o ON s.id = o.shop GROUP BY s.city

-- stream table averages
SELECT s.city, avg(o.amount) AS i4, avg(o.small) AS i2, avg(o.big) AS i8, avg(o.price) AS num FROM sale o JOIN shop s ON s.id = o.shop GROUP BY s.city

-- stream table extremes
SELECT s.city, min(o.price) AS low, max(o.amount) AS high, min(o.note COLLATE "C") AS first, bool_and(o.ok) AS every, bool_or(o.ok) AS some, bit_or(o.small) AS bits FROM sale o JOIN shop s ON s.id = o.shop GROUP BY s.city

-- stream table floats_are_not_taken_apart
SELECT s.city, sum(o.f) AS f FROM sale o JOIN shop s ON s.id = o.shop GROUP BY s.city

-- stream table filtered
SELECT s.city, count(*) FILTER (WHERE o.amount > 20) AS n, sum(o.price) FILTER (WHERE o.ok) AS total, avg(o.amount) FILTER (WHERE NOT o.ok) AS mean FROM sale o JOIN shop s ON s.id = o.shop WHERE o.id > 50 GROUP BY s.city

-- stream table distinct_inside
SELECT s.city, count(DISTINCT o.amount) AS n FROM sale o JOIN shop s ON s.id = o.shop GROUP BY s.city

-- stream table many_to_many
SELECT t.label, count(*) AS n, sum(o.amount) AS total, avg(o.price) AS mean FROM sale o JOIN tag t ON t.shop = o.shop GROUP BY t.label

-- stream table without_groups
SELECT count(*) AS n, sum(o.amount) AS total, avg(o.price) AS mean, min(o.amount) AS low FROM sale o JOIN shop s ON s.id = o.shop WHERE s.open

-- stream table without_rows
SELECT count(*) AS n, sum(o.amount) AS total, avg(o.price) AS mean FROM sale o JOIN shop s ON s.id = o.shop WHERE s.city = 'nowhere'

-- stream table having_many
SELECT s.city, s.open, count(*) AS n FROM sale o JOIN shop s ON s.id = o.shop GROUP BY s.city, s.open HAVING count(*) > 100 AND s.city IS NOT NULL

-- stream table expressions
SELECT s.city || '!' AS city, sum(o.amount * 2 + 1) AS total, 2 * count(*) AS twice FROM sale o JOIN shop s ON s.id = o.shop GROUP BY s.city || '!'

-- stream table keys_only
SELECT s.city FROM sale o JOIN shop s ON s.id = o.shop GROUP BY s.city

-- stream table three_tables
SELECT t.label, s.city, sum(o.amount) AS total FROM sale o JOIN shop s ON s.id = o.shop JOIN tag t ON t.shop = s.id GROUP BY t.label, s.city

-- stream table star
SELECT s.city, k.label, count(*) AS n, sum(o.price) AS total, avg(o.amount) AS mean FROM sale o JOIN shop s ON s.id = o.shop JOIN (VALUES (0, 'even'), (1, 'odd')) k(id, label) ON k.id = o.small % 2 GROUP BY s.city, k.label

-- stream table star_across_types
SELECT s.city, count(*) AS n, max(o.price) AS high FROM shop s, tag t, sale o WHERE s.id::bigint = o.shop AND t.shop = o.small GROUP BY s.city

-- stream table snowflake
SELECT g.name, sum(o.amount) AS total, count(o.price) AS n FROM sale o JOIN shop s ON s.id = o.shop JOIN (VALUES ('a', 'north'), ('b', 'south'), ('c', 'north')) g(city, name) ON g.city = s.city GROUP BY g.name

-- batch
UPDATE sale SET amount = amount + 1 WHERE id % 3 = 0;
UPDATE sale SET shop = (shop + 1) % 7 WHERE id % 5 = 0;
UPDATE shop SET city = 'c' WHERE id = 2;

-- batch
DELETE FROM sale WHERE shop = 3;
DELETE FROM shop WHERE id = 4;
INSERT INTO tag VALUES (0, 'x'), (6, 'w');

-- batch
INSERT INTO shop VALUES (4, 'b', true), (8, 'new', true);
UPDATE sale SET shop = 8 WHERE shop IS NULL;
UPDATE sale SET price = 'NaN' WHERE id = 10;

-- batch
UPDATE sale SET price = 'Infinity' WHERE id IN (10, 11);
UPDATE sale SET price = '-Infinity' WHERE id = 12;
DELETE FROM tag WHERE label = 'x';

-- batch
DELETE FROM sale WHERE id > 20;

-- batch
DELETE FROM shop;

-- batch
INSERT INTO shop VALUES (1, 'z', true), (2, NULL, false);
DELETE FROM sale;

-- batch
INSERT INTO sale SELECT i, i % 3, i, i, 1, 1, 1, true, 'n' FROM generate_series(1, 10) i;
