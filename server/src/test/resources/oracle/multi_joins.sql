-- schema
CREATE TABLE sale (id int PRIMARY KEY, item int, shop int, day int, n int, price numeric);
CREATE TABLE item (id int PRIMARY KEY, brand int, name text);
CREATE TABLE brand (id int PRIMARY KEY, country int, name text);
CREATE TABLE shop (id bigint PRIMARY KEY, town int, name text);
CREATE TABLE town (id int PRIMARY KEY, name text, code numeric);
CREATE TABLE tag (item int, word text);
ALTER TABLE tag REPLICA IDENTITY FULL;
CREATE TABLE note (word text, weight numeric);
ALTER TABLE note REPLICA IDENTITY FULL;
INSERT INTO sale SELECT i, nullif(i % 13, 0), nullif(i % 7, 6), i % 5, i % 4, i * 1.50 FROM generate_series(1, 300) i;
INSERT INTO item SELECT i, nullif(i % 5, 4), 'item ' || i FROM generate_series(1, 12) i;
INSERT INTO brand SELECT i, i % 2, 'brand ' || i FROM generate_series(0, 3) i;
INSERT INTO shop SELECT i, nullif(i % 3, 2), 'shop ' || i FROM generate_series(0, 5) i;
INSERT INTO town VALUES (0, 'Brno', 1.0), (1, NULL, 2.00);
INSERT INTO tag SELECT i % 12, 'w' || i % 4 FROM generate_series(1, 30) i;
INSERT INTO tag VALUES (1, 'w1'), (1, 'w1'), (NULL, 'w2'), (2, NULL);
INSERT INTO note VALUES ('w1', 1.0), ('w1', 1.00), ('w2', NULL), (NULL, 5), ('w3', 3), ('w3', 3);
ANALYZE;

-- stream table snowflake
SELECT s.id, s.n, i.name AS item, b.name AS brand FROM sale s JOIN item i ON i.id = s.item JOIN brand b ON b.id = i.brand

-- stream table star
SELECT s.id, i.name AS item, h.name AS shop, s.price FROM sale s JOIN item i ON i.id = s.item JOIN shop h ON h.id = s.shop

-- stream table star_and_snowflake
SELECT s.id, i.name AS item, b.name AS brand, h.name AS shop, t.name AS town FROM sale s JOIN item i ON i.id = s.item JOIN brand b ON b.id = i.brand JOIN shop h ON h.id = s.shop JOIN town t ON t.id = h.town

-- stream table of_bags
SELECT s.id, t.word, n.weight FROM sale s JOIN tag t ON t.item = s.item JOIN note n ON n.word = t.word

-- stream table many_to_many
SELECT a.item, b.word, n.weight FROM tag a JOIN tag b ON b.item = a.item JOIN note n ON n.word = b.word

-- stream table same_table_thrice
SELECT a.id, b.id AS b, c.id AS c FROM item a JOIN item b ON b.brand = a.brand JOIN item c ON c.brand = b.id

-- stream table nulls_equal
SELECT a.item, n.weight, i.name FROM tag a JOIN note n ON n.word IS NOT DISTINCT FROM a.word JOIN item i ON i.id = a.item

-- stream table two_columns
SELECT s.id, u.id AS other, i.name FROM sale s JOIN sale u ON u.item = s.item AND u.day = s.day JOIN item i ON i.id = u.item WHERE s.id < 60 AND u.id < 60

-- stream table numeric_key
SELECT t.name, n.word, h.name AS shop FROM town t JOIN note n ON n.weight = t.code JOIN shop h ON h.town = t.id

-- stream table aggregated
SELECT b.name, t.name AS town, sum(s.price) AS price, count(*) AS sales FROM sale s JOIN item i ON i.id = s.item JOIN brand b ON b.id = i.brand JOIN shop h ON h.id = s.shop JOIN town t ON t.id = h.town GROUP BY b.name, t.name

-- stream table with_outer_join
SELECT s.id, i.name AS item, b.name AS brand, t.word FROM sale s JOIN item i ON i.id = s.item JOIN brand b ON b.id = i.brand LEFT JOIN tag t ON t.item = i.id

-- stream table with_filter_above
SELECT s.id, b.name FROM sale s JOIN item i ON i.id = s.item JOIN brand b ON b.id = i.brand JOIN shop h ON h.id = s.shop WHERE s.n + h.id > i.id - 4

-- stream table divides
SELECT s.id, s.price / (i.id + b.id + 1) AS per FROM sale s JOIN item i ON i.id = s.item JOIN brand b ON b.id = i.brand

-- batch
UPDATE brand SET name = 'brand x' WHERE id = 1;
UPDATE item SET brand = 3 WHERE id % 3 = 0;
UPDATE sale SET item = 5, n = n + 1 WHERE id % 10 = 0;

-- batch
DELETE FROM shop WHERE id = 2;
DELETE FROM town WHERE id = 1;
INSERT INTO town VALUES (2, 'Plzen', 3), (1, 'Zlin', 1.00);
UPDATE shop SET town = 2 WHERE town IS NULL;
INSERT INTO note VALUES ('w0', 2), ('w1', 1.0);

-- batch
UPDATE item SET id = id + 100 WHERE id < 4;
UPDATE sale SET item = 101 WHERE item = 1;
UPDATE brand SET id = 9 WHERE id = 0;
DELETE FROM note WHERE word IS NULL;
UPDATE tag SET word = NULL WHERE item = 3;

-- batch
DELETE FROM item;
DELETE FROM tag WHERE item < 6;

-- batch
INSERT INTO item SELECT i, i % 4, 'new ' || i FROM generate_series(1, 12) i;
UPDATE sale SET shop = 1, day = 2 WHERE id % 2 = 0;

-- batch
DELETE FROM sale;
DELETE FROM brand;

-- batch
INSERT INTO sale SELECT i, i % 12 + 1, i % 6, 1, 1, i FROM generate_series(1, 40) i;
INSERT INTO brand SELECT i, 0, 'again ' || i FROM generate_series(0, 3) i;
