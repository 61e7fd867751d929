-- schema
CREATE EXTENSION isn;
CREATE EXTENSION seg;
CREATE EXTENSION intarray;
CREATE TABLE books (id int PRIMARY KEY, code isbn13, old isbn, width seg, query query_int, words tsquery, places int2vector, refs oidvector, acl aclitem, n int);
CREATE TABLE bag (code isbn13, words tsquery, n int);
ALTER TABLE bag REPLICA IDENTITY FULL;
CREATE TABLE lists (id int PRIMARY KEY, acls aclitem[]);
INSERT INTO books VALUES
  (1, '978-0-393-04002-9', '0-393-04002-X', '1.0 .. 2.50', '1&(2|!3)', 'a & (b | !c:*A) <3> d', '1 -2 3', '4294967295 0', 'postgres=r/postgres', 1),
  (2, '978-0-11-000222-4', NULL, '~1', '7', '', '', '', '=X/postgres', 2),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3),
  (4, '978-0-393-04002-9', '0-11-000222-9', '< 3', '1', '''it''''s'' & ''back\\slash''', '0', '1', NULL, 4);
INSERT INTO bag SELECT code, words, n % 2 FROM books, generate_series(1, 2);
INSERT INTO lists VALUES (1, '{=X/postgres}');

-- stream table passed
SELECT id, code, old, width, query, words, places, refs, n FROM books

-- stream table keyless
SELECT code, words, n FROM bag

-- stream table as_text
SELECT id, code::text AS c, width::text AS w, query::text AS q, words::text AS t, places::text AS p FROM books

-- stream table by_postgresql
SELECT id, isbn(code) AS short, is_valid(code) AS ok, seg_upper(width) AS up, width && '1 .. 1.5'::seg AS meets,
  ARRAY[1, 2] @@ query AS matches, to_tsvector('simple', 'a b') @@ words AS found, numnode(words) AS nodes, CASE WHEN n > 2 THEN code END AS late FROM books

-- stream table constants
SELECT id, '978-0-393-04002-9'::isbn13 AS c, '1 .. 2'::seg AS s, ''::tsquery AS t, ''::int2vector AS v, ''::oidvector AS o, '1|2'::query_int AS q FROM books

-- stream table filtered
SELECT id FROM books WHERE code = '978-0-393-04002-9' OR width @> '1.5'::seg OR words = ''::tsquery

-- stream table joined
SELECT a.id AS a, b.id AS b, b.code FROM books a LEFT JOIN books b ON a.n = b.n - 1

-- stream table by_query typed
SELECT words, count(*) AS n FROM books GROUP BY words

-- stream table by_vector typed
SELECT places, refs, count(*) AS n FROM books GROUP BY places, refs

-- stream table counted
SELECT n % 2 AS k, count(code) AS c, count(width) AS w FROM books GROUP BY n % 2

-- stream table acls falls to full
SELECT id, acl FROM books

-- stream table acl_texts falls to full
SELECT id, acl::text AS t FROM books

-- refused TM-Q002
SELECT id, acl FROM books

-- batch
UPDATE books SET n = n + 1;
UPDATE bag SET n = n + 1;

-- batch
UPDATE books SET code = '978-0-11-000222-4', width = '1.5(+-)0.5', words = '', query = '!5' WHERE id = 1;
UPDATE books SET code = NULL, words = 'x:B', places = '9 9', refs = '', acl = 'postgres=w/postgres' WHERE id = 2;
UPDATE bag SET code = NULL WHERE words = '';
INSERT INTO books (id, code, words, n) VALUES (5, '978-0-393-04002-9', 'x:A', 5), (6, NULL, 'x', 6);
INSERT INTO bag SELECT '978-0-393-04002-9', '', 1 FROM generate_series(1, 5000);

-- batch
DELETE FROM books WHERE id IN (2, 4);
DELETE FROM bag WHERE n = 1;

-- batch
INSERT INTO books SELECT i, '978-0-393-04002-9', NULL, i::text::seg, '1', 'a', '1', '2', NULL, i FROM generate_series(100, 6000) i;

-- batch
DELETE FROM books;
DELETE FROM bag;
