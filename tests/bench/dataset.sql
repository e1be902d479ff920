-- A forum of bench.threads cases with 20 replies each on average, written by bench.people. Every fifth case has
-- exactly 20 replies and is for everybody; the one before it is for everybody too, and open. The table `sample` holds
-- the texts. Foreign keys are right by construction and therefore not checked again.
SET LOCAL session_replication_role = replica;
SELECT setseed(0.5);

INSERT INTO account (uid, email, name, handle, role, active, placeholder, job_title, about, locale, timezone, theme,
    created_at)
SELECT uuidv7(), 'person' || n || '@example.com', 'Person ' || n, 'person' || n,
    CASE WHEN n % 50 = 0 THEN 'lead' ELSE 'member' END, true, false, '', '',
    CASE WHEN n % 2 = 0 THEN 'zh' ELSE 'en' END, 'UTC', 'auto', now() - interval '3 years'
FROM generate_series(1, current_setting('bench.people')::int) n;

INSERT INTO people_group (uid, handle, name, description, created_at)
SELECT uuidv7(), 'team' || n, 'Team ' || n, '', now() FROM generate_series(1, 10) n;

INSERT INTO membership (group_id, user_id, created_at)
SELECT people_group.id, account.id, now()
FROM account JOIN people_group ON people_group.handle = 'team' || 1 + account.id % 10;

INSERT INTO audience (uid, name, everyone, created_at)
SELECT uuidv7(), name, false, now() FROM people_group;

INSERT INTO audience_group (audience_id, group_id)
SELECT audience.id, people_group.id FROM audience JOIN people_group ON people_group.name = audience.name;

INSERT INTO space (uid, name, slug, description, audience_id, position, created_at)
SELECT uuidv7(), 'Space ' || n, 'space-' || n, '', (SELECT id FROM audience WHERE everyone), n, now()
FROM generate_series(1, 5) n;

INSERT INTO term (uid, facet, key, name_en, name_zh, nicknames, position, created_at)
SELECT uuidv7(), facet, facet || '-' || n, initcap(facet) || ' ' || n, '词' || n, '[]', n, now()
FROM (VALUES ('product', 20), ('competitor', 10), ('tag', 50)) made (facet, count), generate_series(1, count) n;

-- `author` leads to the six people who write in a thread.
CREATE TEMP TABLE planned ON COMMIT DROP AS
SELECT t AS id, replies, t % 5 = 0 AS measured, t % 5 = 4 AS written,
    sum(replies + 1) OVER (ORDER BY t) - replies AS first_post,
    replies >= 3 AND t % 3 = 0 AS answered,
    hashint8(t) & 1048575 AS chance,
    now() - interval '3 years' * (1 - t::float8 / current_setting('bench.threads')::int) - interval '2 days' AS at
FROM (
    SELECT t, CASE WHEN t % 5 = 0 THEN 20 ELSE floor(-20.5 * ln(1 - random()))::int END AS replies
    FROM generate_series(1, current_setting('bench.threads')::int) t
) drawn;

CREATE FUNCTION pg_temp.writer(thread bigint, number int) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$
    SELECT 1 + (thread * 31 + number % 6 * 17) % current_setting('bench.people')::int
$$;

INSERT INTO thread (id, uid, digest, space_id, audience_id, author_id, title, tried, tried_html, created_at, active_at,
    version, last_number, reply_count, answer_count, locked_at)
SELECT planned.id, uuidv7(), repeat(md5(planned.id::text), 2),
    (SELECT min(id) FROM space) + planned.id % 5,
    CASE WHEN measured OR written OR chance % 10 > 2 THEN (SELECT id FROM audience WHERE everyone)
        ELSE (SELECT min(id) FROM audience WHERE NOT everyone) + chance % 10 END,
    pg_temp.writer(planned.id, 0), sample.title, '', '', at, at + replies * interval '1 hour',
    1 + replies + answered::int, 1 + replies, replies, answered::int,
    CASE WHEN chance % 101 = 1 AND NOT written THEN at END
