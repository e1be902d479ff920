"""Who is told of cases, replies, answers and new articles?"""

from collections.abc import Iterable, Sequence

from discussions.events import AnswerAccepted, PostEdited, ReplyPosted, ThreadAssigned, ThreadPosted
from discussions.models import AcceptedAnswer, Post, Revision, Thread
from discussions.watching import first_post_followers, term_followers, watchers_by_thread, watchers_of
from hub import markdown
from hub.computing import compute
from hub.database import connection
from hub.outbox import Event, Happened
from hub.vocabulary.models import Term
from knowledge.events import ArticlePublished, ThreadPromoted
from knowledge.models import ArticleSource
from notifications.models import Kind, Notification
from notifications.recipients.named import behind_handles, credited, mentioned, mentioned_by_post
from notifications.recipients.telling import Question, Telling, each

_STANDING = "SELECT id FROM post WHERE id = ANY($1) AND deleted_at IS NULL"


async def of_replies(batch: Sequence[Happened]) -> list[Telling]:
    """Who watches the thread, or is mentioned in the reply? Asked of many at once: most events are replies."""
    replies = [(one, one.event) for one in batch if isinstance(one.event, ReplyPosted)]
    standing = await _standing(event.post_id for _happened, event in replies)
    named = await mentioned_by_post(standing)
    watchers = await watchers_by_thread(event.thread_id for _happened, event in replies)
    return [
        Telling(
            happened,
            dict.fromkeys(watchers[event.thread_id], Kind.REPLY)
            | dict.fromkeys(named[event.post_id], Kind.MENTION),
            event.actor_id,
            event.thread_id,
            event.post_id,
            arriving=True,
        )
        for happened, event in replies
        if event.post_id in standing
    ]


async def of_new_thread(happened: Happened, event: ThreadPosted) -> Telling | None:
    """Who wants to hear of new cases of its space or terms, or is mentioned in it?"""
    kinds = dict.fromkeys(await first_post_followers(event.thread_id), Kind.NEW_CASE)
    kinds |= dict.fromkeys(await mentioned(event.post_id), Kind.MENTION)
    return Telling(happened, kinds, event.actor_id, event.thread_id, event.post_id)


async def of_edit(happened: Happened, event: PostEdited) -> Telling | None:
    """Who is mentioned in a text since it was edited? Those who were told of the post before are left in peace."""
    first = await Revision.get_or_none(post_id=event.post_id, number=1)
    named = await mentioned(event.post_id)
    if not named or first is None or not await _standing([event.post_id]):
        return None
    rendered = await compute(markdown.render, first.body)
    before = await behind_handles(rendered.mentions)
    told_before = await Notification.filter(post_id=event.post_id).values_list("user_id", flat=True)
    kinds = dict.fromkeys(named - before - {int(str(id_)) for id_ in told_before}, Kind.MENTION)
    return Telling(happened, kinds, event.actor_id, event.thread_id, event.post_id)


async def of_accepted_answer(happened: Happened, event: AnswerAccepted) -> Telling | None:
    """Whose reply became an answer, and who watches the thread?"""
    post = await Post.get_or_none(id=event.post_id)
    if post is None or not await AcceptedAnswer.filter(post_id=event.post_id).exists():
        return None
    kinds = dict.fromkeys(await watchers_of(event.thread_id) | {post.author_id}, Kind.ANSWER_ACCEPTED)
    return Telling(happened, kinds, event.actor_id, event.thread_id, event.post_id)


async def of_assignment(happened: Happened, event: ThreadAssigned) -> Telling | None:
    """Who works on the case from now on?"""
    still = await Thread.filter(id=event.thread_id, assignee_id=event.assignee_id).exists()
    if event.assignee_id is None or not still:
        return None
    return Telling(happened, {event.assignee_id: Kind.ASSIGNED}, event.actor_id, event.thread_id)


async def of_promotion(happened: Happened, event: ThreadPromoted) -> Telling | None:
    """Who asked, and whose answers went into the knowledge base?"""
    kinds = dict.fromkeys(await credited([event.thread_id]), Kind.PROMOTED)
    return Telling(happened, kinds, event.actor_id, event.thread_id, article_id=event.article_id)


async def of_article(happened: Happened, event: ArticlePublished) -> Telling | None:
    """Who wants to hear of what is newly filed under its terms? Those whose case it was hear of its promotion."""
    terms = await Term.filter(articles__id=event.article_id).values_list("id", flat=True)
    wanting = await term_followers(int(str(id_)) for id_ in terms)
    sources = await ArticleSource.filter(article_id=event.article_id).values_list("thread_id", flat=True)
    kinds = dict.fromkeys(wanting - await credited(int(str(id_)) for id_ in sources), Kind.NEW_ARTICLE)
    return Telling(happened, kinds, event.actor_id, article_id=event.article_id)


QUESTIONS: dict[type[Event], Question] = {
    ThreadPosted: each(of_new_thread),
    ReplyPosted: of_replies,
    PostEdited: each(of_edit),
    AnswerAccepted: each(of_accepted_answer),
    ThreadAssigned: each(of_assignment),
    ThreadPromoted: each(of_promotion),
    ArticlePublished: each(of_article),
}


async def _standing(post_ids: Iterable[int]) -> set[int]:
    """Those of these posts that were not deleted."""
    rows = await connection().execute_query_dict(_STANDING, [list(post_ids)])
    return {row["id"] for row in rows}
