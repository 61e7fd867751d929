-- schema
CREATE TABLE post (id int PRIMARY KEY, tags text[], scores int[], author int, doc jsonb, n int);
CREATE TABLE author (id int PRIMARY KEY, name text, likes text[]);
INSERT INTO post SELECT i, CASE i % 6 WHEN 0 THEN NULL WHEN 1 THEN '{}'::text[] WHEN 2 THEN ARRAY['a', 'b'] WHEN 3 THEN ARRAY['a', 'a', NULL] WHEN 4 THEN ARRAY['c'] ELSE ARRAY['b', 'c', 'd'] END,
  CASE i % 5 WHEN 0 THEN NULL ELSE ARRAY[i % 3, i % 4] END, nullif(i % 4, 3), jsonb_build_object('k', i % 3, 'v', jsonb_build_array(i % 2, 'x')), nullif(i % 5, 2) FROM generate_series(1, 24) i;
INSERT INTO author VALUES (0, 'zero', '{a,b}'), (1, 'one', '{c}'), (2, NULL, NULL);

-- stream table tags
SELECT unnest(tags) AS tag, count(*) AS n FROM post GROUP BY 1

-- stream table tags_by_name
SELECT unnest(tags) AS tag, count(DISTINCT author) AS authors, sum(n) AS n FROM post GROUP BY tag

-- stream table by_tag_and_author
SELECT author, unnest(tags) AS tag, max(id) AS latest FROM post GROUP BY author, tag

-- stream table two_functions_side_by_side
SELECT unnest(tags) AS tag, unnest(scores) AS score, count(*) AS n FROM post GROUP BY 1, 2

-- stream table of_an_expression
SELECT unnest(scores) % 2 AS parity, count(*) AS n, min(unnest_free) AS least FROM (SELECT scores, n AS unnest_free FROM post) p GROUP BY 1

-- stream table with_having
SELECT upper(unnest(tags) COLLATE "C") AS tag, count(*) AS n FROM post WHERE n IS NOT NULL GROUP BY 1 HAVING count(*) > 2

-- stream table not_selected
SELECT count(*) AS n, array_agg(id ORDER BY id) AS ids FROM post GROUP BY unnest(tags)

-- stream table of_json
SELECT jsonb_object_keys(doc) AS key, count(*) AS n FROM post GROUP BY 1

-- stream table of_json_elements
SELECT author, jsonb_array_elements_text(doc -> 'v') AS v, count(*) AS n FROM post GROUP BY author, 2

-- stream table of_a_series
SELECT generate_series(1, n) AS g, count(*) AS posts FROM post GROUP BY g

-- stream table over_a_join
SELECT a.name, unnest(p.tags) AS tag, count(*) AS n FROM post p JOIN author a ON a.id = p.author GROUP BY a.name, tag

-- stream table rollup
SELECT unnest(tags) AS tag, author, count(*) AS n FROM post GROUP BY ROLLUP (1, author)

-- stream table another_over_the_groups
SELECT unnest(tags) AS tag, generate_series(1, count(*)) AS place FROM post GROUP BY 1

-- stream table key_as_argument
SELECT unnest(scores) AS score, generate_series(0, unnest(scores)) AS g FROM post GROUP BY 1

-- stream table distinct_groups
SELECT DISTINCT unnest(tags) AS tag FROM post GROUP BY 1, author

-- stream table window_over_groups
SELECT unnest(tags) AS tag, count(*) AS n, rank() OVER (ORDER BY count(*) DESC) AS place FROM post GROUP BY 1

-- stream table in_a_subquery
SELECT a.id, (SELECT max(n) FROM (SELECT unnest(p.tags) AS tag, count(*) AS n FROM post p WHERE p.author = a.id GROUP BY 1) t) AS most FROM author a

-- stream table top_of_groups
SELECT unnest(tags) COLLATE "C" AS tag, count(*) AS n FROM post GROUP BY 1 ORDER BY n DESC, tag LIMIT 2

-- batch
UPDATE post SET tags = array_append(tags, 'e') WHERE id % 4 = 0;
UPDATE author SET name = 'uno' WHERE id = 1;

-- batch
DELETE FROM post WHERE id % 3 = 0;
UPDATE post SET scores = ARRAY[NULL, 1, 1], n = 3 WHERE id % 5 = 1;

-- batch
UPDATE post SET id = id + 100, author = 0 WHERE id < 10;
UPDATE post SET tags = NULL WHERE id % 7 = 0;
UPDATE author SET id = 9 WHERE id = 0;

-- batch
DELETE FROM post;

-- batch
INSERT INTO post SELECT i, ARRAY['a', 'z'], ARRAY[i], i % 2, '{"k": 1, "v": [null, {}]}', i FROM generate_series(1, 5) i;
DELETE FROM author;