FROM planned JOIN sample ON sample.n = planned.id % (SELECT count(*) FROM sample);

INSERT INTO post (id, uid, digest, thread_id, number, author_id, body, html, version, revision_number, created_at)
SELECT first_post + k, uuidv7(), repeat(md5((first_post + k)::text), 2), planned.id, k + 1,
    pg_temp.writer(planned.id, k), body, replace(html, 'post-0-', 'post-' || first_post + k || '-'),
    CASE WHEN answered AND k = 2 THEN 2 + replies ELSE k + 1 END, 1, at + k * interval '1 hour'
FROM planned CROSS JOIN LATERAL generate_series(0, replies) k
JOIN sample ON sample.n = (first_post + k * 7) % (SELECT count(*) FROM sample);

INSERT INTO post_revision (uid, post_id, number, author_id, body, created_at)
SELECT uuidv7(), id, 1, author_id, body, created_at FROM post;

INSERT INTO accepted_answer (thread_id, post_id, accepted_by_id, accepted_at)
SELECT id, first_post + 2, pg_temp.writer(id, 0), at + interval '1 day' FROM planned WHERE answered;

INSERT INTO reaction (post_id, user_id, kind, created_at)
SELECT id, 1 + (id * 7) % current_setting('bench.people')::int, (ARRAY['agree', 'thanks', 'worked'])[1 + id % 3],
    created_at
FROM post WHERE id % 10 = 0;

INSERT INTO thread_term (thread_id, term_id)
SELECT planned.id, term.id
FROM planned CROSS JOIN LATERAL (VALUES
    ('product-' || 1 + chance / 10 % 20), ('tag-' || 1 + chance / 200 % 50), ('tag-' || 1 + (chance / 200 + 7) % 50)
) word (key) JOIN term USING (key);

-- Whoever writes in a thread follows it and has read it, but for a quarter of them.
INSERT INTO watch (thread_id, user_id, level)
SELECT DISTINCT id, pg_temp.writer(id, k), 'watching'
FROM planned CROSS JOIN LATERAL generate_series(0, least(5, replies)) k;

INSERT INTO space_watch (space_id, user_id, level)
SELECT space.id, account.id, 'tracking' FROM account JOIN space ON space.slug = 'space-' || 1 + account.id / 4 % 5
WHERE account.id % 4 = 0;

INSERT INTO term_watch (term_id, user_id, level)
SELECT term.id, account.id, (ARRAY['muted', 'first_post', 'tracking'])[1 + account.id % 3]
FROM account
JOIN term ON term.key = CASE account.id % 3 WHEN 0 THEN 'tag-' ELSE 'product-' END || 1 + account.id % 20;

INSERT INTO mail_choice (user_id, kind, timing)
SELECT id, 'reply', 'daily' FROM account WHERE id % 10 > 0;

INSERT INTO read_mark (thread_id, user_id, last_number, read_at)
SELECT DISTINCT ON (id, pg_temp.writer(id, k)) id, pg_temp.writer(id, k),
    CASE WHEN (chance + k) % 4 = 0 THEN 1 ELSE 1 + replies END, at
FROM planned CROSS JOIN LATERAL generate_series(0, least(5, replies)) k;

-- Event ids below zero: those of real events grow from one.
INSERT INTO notification (uid, user_id, event_id, kind, actor_id, topic, thread_id, post_id, created_at, read_at)
SELECT uuidv7(), thread.author_id, -post.id, 'reply', post.author_id, 'thread:' || thread.id, thread.id, post.id,
    post.created_at, CASE WHEN post.id % 2 = 0 THEN post.created_at END
FROM post JOIN thread ON thread.id = post.thread_id WHERE post.id % 5 = 0 AND post.author_id <> thread.author_id;

SELECT setval(pg_get_serial_sequence('thread', 'id'), (SELECT max(id) FROM thread)),
    setval(pg_get_serial_sequence('post', 'id'), (SELECT max(id) FROM post));
