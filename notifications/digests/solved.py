"""What was accepted or went into the knowledge base in what somebody follows, for their weekly digest."""

from collections.abc import Collection
from datetime import datetime

from tortoise.expressions import Subquery

from discussions import policy as discussions
from discussions.models import AcceptedAnswer
from discussions.queries.posts import post_url
from discussions.watching.rule import level_of
from hub.database import connection
from hub.i18n import _
from hub.identity import Reader
from hub.text import excerpt, plain
from knowledge import policy as knowledge
from knowledge.models import ArticleSource
from notifications.digests.stories import LONGEST_WORDS, Story, rank
from notifications.topics import article_topic, topic_of

MOST = 5

# Of what the reader did, saw since, was told by mail or marked as read, nothing is said.
_ACCEPTED = f"""
SELECT accepted_answer.id FROM accepted_answer JOIN post ON post.id = post_id AND deleted_at IS NULL
WHERE accepted_at > $2 AND accepted_at <= $3 AND $1 NOT IN (accepted_by_id, post.author_id)
    AND {level_of("$1", "accepted_answer.thread_id")} IN ('tracking', 'watching')
    AND NOT EXISTS (
        SELECT 1 FROM read_mark
        WHERE user_id = $1 AND read_mark.thread_id = accepted_answer.thread_id AND read_at > accepted_at
    )
    AND NOT EXISTS (
        SELECT 1 FROM notification WHERE user_id = $1 AND notification.post_id = accepted_answer.post_id
            AND kind = 'answer_accepted' AND (mail_id IS NOT NULL OR notification.read_at IS NOT NULL)
    )
ORDER BY accepted_at DESC LIMIT 100
"""  # noqa: S608  # no value from outside
_PROMOTED = f"""
SELECT article_source.id FROM article_source
WHERE promoted_at > $2 AND promoted_at <= $3 AND promoted_by_id <> $1
    AND {level_of("$1", "article_source.thread_id")} IN ('tracking', 'watching')
    AND NOT EXISTS (
        SELECT 1 FROM notification WHERE user_id = $1 AND notification.article_id = article_source.article_id
            AND (mail_id IS NOT NULL OR notification.read_at IS NOT NULL)
    )
ORDER BY promoted_at DESC LIMIT 100
"""  # noqa: S608


async def solved(reader: Reader, since: datetime, until: datetime, told: Collection[str]) -> list[Story]:
    """The newest of it, at most `MOST`, as far as the reader may see it; in the current language.

    Nothing is said of the topics in `told`, and one thing of each other.
    """
    found = await _promoted(reader, since, until) | await _accepted(reader, since, until)
    rest = [story for topic, story in found.items() if topic not in told]
    return sorted(rest, key=lambda story: story.rank)[:MOST]


async def _accepted(reader: Reader, since: datetime, until: datetime) -> dict[str, Story]:
    ids = await _ids(_ACCEPTED, reader, since, until)
    visible = await discussions.visible_to(reader).filter(answers__id__in=ids).values_list("id", flat=True)
    answers = AcceptedAnswer.filter(id__in=ids, thread_id__in=[int(str(id_)) for id_ in visible])
    return {
        topic_of(answer.thread_id): Story(
            title=answer.thread.title,
            path=post_url(answer.thread_id, answer.post_id, answer.post.number),
            why=_("You follow it"),
            happened=[_("An answer by %(who)s was accepted") % {"who": answer.post.author.name}],
            words=excerpt(plain(answer.post.html), LONGEST_WORDS),
            rank=rank(1, 1, answer.accepted_at),
        )
        for answer in await answers.select_related("thread", "post__author").order_by("accepted_at")
    }


async def _promoted(reader: Reader, since: datetime, until: datetime) -> dict[str, Story]:
    ids = await _ids(_PROMOTED, reader, since, until)
    # It says that the article comes from a case that the reader follows: both have to be theirs to see.
    articles = knowledge.visible_to(reader).filter(sources__id__in=ids).values("id")
    cases = discussions.visible_to(reader).filter(articles__id__in=ids).values("id")
    sources = ArticleSource.filter(
        id__in=ids, article_id__in=Subquery(articles), thread_id__in=Subquery(cases)
    )
    return {
        article_topic(source.article_id): Story(
            title=source.article.title,
            path=f"/articles/{source.article_id}",
            why=_("You follow its case"),
            happened=[_("%(who)s put it into the knowledge base") % {"who": source.promoted_by.name}],
            words=excerpt(source.article.summary, LONGEST_WORDS),
            rank=rank(1, 1, source.promoted_at),
        )
        for source in await sources.select_related("article", "promoted_by").order_by("promoted_at")
    }


async def _ids(query: str, reader: Reader, since: datetime, until: datetime) -> list[int]:
    rows = await connection().execute_query_dict(query, [reader.id, since, until])
    return [row["id"] for row in rows]
