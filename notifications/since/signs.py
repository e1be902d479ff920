"""What happened while somebody was away, and is still new to them: three statements, none of which grows with the hub.

Own lines of the inbox tell what concerns the reader, what they watch and what they follow; the liveliest cases and
the newest articles are looked for among those of the time of the absence. All pass through the policies.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from discussions import policy as discussions
from discussions.watching.rule import level_of
from hub.database import connection
from hub.identity import Reader
from knowledge import policy as knowledge
from knowledge.defects import policy as defects
from knowledge.models import Article, Confidence
from knowledge.verification.standing import Standing, standing
from notifications import reasons
from notifications.models import Kind
from notifications.since.ranking import Reason, Sign, Thing
from notifications.topics import defect_of, opinion_topic_of

# $1 is the reader, $2 and $3 begin and end of the absence, $4 the reasons that teams alone are told for, $5 the teams
# of the reader; this holds for `{article}` that they opened since.
_OPENED = """EXISTS (
    SELECT 1 FROM account WHERE account.id = $1 AND account.away_opened ? ('article:' || {article})
)"""

MOST_TOLD = 300
_TOLD = """
SELECT told.kind, told.reason, told.thread_id, told.article_id, told.topic,
    -- Of a report its reference is told, and no word of it.
    coalesce(defect.reference, topic.title, article.title, thread.title) AS title,
    article.confidence, article.verified_until, article.valid_to,
    coalesce(thread.author_id = $1, false) AS own_case,
    coalesce(told.kind = 'answer_accepted' AND post.author_id = $1, false) AS own_post,
    count(*) AS count, max(told.created_at) AS at,
    (array_agg(actor.name ORDER BY told.created_at DESC) FILTER (WHERE actor.id IS NOT NULL))[1:50] AS names
FROM notification AS told
LEFT JOIN thread ON thread.id = told.thread_id
LEFT JOIN article ON article.id = told.article_id
LEFT JOIN defect ON defect.id = told.defect_id
LEFT JOIN topic ON topic.id = told.opinion_topic_id
LEFT JOIN post ON post.id = told.post_id
LEFT JOIN account AS actor ON actor.id = told.actor_id
WHERE told.user_id = $1 AND told.created_at > $2 AND told.created_at <= $3 AND told.read_at IS NULL
    AND coalesce(told.thread_id, told.article_id, told.defect_id, told.opinion_topic_id) IS NOT NULL
    AND (told.thread_id IS NULL OR told.thread_id IN ({threads}))
    AND (told.article_id IS NULL OR (told.article_id IN ({articles}) AND NOT {opened}))
    AND (told.defect_id IS NULL OR told.defect_id IN ({defects}))
    AND (told.opinion_topic_id IS NULL OR told.opinion_topic_id IN ({topics}))
    AND (told.reason <> ALL($4) OR coalesce(defect.team_id, topic.team_id) = ANY($5))
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY at DESC LIMIT {most}
"""

# The cases that have most replies and answers are the candidates; what is new of them decides. The last posts of each
# are enough: a case with more new ones than these is popular in any case.
MOST_CANDIDATES = 60
MOST_POSTS = 100
_POPULAR = """
WITH candidate AS MATERIALIZED (
    SELECT thread.id, thread.title, thread.author_id FROM thread
    LEFT JOIN read_mark ON read_mark.thread_id = thread.id AND read_mark.user_id = $1
    WHERE thread.id IN ({visible}) AND thread.active_at > $2 AND thread.reply_count > 0
        AND (read_mark.id IS NULL OR (read_mark.last_number < thread.last_number AND read_mark.read_at < $3))
    ORDER BY thread.reply_count + 5 * thread.answer_count DESC, thread.active_at DESC LIMIT {candidates}
)
SELECT candidate.id, candidate.title, candidate.author_id = $1 AS own, fresh.*
FROM candidate, LATERAL (
    SELECT count(DISTINCT post.author_id) FILTER (WHERE post.author_id <> $1) AS people,
        max(post.created_at) AS at,
        sum((SELECT count(*) FROM reaction WHERE reaction.post_id = post.id AND reaction.user_id <> $1))::int
            AS reactions,
        bool_or(EXISTS (SELECT 1 FROM accepted_answer WHERE accepted_answer.post_id = post.id)) AS accepted
    FROM (
        SELECT id, author_id, created_at, deleted_at FROM post WHERE thread_id = candidate.id
        ORDER BY number DESC LIMIT {posts}
    ) AS post
    WHERE post.created_at > $2 AND post.created_at <= $3 AND post.deleted_at IS NULL
) AS fresh
WHERE fresh.people > 0 AND coalesce({level}, 'normal') <> 'muted'
"""

MOST_ARTICLES = 60
_KNOWLEDGE = """
SELECT article.id, article.title, article.created_at AS at, author.name,
    article.confidence, article.verified_until, article.valid_to
