-- schema
CREATE FUNCTION shout(x text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN upper(x) || '!'; END $$;
CREATE TABLE t (id int PRIMARY KEY, doubled int GENERATED ALWAYS AS (v * 2) STORED, v int, name text,
  loud text GENERATED ALWAYS AS (shout(name)) STORED, parts text[] GENERATED ALWAYS AS (string_to_array(name, ' ')) STORED,
  doc jsonb, title text GENERATED ALWAYS AS (doc ->> 'title') STORED, words tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(name, ''))) STORED,
  price numeric(10, 2), gross numeric(8, 1) GENERATED ALWAYS AS (price * 1.21) STORED, flag boolean GENERATED ALWAYS AS (v > 3) STORED NOT NULL);
ALTER TABLE t ALTER v SET DEFAULT 0;
CREATE TABLE u (k int GENERATED ALWAYS AS (id % 3) STORED, id int PRIMARY KEY);
CREATE TABLE p (id int, area int, half int GENERATED ALWAYS AS (area / 2) STORED, PRIMARY KEY (id, area)) PARTITION BY LIST (area);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2, 3);
CREATE TABLE p2 (half int GENERATED ALWAYS AS (area / 2) STORED, area int NOT NULL, id int NOT NULL, PRIMARY KEY (id, area));
ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (4, 5, 6);
CREATE TABLE w (id int, name text NOT NULL UNIQUE, loud text GENERATED ALWAYS AS (lower(name)) STORED);
CREATE UNIQUE INDEX w_name ON w (name);
ALTER TABLE w REPLICA IDENTITY USING INDEX w_name;
INSERT INTO t (id, v, name, doc, price) SELECT i, i % 7, 'name ' || i, jsonb_build_object('title', 't' || i % 4), i * 1.15 FROM generate_series(1, 12) i;
INSERT INTO u SELECT FROM generate_series(1, 0);
INSERT INTO u (id) SELECT i FROM generate_series(1, 9) i;
INSERT INTO p (id, area) SELECT i, i % 6 + 1 FROM generate_series(1, 12) i;
INSERT INTO w (id, name) SELECT i, 'Name ' || i FROM generate_series(1, 5) i;

-- stream table whole
SELECT * FROM t
-- stream table without
SELECT id, v, name FROM t
-- stream table only_generated
SELECT doubled, loud, flag FROM t
-- stream table filtered
SELECT id, gross FROM t WHERE flag AND gross > 5
-- stream table grouped
SELECT title, count(*) AS n, sum(doubled) AS s, max(loud COLLATE "C") AS m FROM t GROUP BY title
-- stream table joined
SELECT t.id, u.id AS u, u.k FROM t LEFT JOIN u ON t.v = u.k
-- stream table by_generated_key
SELECT k, count(*) AS n FROM u GROUP BY k
-- stream table found
SELECT id, words @@ 'name' AS f, words FROM t WHERE words @@ to_tsquery('simple', 'name & !x')
-- stream table windowed
SELECT id, rank() OVER (PARTITION BY title ORDER BY doubled) AS r FROM t
-- stream table parted
SELECT * FROM p
-- stream table parted_halves
SELECT half, count(*) AS n FROM p GROUP BY half
-- stream table by_index
SELECT * FROM w
-- stream table of_rows
SELECT id, to_jsonb(t) AS j FROM t

-- batch
UPDATE t SET v = v + 1, name = name || ' x' WHERE id % 2 = 0;
UPDATE t SET price = NULL, doc = '{}' WHERE id = 3;
INSERT INTO t (id, name) VALUES (20, NULL), (21, '');
UPDATE u SET id = id + 100 WHERE id < 4;
UPDATE p SET area = area % 6 + 1;

-- batch
DELETE FROM t WHERE v > 4;
UPDATE t SET id = id + 50 WHERE id = 1;
UPDATE w SET name = upper(name) || id WHERE id < 4;
DELETE FROM p WHERE half = 1;

-- batch
TRUNCATE u;
DELETE FROM t;
DELETE FROM w;
