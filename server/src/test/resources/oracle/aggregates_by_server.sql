-- schema
CREATE TYPE pair AS (a int, b text);
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE textrange AS RANGE (subtype = text, collation = "C");
CREATE FUNCTION longer(state text, value text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
  $$ BEGIN RETURN CASE WHEN state IS NULL OR length(value) > length(state) OR (length(value) = length(state) AND value > state) THEN value ELSE state END; END $$;
CREATE AGGREGATE longest(text) (sfunc = longer, stype = text);
CREATE FUNCTION multiply(state numeric, value numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS 'SELECT state * value';
CREATE AGGREGATE product(numeric) (sfunc = multiply, stype = numeric, initcond = '1');
CREATE FUNCTION first_of(state anyelement, value anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE STRICT AS 'SELECT state';
CREATE AGGREGATE first_value_of(anyelement) (sfunc = first_of, stype = anyelement);
CREATE FUNCTION add_pair(state numeric, x numeric, y int) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN state + coalesce(x, 0) * coalesce(y, 0); END $$;
CREATE AGGREGATE dot(numeric, int) (sfunc = add_pair, stype = numeric, initcond = '0');
CREATE FUNCTION unsteady(state int, value int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN state + value; END $$;
CREATE AGGREGATE unsteady_sum(int) (sfunc = unsteady, stype = int, initcond = '0');
CREATE FUNCTION check_positive(state int, value int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
  $$ BEGIN IF value < 0 THEN RAISE EXCEPTION 'negative' USING ERRCODE = '22023'; END IF; RETURN state + value; END $$;
CREATE AGGREGATE positive_sum(int) (sfunc = check_positive, stype = int, initcond = '0');
CREATE TABLE s (id int PRIMARY KEY, g int, t text, n numeric, i int, tz timestamptz, p pair, m mood, j jsonb, tr textrange, ok boolean);
INSERT INTO s SELECT i, CASE WHEN i % 5 = 0 THEN NULL ELSE i % 5 END, CASE WHEN i % 7 > 0 THEN repeat(chr(97 + i % 3), i % 6) || CASE WHEN i % 2 = 0 THEN 'É' ELSE 'e' END END, 1 + (i % 4) / 10.0, i % 8,
  timestamptz '2024-01-01 00:00+00' + i * interval '1 hour', ROW(i % 3, 'b' || i)::pair, (ARRAY['sad', 'ok', 'happy']::mood[])[i % 3 + 1], jsonb_build_object('k', i % 4),
  textrange(chr(97 + i % 5), chr(99 + i % 5)), i % 2 = 0 FROM generate_series(1, 40) i;

-- stream table user_defined
SELECT g, longest(t) AS l, product(n) AS p, dot(n, i) AS d, positive_sum(i) AS s FROM s GROUP BY g

-- stream table user_defined_ordered
SELECT g, first_value_of(i ORDER BY id DESC) AS a, first_value_of(t ORDER BY n, id) AS b, product(DISTINCT n) AS c, longest(t) FILTER (WHERE ok) AS d FROM s GROUP BY g

-- stream table user_defined_whole
SELECT longest(t) AS l, product(n) AS p, first_value_of(id ORDER BY id) AS f, dot(n, i) AS d FROM s WHERE g > 2

-- stream table user_defined_rolled_up
SELECT g, ok, longest(t) AS l, count(*) AS n FROM s GROUP BY ROLLUP (g, ok)

-- stream table json_of_composites
SELECT g, json_agg(p ORDER BY id) AS p, jsonb_agg(p ORDER BY id) AS b, json_agg(m ORDER BY id) AS m, json_object_agg(m, p ORDER BY id) AS o FROM s GROUP BY g

-- stream table json_of_times
SELECT g, json_agg(tz ORDER BY id) AS a, jsonb_agg(tz ORDER BY id) AS b FROM s GROUP BY g

-- stream table json_built
SELECT g, json_agg(json_build_object('id', id, 't', t) ORDER BY id) AS a, jsonb_agg(jsonb_build_array(i, p) ORDER BY id) AS b FROM s GROUP BY g

-- stream table any_type
SELECT g, array_agg(m ORDER BY id) AS m, array_agg(j ORDER BY id) AS j, array_agg(p ORDER BY id) AS p, count(DISTINCT j) AS n, count(DISTINCT m) AS k FROM s GROUP BY g

-- stream table orders_of_postgresql
SELECT g, max(t COLLATE "en-x-icu") AS a, min(t COLLATE "en-x-icu") AS b, string_agg(t, ',' ORDER BY t COLLATE "en-x-icu", id) AS c, min(m) AS d, max(m) AS e FROM s GROUP BY g

-- stream table sorted_by_enum
SELECT g, string_agg(id::text, ',' ORDER BY m DESC, id) AS a, array_agg(DISTINCT m) AS b, array_agg(DISTINCT j) AS c, string_agg(DISTINCT t COLLATE "en-x-icu", ',' ORDER BY t COLLATE "en-x-icu" DESC) AS d FROM s GROUP BY g

-- stream table ordered_sets
SELECT g, percentile_disc(0.5) WITHIN GROUP (ORDER BY t COLLATE "en-x-icu") AS a, mode() WITHIN GROUP (ORDER BY m) AS b, percentile_disc(ARRAY[0.1, 0.9]) WITHIN GROUP (ORDER BY m) AS c,
  rank('ok'::mood) WITHIN GROUP (ORDER BY m) AS d FROM s GROUP BY g

-- stream table ranges_of_users
SELECT g, range_agg(tr) AS a, range_intersect_agg(tr) AS b FROM s GROUP BY g

-- stream table none
SELECT longest(t) AS l, product(n) AS p, json_agg(p) AS j, max(m) AS m FROM s WHERE id < 0

-- refused TM-Q002
SELECT g, unsteady_sum(i) AS s FROM s GROUP BY g

-- batch
UPDATE s SET t = t || 'x', n = n + 0.1 WHERE id % 3 = 0;
UPDATE s SET m = 'happy', p = NULL, j = NULL WHERE g = 1;

-- batch
DELETE FROM s WHERE g = 2 AND id > 10;
UPDATE s SET g = 3 WHERE g IS NULL;
UPDATE s SET t = NULL, n = NULL, tr = 'empty' WHERE g = 4;

-- batch failing user_defined TM-E001
UPDATE s SET i = -1 WHERE id = 7;

-- batch
UPDATE s SET i = 1 WHERE id = 7;

-- batch
DELETE FROM s WHERE id > 3;

-- batch
DELETE FROM s;

-- batch
INSERT INTO s (id, g, i, m) VALUES (1, 1, 1, 'ok'), (2, NULL, NULL, 'sad');