FROM article JOIN account AS author ON author.id = article.author_id
WHERE article.id IN ({visible}) AND article.edited_at > $2 AND article.created_at > $2 AND article.created_at <= $3
    AND article.confidence <> 'archived' AND article.author_id <> $1 AND NOT {opened}
    AND NOT EXISTS (
        SELECT 1 FROM notification AS told
        WHERE told.user_id = $1 AND told.created_at > $2 AND told.article_id = article.id
    )
ORDER BY article.created_at DESC LIMIT {most}
"""


async def signs_of(reader: Reader, began: datetime, ended: datetime) -> list[Sign]:
    """Every reason why something that happened between two moments may matter to the reader, and is not read yet."""
    window = [reader.id, began, ended]
    threads = discussions.visible_to(reader).values("id").sql(params_inline=True)
    articles = knowledge.visible_to(reader).values("id").sql(params_inline=True)
    told = _TOLD.format(
        threads=threads,
        articles=articles,
        defects=defects.visible_to(reader).values("id").sql(params_inline=True),
        topics=defects.topics_visible_to(reader).values("id").sql(params_inline=True),
        opened=_OPENED.format(article="told.article_id"),
        most=MOST_TOLD,
    )
    popular = _POPULAR.format(
        visible=threads,
        candidates=MOST_CANDIDATES,
        posts=MOST_POSTS,
        level=level_of("$1", "candidate.id"),
    )
    published = _KNOWLEDGE.format(
        visible=articles,
        opened=_OPENED.format(article="article.id"),
        most=MOST_ARTICLES,
    )
    query = connection().execute_query_dict
    return [
        *map(_told, await query(told, [*window, list(reasons.for_team()), list(reader.group_ids)])),
        *map(_popular, await query(popular, window)),
        *map(_article, await query(published, window)),
    ]


def _told(row: Mapping[str, Any]) -> Sign:
    thing = _thing(row)
    article = thing.type == "article"
    return Sign(
        thing=thing,
        title=row["title"],
        reason=_reason(Kind(row["kind"]), own_case=row["own_case"], own_post=row["own_post"]),
        at=row["at"],
        count=row["count"],
        names=list(dict.fromkeys(row["names"] or ())),
        own=row["own_case"] and not article,
        told=row["reason"],
        standing=_standing(row) if article else None,
    )


def _thing(row: Mapping[str, Any]) -> Thing:
    if reference := defect_of(row["topic"]):
        return Thing("defect", reference)
    if uid := opinion_topic_of(row["topic"]):
        return Thing("topic", str(uid))
    return Thing("article", row["article_id"]) if row["article_id"] else Thing("thread", row["thread_id"])


def _reason(kind: Kind, *, own_case: bool, own_post: bool) -> Reason:
    if kind is Kind.ANSWER_ACCEPTED:
        return Reason.OWN_ANSWER if own_post else Reason.ANSWER_IN_OWN_CASE if own_case else Reason.ANSWER
    if kind is Kind.REPLY and own_case:
        return Reason.REPLY_IN_OWN_CASE
    return Reason(kind.value)


def _popular(row: Mapping[str, Any]) -> Sign:
    return Sign(
        thing=Thing("thread", row["id"]),
        title=row["title"],
        reason=Reason.POPULAR,
        at=row["at"],
        own=row["own"],
        people=row["people"],
        reactions=row["reactions"],
        accepted=row["accepted"],
    )


def _article(row: Mapping[str, Any]) -> Sign:
    return Sign(
        thing=Thing("article", row["id"]),
        title=row["title"],
        reason=Reason.KNOWLEDGE,
        at=row["at"],
        names=[row["name"]],
        standing=_standing(row),
    )


def _standing(row: Mapping[str, Any]) -> Standing:
    return standing(
        Article(
            confidence=Confidence(row["confidence"]),
            verified_until=row["verified_until"],
            valid_to=row["valid_to"],
        )
    )
