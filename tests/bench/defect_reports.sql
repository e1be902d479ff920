-- Two teams of eight people each with bench.reports reports: those of the first are in the clear, those of the second
-- sealed. Foreign keys are right by construction and therefore not checked again.
SET LOCAL session_replication_role = replica;

CREATE TEMP TABLE team ON COMMIT DROP AS
WITH product AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM term WHERE facet = 'product' LIMIT 2),
made AS (
    INSERT INTO people_group (uid, handle, name, description, product_id, created_at)
    SELECT uuidv7(), 'bench-team-' || n, 'Product team ' || n, '', id, now() FROM product RETURNING id, handle
)
SELECT id, right(handle, 1)::int AS n FROM made;

INSERT INTO membership (group_id, user_id, created_at)
SELECT team.id, account.id, now()
FROM team JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM account) account
    ON (account.n - 1) / 8 + 1 = team.n;

INSERT INTO audience (uid, everyone, signature, created_at) SELECT uuidv7(), false, 'bench team ' || n, now() FROM team;
INSERT INTO audience_group (audience_id, group_id)
SELECT audience.id, team.id FROM team JOIN audience ON signature = 'bench team ' || n;

INSERT INTO defect (uid, digest, reference, sealed, kind, origin, severity, product_id, product_version, team_id,
    audience_id, author_id, title, body, html, said, state, fixed_in, version, created_at, active_at, answered_at,
    decided_at, snoozed_until)
SELECT uuidv7(), 'bench', 'D-' || lpad((team.n * 1000000 + report)::text, 8, '0'), team.n = 2,
    (ARRAY['technical', 'market', 'improvement'])[1 + chance % 3], 'own', 1 + chance % 4, people_group.product_id, '',
    team.id, audience.id, 17 + chance % 30,
    CASE WHEN team.n = 1 THEN 'Report ' || report || ' 标签重复打印' ELSE '' END,
    CASE WHEN team.n = 1 THEN repeat('It prints the last label twice. 重复打印。 ', 40) ELSE '' END,
    CASE WHEN team.n = 1 THEN '<p>' || repeat('It prints the last label twice. 重复打印。 ', 40) || '</p>' ELSE '' END, '',
    state, '', 1, at, at, CASE WHEN state <> 'new' THEN at + interval '3 hours' END,
    CASE WHEN state <> 'new' THEN at + interval '3 hours' END,
    CASE WHEN state = 'new' AND chance % 20 = 0 THEN now() + interval '5 days' END
FROM team JOIN people_group USING (id) JOIN audience ON signature = 'bench team ' || team.n
CROSS JOIN LATERAL (
    SELECT report, hashint8(report) & 1048575 AS chance,
        now() - interval '1 year' * report / current_setting('bench.reports')::int AS at
    FROM generate_series(1, current_setting('bench.reports')::int) report
) planned
CROSS JOIN LATERAL (
    SELECT (ARRAY['new', 'new', 'accepted', 'declined', 'fixed', 'duplicate'])[1 + chance % 6] AS state
) decided;

UPDATE defect SET duplicate_of_id = main.id
FROM (
    SELECT id, team_id, row_number() OVER (PARTITION BY team_id ORDER BY id) AS n FROM defect WHERE state = 'accepted'
) main
WHERE defect.state = 'duplicate' AND main.team_id = defect.team_id AND main.n = defect.id % 500 + 1;

INSERT INTO defect_step (defect_id, actor_id, act, words, details, at)
SELECT id, author_id, 'reported', '', '', created_at FROM defect;

INSERT INTO defect_entry (uid, digest, defect_id, kind, author_id, sealed, body, html, created_at)
SELECT uuidv7(), 'bench', defect.id, (ARRAY['note', 'reply'])[part], part, sealed, '', '<p>We look at it.</p>',
    defect.created_at + interval '1 hour' * part
FROM defect CROSS JOIN generate_series(1, 2) part;

INSERT INTO defect_demand (uid, digest, defect_id, author_id, customer, value, currency, weight, words, created_at)
SELECT uuidv7(), 'bench', id, author_id, 'Customer ' || id % 700, 1000 + id % 90000, (ARRAY['CNY', 'EUR', 'USD'])[1 + id % 3],
    1 + id % 4, '', created_at
FROM defect WHERE NOT sealed;

INSERT INTO defect_look (defect_id, user_id, act, day, times, first_at, last_at)
SELECT defect.id, person, CASE WHEN sealed THEN 'served' ELSE 'viewed' END, current_date, 1, created_at, created_at
FROM defect CROSS JOIN generate_series(1, 4) person;

INSERT INTO team_key (uid, team_id, generation, recipient, recovery_recipient, recovery_wrapped, author_id, created_at)
SELECT uuidv7(), id, 1, 'age1bench', 'age1recovery', '', 9, now() FROM team WHERE n = 2;

INSERT INTO sealed_part (uid, defect_id, kind, key_id, content, size, digest, first_digest, created_at)
SELECT uuidv7(), defect.id, 'report', (SELECT max(id) FROM team_key), decode(repeat('5a', 2000), 'hex'), 2000,
    repeat('0', 64), repeat('0', 64), created_at
FROM defect WHERE sealed;
