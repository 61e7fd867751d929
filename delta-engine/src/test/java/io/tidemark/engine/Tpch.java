package io.tidemark.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** TPC-H's tables and those of its queries that need nothing but inner joins and aggregates. */
public final class Tpch {

  public static final String SCHEMA =
      """
      CREATE TABLE region (r_regionkey int PRIMARY KEY, r_name char(25), r_comment varchar(152));
      CREATE TABLE nation (n_nationkey int PRIMARY KEY, n_name char(25), n_regionkey int,
        n_comment varchar(152));
      CREATE TABLE part (p_partkey int PRIMARY KEY, p_name varchar(55), p_mfgr char(25),
        p_brand char(10), p_type varchar(25), p_size int, p_container char(10),
        p_retailprice numeric(12,2), p_comment varchar(23));
      CREATE TABLE supplier (s_suppkey int PRIMARY KEY, s_name char(25), s_address varchar(40),
        s_nationkey int, s_phone char(15), s_acctbal numeric(12,2), s_comment varchar(101));
      CREATE TABLE customer (c_custkey int PRIMARY KEY, c_name varchar(25), c_address varchar(40),
        c_nationkey int, c_phone char(15), c_acctbal numeric(12,2), c_mktsegment char(10),
        c_comment varchar(117));
      CREATE TABLE orders (o_orderkey bigint PRIMARY KEY, o_custkey int, o_orderstatus char(1),
        o_totalprice numeric(12,2), o_orderdate date, o_orderpriority char(15), o_clerk char(15),
        o_shippriority int, o_comment varchar(79));
      CREATE TABLE lineitem (l_orderkey bigint, l_partkey int, l_suppkey int, l_linenumber int,
        l_quantity numeric(12,2), l_extendedprice numeric(12,2), l_discount numeric(12,2),
        l_tax numeric(12,2), l_returnflag char(1), l_linestatus char(1), l_shipdate date,
        l_commitdate date, l_receiptdate date, l_shipinstruct char(25), l_shipmode char(10),
        l_comment varchar(44), PRIMARY KEY (l_orderkey, l_linenumber));
      """;

  private Tpch() {}

  /** By number, in order. */
  public static Map<Integer, String> queries() {
    Map<Integer, String> queries = new LinkedHashMap<>();
    queries.put(
        1,
        """
        select l_returnflag, l_linestatus, sum(l_quantity) as sum_qty,
          sum(l_extendedprice) as sum_base_price,
          sum(l_extendedprice * (1 - l_discount)) as sum_disc_price,
          sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) as sum_charge,
          avg(l_quantity) as avg_qty, avg(l_extendedprice) as avg_price, avg(l_discount) as avg_disc,
          count(*) as count_order
        from lineitem where l_shipdate <= date '1998-12-01' - interval '90' day
        group by l_returnflag, l_linestatus order by l_returnflag, l_linestatus\
        """);
    queries.put(
        3,
        """
        select l_orderkey, sum(l_extendedprice * (1 - l_discount)) as revenue, o_orderdate,
          o_shippriority
        from customer, orders, lineitem
        where c_mktsegment = 'BUILDING' and c_custkey = o_custkey and l_orderkey = o_orderkey
          and o_orderdate < date '1995-03-15' and l_shipdate > date '1995-03-15'
        group by l_orderkey, o_orderdate, o_shippriority order by revenue desc, o_orderdate\
        """);
    queries.put(
        5,
        """
        select n_name, sum(l_extendedprice * (1 - l_discount)) as revenue
        from customer, orders, lineitem, supplier, nation, region
        where c_custkey = o_custkey and l_orderkey = o_orderkey and l_suppkey = s_suppkey
          and c_nationkey = s_nationkey and s_nationkey = n_nationkey and n_regionkey = r_regionkey
          and r_name = 'ASIA' and o_orderdate >= date '1994-01-01'
          and o_orderdate < date '1994-01-01' + interval '1' year
        group by n_name order by revenue desc\
        """);
    queries.put(
        6,
        """
        select sum(l_extendedprice * l_discount) as revenue from lineitem
        where l_shipdate >= date '1994-01-01' and l_shipdate < date '1994-01-01' + interval '1' year
          and l_discount between 0.06 - 0.01 and 0.06 + 0.01 and l_quantity < 24\
        """);
    queries.put(
        10,
        """
        select c_custkey, c_name, sum(l_extendedprice * (1 - l_discount)) as revenue, c_acctbal,
          n_name, c_address, c_phone, c_comment
        from customer, orders, lineitem, nation
        where c_custkey = o_custkey and l_orderkey = o_orderkey and o_orderdate >= date '1993-10-01'
          and o_orderdate < date '1993-10-01' + interval '3' month and l_returnflag = 'R'
          and c_nationkey = n_nationkey
        group by c_custkey, c_name, c_acctbal, c_phone, n_name, c_address, c_comment
        order by revenue desc\
        """);
    queries.put(
        12,
        """
        select l_shipmode,
          sum(case when o_orderpriority = '1-URGENT' or o_orderpriority = '2-HIGH'
            then 1 else 0 end) as high_line_count,
          sum(case when o_orderpriority <> '1-URGENT' and o_orderpriority <> '2-HIGH'
            then 1 else 0 end) as low_line_count
        from orders, lineitem
        where o_orderkey = l_orderkey and l_shipmode in ('MAIL', 'SHIP')
          and l_commitdate < l_receiptdate and l_shipdate < l_commitdate
          and l_receiptdate >= date '1994-01-01'
          and l_receiptdate < date '1994-01-01' + interval '1' year
        group by l_shipmode order by l_shipmode\
        """);
    queries.put(
        14,
        """
        select 100.00 * sum(case when p_type like 'PROMO%' then l_extendedprice * (1 - l_discount)
            else 0 end) / sum(l_extendedprice * (1 - l_discount)) as promo_revenue
        from lineitem, part
        where l_partkey = p_partkey and l_shipdate >= date '1995-09-01'
          and l_shipdate < date '1995-09-01' + interval '1' month\
        """);
    return queries;
  }
}
