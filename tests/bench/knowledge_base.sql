-- A knowledge base of bench.articles articles (one half of them cases), three rivals with bench.lines lines and
-- bench.reviews reviews, by and for the people, audiences and words that are there. Foreign keys are right by construction
-- and therefore not checked again.
SET LOCAL session_replication_role = replica;

CREATE TEMP TABLE writer ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS people FROM account WHERE active;

CREATE TEMP TABLE reading ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY everyone DESC, id) - 1 AS n, count(*) OVER () AS audiences
FROM audience WHERE everyone OR name IS NOT NULL;

CREATE TEMP TABLE word ON COMMIT DROP AS
SELECT id, facet, row_number() OVER (PARTITION BY facet ORDER BY position, id) - 1 AS n,
    count(*) OVER (PARTITION BY facet) AS words
FROM term WHERE archived_at IS NULL;

-- Nine of ten things are for everybody; `chance` decides the rest.
CREATE TEMP TABLE planned ON COMMIT DROP AS
SELECT n, hashint8(n) & 1048575 AS chance,
    CASE WHEN n % 4 = 0 THEN 'success' WHEN n % 4 = 1 THEN 'failure' WHEN n % 10 = 7 THEN 'faq' ELSE 'solution' END AS kind,
    now() - interval '2 years' * n / current_setting('bench.articles')::int AS at
FROM generate_series(1, current_setting('bench.articles')::int) n;

CREATE FUNCTION pg_temp.person(chance bigint) RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT id FROM writer WHERE n = chance % people
$$;

CREATE FUNCTION pg_temp.readers(chance bigint) RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT id FROM reading WHERE n = CASE WHEN chance % 10 = 0 THEN chance / 10 % audiences ELSE 0 END
$$;

CREATE FUNCTION pg_temp.word(facet text, chance bigint) RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT id FROM word WHERE word.facet = $1 AND n = chance % words
$$;

INSERT INTO article (uid, digest, kind, title, content, parts, summary, confidence, audience_id, author_id, owner_id,
    revision_number, created_at, edited_at, validated_at, verified_until)
SELECT uuidv7(), 'bench ' || n, kind, 'What we learnt from customer ' || n || '，客户' || n || '的经验',
    (SELECT jsonb_object_agg(field, repeat('They wanted to see it first. 先看再谈。 ', 12)) FROM unnest(fields) field),
    (SELECT jsonb_agg(jsonb_build_object('field', field, 'html',
        '<p id="' || field || '-p1">' || repeat('They wanted to see it first. 先看再谈。 ', 12) || '</p>'))
        FROM unnest(fields) field),
    'They wanted to see it first. 先看再谈。', confidence,
    pg_temp.readers(chance), pg_temp.person(chance), pg_temp.person(chance / 7), 1, at, at,
    CASE WHEN confidence = 'validated' THEN at END,
    CASE WHEN confidence = 'validated' THEN now() + interval '1 day' * (chance % 200 - 10) END
FROM planned CROSS JOIN LATERAL (
    SELECT CASE kind WHEN 'solution' THEN ARRAY['problem', 'context', 'solution'] WHEN 'faq' THEN ARRAY['answer']
            ELSE ARRAY['situation', 'tried', 'turning_point', 'result', 'lesson'] END AS fields,
        (ARRAY['validated', 'validated', 'not_validated', 'wip', 'archived'])[1 + chance % 5] AS confidence
) made;

INSERT INTO article_term (article_id, term_id)
SELECT article.id, pg_temp.word(facet, chance / place)
FROM article JOIN planned ON digest = 'bench ' || n
CROSS JOIN (VALUES ('personality', 1), ('stage', 3), ('product', 5), ('size', 7), ('industry', 11), ('competitor', 13))
    under (facet, place);

INSERT INTO article (uid, digest, kind, title, content, parts, summary, confidence, audience_id, author_id, owner_id,
    revision_number, created_at, edited_at)
SELECT uuidv7(), 'bench rival ' || n, 'competitor', 'Rival ' || n, '{"overview": "They sell printers."}',
    '[{"field": "overview", "html": "<p id=\"overview-p1\">They sell printers.</p>"}]', 'They sell printers.',
    'not_validated', pg_temp.readers(1), pg_temp.person(n), pg_temp.person(n), 1, now(), now()
FROM generate_series(1, 3) n;

INSERT INTO article_term (article_id, term_id)
SELECT article.id, pg_temp.word('competitor', right(digest, 1)::int) FROM article WHERE digest LIKE 'bench rival %';

INSERT INTO article_revision (uid, article_id, number, author_id, title, content, terms, note, created_at)
SELECT uuidv7(), id, 1, author_id, title, content, '[]', '', created_at FROM article WHERE digest LIKE 'bench %';

INSERT INTO rival_line (uid, digest, article_id, section, text, source, source_html, observed_on, certainty, sendable,
    state, position, revision_number, version, author_id, created_at)
SELECT uuidv7(), 'bench ' || n, article.id,
    (ARRAY['meet', 'strength', 'weakness', 'say', 'question', 'proof', 'products', 'channels', 'brand'])[1 + n / 3 % 9],
    'Their price includes nothing after the first year. 第一年之后什么都不含。', 'A customer in Ulm', '<p>A customer in Ulm</p>',
    current_date - n % 400, (ARRAY['confirmed', 'likely', 'hearsay'])[1 + n % 3], n % 2 = 0, 'standing', n, 1, 1,
    pg_temp.person(n), now() - interval '1 day' * (n % 400)
FROM generate_series(0, current_setting('bench.lines')::int - 1) n
JOIN article ON digest = 'bench rival ' || 1 + n % 3;

INSERT INTO rival_line_step (line_id, number, revision, act, actor_id, at, words, content)
SELECT id, 1, 1, 'added', author_id, created_at, '', jsonb_build_object('section', section, 'text', text, 'source', source,
    'observed_on', observed_on, 'certainty', certainty, 'sendable', sendable)
FROM rival_line WHERE digest LIKE 'bench %';

INSERT INTO deal_review (uid, digest, outcome, personality_id, size_id, industry_id, stage_id, product_id, competitor_id,
    reason, reason_words, reason_source, lesson, decided_on, audience_id, author_id, version, created_at, edited_at)
SELECT uuidv7(), 'bench ' || n, (ARRAY['won', 'won', 'lost', 'lost', 'no_decision'])[1 + chance % 5],
    pg_temp.word('personality', chance), pg_temp.word('size', chance / 2), pg_temp.word('industry', chance / 3),
    pg_temp.word('stage', chance / 5), pg_temp.word('product', chance / 7),
    CASE WHEN chance % 6 > 0 THEN pg_temp.word('competitor', chance / 11) END,
    (ARRAY['price', 'product', 'service', 'relationship', 'reputation', 'delivery', 'terms', 'timing'])[1 + chance / 13 % 8],
    '', (ARRAY['buyer', 'rep', 'assumption'])[1 + chance / 17 % 3],
    'Ask for the budget before the demo. 先问预算再演示。', (now() - interval '1 hour' * 9 * n)::date,
    pg_temp.readers(chance), pg_temp.person(chance), 1, now() - interval '1 hour' * 9 * n, now() - interval '1 hour' * 9 * n
FROM (SELECT n, hashint8(n) & 1048575 AS chance FROM generate_series(1, current_setting('bench.reviews')::int) n) drawn;

INSERT INTO missed_search (query, locale, asked, last_at)
SELECT 'words that find nothing ' || n, 'en', 3 + n % 9, now() FROM generate_series(1, 200) n;
