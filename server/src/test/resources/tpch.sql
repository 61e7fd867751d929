-- schema
CREATE TABLE region (r_regionkey bigint PRIMARY KEY, r_name char(25) NOT NULL, r_comment varchar(152));
CREATE TABLE nation (n_nationkey bigint PRIMARY KEY, n_name char(25) NOT NULL, n_regionkey bigint NOT NULL, n_comment varchar(152));
CREATE TABLE part (p_partkey bigint PRIMARY KEY, p_name varchar(55), p_mfgr char(25), p_brand char(10), p_type varchar(25),
  p_size int, p_container char(10), p_retailprice numeric(15,2), p_comment varchar(23));
CREATE TABLE supplier (s_suppkey bigint PRIMARY KEY, s_name char(25), s_address varchar(40), s_nationkey bigint NOT NULL,
  s_phone char(15), s_acctbal numeric(15,2), s_comment varchar(101));
CREATE TABLE partsupp (ps_partkey bigint, ps_suppkey bigint, ps_availqty int, ps_supplycost numeric(15,2),
  ps_comment varchar(199), PRIMARY KEY (ps_partkey, ps_suppkey));
CREATE TABLE customer (c_custkey bigint PRIMARY KEY, c_name varchar(25), c_address varchar(40), c_nationkey bigint NOT NULL,
  c_phone char(15), c_acctbal numeric(15,2), c_mktsegment char(10), c_comment varchar(117));
CREATE TABLE orders (o_orderkey bigint PRIMARY KEY, o_custkey bigint NOT NULL, o_orderstatus char(1), o_totalprice numeric(15,2),
  o_orderdate date, o_orderpriority char(15), o_clerk char(15), o_shippriority int, o_comment varchar(79));
CREATE TABLE lineitem (l_orderkey bigint, l_partkey bigint NOT NULL, l_suppkey bigint NOT NULL, l_linenumber int,
  l_quantity numeric(15,2), l_extendedprice numeric(15,2), l_discount numeric(15,2), l_tax numeric(15,2),
  l_returnflag char(1), l_linestatus char(1), l_shipdate date, l_commitdate date, l_receiptdate date,
  l_shipinstruct char(25), l_shipmode char(10), l_comment varchar(44), PRIMARY KEY (l_orderkey, l_linenumber));

-- stream table q1
SELECT l_returnflag, l_linestatus, sum(l_quantity) AS sum_qty, sum(l_extendedprice) AS sum_base_price,
  sum(l_extendedprice * (1 - l_discount)) AS sum_disc_price,
  sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS sum_charge,
  avg(l_quantity) AS avg_qty, avg(l_extendedprice) AS avg_price, avg(l_discount) AS avg_disc, count(*) AS count_order
FROM lineitem WHERE l_shipdate <= date '1998-12-01' - interval '90' day
GROUP BY l_returnflag, l_linestatus

-- stream table q3
SELECT l_orderkey, sum(l_extendedprice * (1 - l_discount)) AS revenue, o_orderdate, o_shippriority
FROM customer, orders, lineitem
WHERE c_mktsegment = 'BUILDING' AND c_custkey = o_custkey AND l_orderkey = o_orderkey
  AND o_orderdate < date '1995-03-15' AND l_shipdate > date '1995-03-15'
GROUP BY l_orderkey, o_orderdate, o_shippriority

-- stream table q5
SELECT n_name, sum(l_extendedprice * (1 - l_discount)) AS revenue
FROM customer, orders, lineitem, supplier, nation, region
WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND l_suppkey = s_suppkey AND c_nationkey = s_nationkey
  AND s_nationkey = n_nationkey AND n_regionkey = r_regionkey AND r_name = 'ASIA'
  AND o_orderdate >= date '1994-01-01' AND o_orderdate < date '1994-01-01' + interval '1' year
GROUP BY n_name

-- stream table q6
SELECT sum(l_extendedprice * l_discount) AS revenue FROM lineitem
WHERE l_shipdate >= date '1994-01-01' AND l_shipdate < date '1994-01-01' + interval '1' year
  AND l_discount BETWEEN 0.06 - 0.01 AND 0.06 + 0.01 AND l_quantity < 24

-- stream table q10
SELECT c_custkey, c_name, sum(l_extendedprice * (1 - l_discount)) AS revenue, c_acctbal, n_name, c_address, c_phone, c_comment
FROM customer, orders, lineitem, nation
WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND o_orderdate >= date '1993-10-01'
  AND o_orderdate < date '1993-10-01' + interval '3' month AND l_returnflag = 'R' AND c_nationkey = n_nationkey
GROUP BY c_custkey, c_name, c_acctbal, c_phone, n_name, c_address, c_comment

-- stream table q12
SELECT l_shipmode,
  sum(CASE WHEN o_orderpriority = '1-URGENT' OR o_orderpriority = '2-HIGH' THEN 1 ELSE 0 END) AS high_line_count,
  sum(CASE WHEN o_orderpriority <> '1-URGENT' AND o_orderpriority <> '2-HIGH' THEN 1 ELSE 0 END) AS low_line_count
