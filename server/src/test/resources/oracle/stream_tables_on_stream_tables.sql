-- schema
CREATE TABLE item (id int PRIMARY KEY, grp int, v int);
INSERT INTO item SELECT i, i % 5, i FROM generate_series(1, 50) i;
CREATE TABLE grp (id int PRIMARY KEY, name text);
INSERT INTO grp SELECT i, 'g' || i FROM generate_series(0, 4) i;

-- stream table top_of_diamond
SELECT grp, sum(v) AS v, count(*) AS n FROM left_arm GROUP BY grp

-- stream table left_arm
SELECT id, grp, v FROM item WHERE v > 3

-- stream table right_arm
SELECT grp, max(v) AS most FROM item GROUP BY grp

-- stream table diamond
SELECT l.id, l.v, r.most, t.n FROM left_arm l JOIN right_arm r ON r.grp = l.grp JOIN top_of_diamond t ON t.grp = l.grp

-- stream table named
SELECT g.name, d.v, d.n FROM top_of_diamond d JOIN grp g ON g.id = d.grp

-- stream table values_only
SELECT v FROM left_arm

-- stream table on_duplicates
SELECT v % 7 AS m, count(*) AS n FROM values_only GROUP BY v % 7

-- stream table twice
SELECT v FROM values_only UNION ALL SELECT v FROM values_only

-- stream table count_of_counts
SELECT n, count(*) AS groups FROM on_duplicates GROUP BY n

-- batch
UPDATE item SET v = v + 1 WHERE id % 2 = 0;
UPDATE grp SET name = name || '!';

-- batch
UPDATE item SET grp = (grp + 1) % 5, v = 60 - v;
DELETE FROM grp WHERE id = 2;

-- batch
DELETE FROM item WHERE grp = 3;
INSERT INTO item VALUES (100, 7, 100), (101, 7, 100);
INSERT INTO grp VALUES (7, 'g7');

-- batch
DELETE FROM item;

-- batch
INSERT INTO item SELECT i, 1, 5 FROM generate_series(1, 5) i;
