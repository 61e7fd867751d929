-- schema
CREATE TABLE mail (id int PRIMARY KEY, address text, subject varchar(60), tag name, code char(8), rule text);
INSERT INTO mail SELECT i, (ARRAY['ann@example.org', 'bob.smith@mail.example.com', 'not an address', 'ÉLISE@exämple.fr', '', NULL, E'two\nlines@x.y'])[i % 7 + 1],
  (ARRAY['Re: order ', 'Invoice #', 'FW: re: ', 'ticket-'])[i % 4 + 1] || i, ('tag_' || i % 3)::name, (ARRAY['A-1', 'B22', 'a.3'])[i % 3 + 1],
  (ARRAY['^ann', '@.*\.com$', '[^ -~]', '(', '^$', 'a\y', NULL, 'x|y'])[i % 8 + 1] FROM generate_series(1, 60) i;
DELETE FROM mail WHERE rule = '(';
CREATE TABLE rule (id int PRIMARY KEY, pattern text, label text);
INSERT INTO rule VALUES (1, '^Re: ', 'reply'), (2, '#[0-9]+$', 'numbered'), (3, '(order|Invoice)', 'sale'), (4, 'ticket-\d+', 'ticket'), (5, NULL, 'none'), (6, '', 'any');

-- stream table addresses
SELECT id, address FROM mail WHERE address ~ '^[A-Za-z0-9._-]+@[a-z]+(\.[a-z]+)+$'

-- stream table conditions
SELECT id, address ~ '@' AS at, address !~ '@' AS not_at, address ~ '^.{3}@' AS three, address ~ 'ä|É' AS accents, address ~ '^two.lines' AS dot, subject ~ '^(Re|FW): ' AS reply, tag ~ '_[12]$' AS tagged,
  tag !~ '0' AS not_zero, code ~ '^[AB].*  $' AS padded, regexp_like(subject, 'o{1,2}.*[0-9]$') AS liked FROM mail

-- stream table classes
SELECT id, subject COLLATE "C" ~ '\d\d$' AS two_digits, address COLLATE "C" ~ '^[[:alpha:]]+@' AS word, address COLLATE "C" ~* 'ANN|BOB' AS anyone, subject COLLATE "C" !~* '^re' AS no_reply, address ~ '\w' AS w FROM mail

-- stream table by_server
SELECT id, address ~ '(.)\1' AS doubled, subject ~ 'r(?=der)' AS ahead, subject ~* 'INVOICE' AS any_case FROM mail

-- stream table own_rules
SELECT id, address ~ rule AS matches FROM mail

-- stream table ruled
SELECT m.id, r.label FROM mail m JOIN rule r ON m.subject ~ r.pattern

-- stream table labels
SELECT r.label, count(m.id) AS n, min(m.id) AS first FROM rule r LEFT JOIN mail m ON m.subject ~ r.pattern GROUP BY r.label

-- stream table similar_to
SELECT id, subject SIMILAR TO '(Re|FW): %' AS reply, subject SIMILAR TO '%[0-9]' AS digit, address SIMILAR TO '_+@%' AS plus, address SIMILAR TO 'a!%%' ESCAPE '!' AS escaped, address NOT SIMILAR TO '%.(org|com)' AS elsewhere FROM mail

-- stream table groups
SELECT subject ~ '^[A-Z]' AS upper, count(*) AS n, count(*) FILTER (WHERE address ~ '\.org$') AS org FROM mail GROUP BY 1

-- batch
UPDATE mail SET address = 'new' || id || '@example.com' WHERE id % 5 = 0;
UPDATE rule SET pattern = '[1-3]$' WHERE id = 2;

-- batch
DELETE FROM mail WHERE address ~ '^ann';
INSERT INTO rule VALUES (7, 'Invoice.*9', 'nine');
UPDATE mail SET rule = 'n+' WHERE id > 40;

-- batch
UPDATE mail SET subject = upper(subject), id = id + 100 WHERE id % 3 = 1;
DELETE FROM rule WHERE id < 4;

-- batch
DELETE FROM mail;

-- batch
INSERT INTO mail VALUES (1, 'x@y.z', 'Re: 1', 't', 'c', 'x');
