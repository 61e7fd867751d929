-- schema
CREATE TABLE p (id int, day date NOT NULL, v int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE p3 (v int, dropped int, day date NOT NULL, id int NOT NULL);
ALTER TABLE p3 DROP COLUMN dropped;
ALTER TABLE p ATTACH PARTITION p3 DEFAULT;
INSERT INTO p SELECT i, date '2026-01-01' + i, i FROM generate_series(0, 90) i;

-- stream table rows_of_all
SELECT id, day, v FROM p

-- stream table by_month
SELECT date_trunc('month', day::timestamp) AS month, sum(v) AS v FROM p GROUP BY 1

-- batch
UPDATE p SET v = v + 1;

-- batch
UPDATE p SET day = day + 20;

-- batch
DELETE FROM p WHERE v % 3 = 0;
INSERT INTO p VALUES (500, '2026-01-05', 5), (501, '2027-01-01', 6);