FROM orders, lineitem
WHERE o_orderkey = l_orderkey AND l_shipmode IN ('MAIL', 'SHIP') AND l_commitdate < l_receiptdate
  AND l_shipdate < l_commitdate AND l_receiptdate >= date '1994-01-01'
  AND l_receiptdate < date '1994-01-01' + interval '1' year
GROUP BY l_shipmode

-- stream table q14
SELECT 100.00 * sum(CASE WHEN p_type LIKE 'PROMO%' THEN l_extendedprice * (1 - l_discount) ELSE 0 END)
  / sum(l_extendedprice * (1 - l_discount)) AS promo_revenue
FROM lineitem, part
WHERE l_partkey = p_partkey AND l_shipdate >= date '1995-09-01' AND l_shipdate < date '1995-09-01' + interval '1' month

-- batch
UPDATE lineitem SET l_quantity = l_quantity + 1, l_discount = (l_discount + 0.01) % 0.1, l_shipdate = l_shipdate + :r - 48 WHERE (l_orderkey + l_linenumber) % 97 = :r;
UPDATE lineitem SET l_returnflag = 'R', l_extendedprice = l_extendedprice * 1.01 WHERE l_partkey % 97 = :r;
DELETE FROM lineitem WHERE l_orderkey % 97 = :r AND l_linenumber > 3;
UPDATE orders SET o_custkey = o_custkey % 1500 + 1, o_orderdate = o_orderdate + :r - 48, o_orderpriority = '2-HIGH' WHERE o_orderkey % 97 = :r;
DELETE FROM orders WHERE (o_orderkey + o_custkey) % 197 = :r;
INSERT INTO orders SELECT 1000000 + :batch * 10000 + n, n * 7 % 1500 + 1, 'O', n, date '1993-10-01' + n * 5, '1-URGENT', 'Clerk', 0, 'new' FROM generate_series(1, 150) n;
INSERT INTO lineitem SELECT 1000000 + :batch * 10000 + n, n * 13 % 2000 + 1, n % 100 + 1, l, n % 50 + 1, n * 100.25, (n % 11) / 100.0, 0.02, 'R', 'F', date '1993-10-20' + n * 5, date '1993-11-01' + n * 5, date '1993-11-05' + n * 5, 'NONE', (ARRAY['MAIL', 'SHIP', 'AIR'])[n % 3 + 1], 'new' FROM generate_series(1, 150) n, generate_series(1, 3) l;
UPDATE customer SET c_nationkey = (c_nationkey + 1) % 25, c_mktsegment = 'BUILDING', c_acctbal = c_acctbal + 1 WHERE c_custkey % 97 = :r;
DELETE FROM customer WHERE c_custkey % 297 = :r;
INSERT INTO customer SELECT 100000 + :batch * 100 + n, 'Customer new', 'x', n % 25, '1', n, 'BUILDING', 'new' FROM generate_series(1, 20) n;
INSERT INTO orders SELECT 2000000 + :batch * 10000 + n, 100000 + :batch * 100 + n, 'O', n, date '1994-01-01' + n, '5-LOW', 'Clerk', 0, 'new' FROM generate_series(1, 20) n;
INSERT INTO lineitem SELECT 2000000 + :batch * 10000 + n, n, n, 1, n, n * 10, 0.05, 0.02, 'R', 'F', date '1995-09-01' + n, '1995-09-10', '1995-09-20', 'NONE', 'MAIL', 'new' FROM generate_series(1, 20) n;
UPDATE part SET p_type = CASE WHEN p_type LIKE 'PROMO%' THEN 'ECONOMY TIN' ELSE 'PROMO TIN' END WHERE p_partkey % 97 = :r;
DELETE FROM part WHERE p_partkey % 197 = :r;
INSERT INTO part SELECT 100000 + :batch * 100 + n, 'new', 'm', 'b', 'PROMO NEW', n, 'c', n, 'new' FROM generate_series(1, 20) n;
UPDATE supplier SET s_nationkey = (s_nationkey + 3) % 25 WHERE s_suppkey % 19 = :r % 19;
DELETE FROM supplier WHERE s_suppkey = :r;
INSERT INTO supplier VALUES (1000 + :batch, 'new', 'x', :batch, '1', 1, 'new');
UPDATE partsupp SET ps_availqty = ps_availqty + 1 WHERE ps_partkey % 97 = :r;
DELETE FROM partsupp WHERE ps_partkey % 197 = :r;
INSERT INTO partsupp VALUES (1000000 + :batch, 1, 1, 1, 'new');
UPDATE nation SET n_regionkey = (n_regionkey + 1) % 5 WHERE n_nationkey = :r % 25;
INSERT INTO nation VALUES (100 + :batch, 'NEW', 2, 'new');
DELETE FROM nation WHERE n_nationkey = 99 + :batch;
UPDATE region SET r_comment = 'batch :batch' WHERE r_regionkey = :r % 5;
UPDATE region SET r_name = CASE r_name WHEN 'ASIA' THEN 'NOT ASIA' WHEN 'NOT ASIA' THEN 'ASIA' ELSE r_name END WHERE :batch % 5 = 0;
INSERT INTO region VALUES (100 + :batch, 'NEW', 'new');
DELETE FROM region WHERE r_regionkey = 99 + :batch;
