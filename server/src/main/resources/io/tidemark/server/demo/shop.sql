-- The demo's shop. Amounts are numeric and times timestamptz, as in a real one.
CREATE TABLE customers (
  id         integer PRIMARY KEY,
  name       text NOT NULL,
  country    text NOT NULL,
  segment    text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE products (
  id       integer PRIMARY KEY,
  name     text NOT NULL,
  category text NOT NULL,
  price    numeric(10,2) NOT NULL
);
CREATE TABLE orders (
  id          integer PRIMARY KEY,
  customer_id integer NOT NULL REFERENCES customers,
  status      text NOT NULL,
  ordered_at  timestamptz NOT NULL,
  note        text
);
CREATE TABLE order_lines (
  order_id   integer NOT NULL REFERENCES orders ON DELETE CASCADE,
  line       integer NOT NULL,
  product_id integer NOT NULL REFERENCES products,
  quantity   integer NOT NULL,
  unit_price numeric(10,2) NOT NULL,
  PRIMARY KEY (order_id, line)
);
