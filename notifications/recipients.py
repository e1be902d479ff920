"""Who is told of what: one function for each event, each answering one question.

What holds for every event is asked once, in `told`: nobody is told of what they did themselves, of what they may
not see, or of a thread that they muted, and everybody is told of one event once, of its most specific kind.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from discussions.events import AnswerAccepted, PostEdited, ReplyPosted, ThreadAssigned, ThreadPosted
from discussions.live import topic_audience
from discussions.models import AcceptedAnswer, Mention, Post, ReadMark, Revision, Thread
from discussions.watching import first_post_followers, muters_of, term_followers, watchers_of
from hub import markdown
from hub.accounts.models import User
from hub.audiences.models import Group, Membership
from hub.computing import compute
from hub.identity import load_readers
from hub.outbox import Event
from hub.vocabulary.models import Term
from knowledge import policy as knowledge
from knowledge.events import ArticlePublished, ThreadPromoted
from knowledge.models import Article, ArticleSource
from notifications.models import Kind, Notification
from notifications.policy import may_hear
from notifications.topics import article_topic, topic_of


class UnknownEvent(LookupError):
    """Nobody has decided who is told of this type of event."""


@dataclass(frozen=True)
class Telling:
    """The people who are told of one event, and why; `post_id` or `article_id` is what they will want to open."""

    kinds: dict[int, Kind]
    actor_id: int
    thread_id: int | None = None
    post_id: int | None = None
    article_id: int | None = None

    @property
    def topic(self) -> str:
        """What the lines in the inbox gather under."""
        return topic_of(self.thread_id) if self.thread_id else article_topic(self.article_id or 0)


async def told(event: Event) -> Telling | None:
    """Who is told of `event` now; None when nobody is. UnknownEvent for a type that no function answers for."""
    question = _QUESTIONS.get(type(event))
    if question is None:
        raise UnknownEvent(event.type)
    if getattr(event, "imported", False):
        return None
    telling = await question(event)
    if telling is None:
        return None
    chosen = telling.kinds.keys() - {telling.actor_id}
    if telling.thread_id is not None:
        chosen -= await muters_of(telling.thread_id)
    permitted = await _who_may_see(chosen, telling)
    return replace(
        telling, kinds={user_id: kind for user_id, kind in telling.kinds.items() if user_id in permitted}
    )


async def of_new_thread(event: ThreadPosted) -> Telling | None:
    """Who wants to hear of new cases of its space or terms, or is mentioned in it?"""
    kinds = dict.fromkeys(await first_post_followers(event.thread_id), Kind.NEW_CASE)
    kinds |= dict.fromkeys(await _mentioned(event.post_id), Kind.MENTION)
    return Telling(kinds, event.actor_id, event.thread_id, event.post_id)


async def of_reply(event: ReplyPosted) -> Telling | None:
    """Who watches the thread, or is mentioned in the reply?"""
    if not await _stands(event.post_id):
        return None
    kinds = dict.fromkeys(await watchers_of(event.thread_id), Kind.REPLY)
    kinds |= dict.fromkeys(await _mentioned(event.post_id), Kind.MENTION)
    return Telling(kinds, event.actor_id, event.thread_id, event.post_id)


async def of_edit(event: PostEdited) -> Telling | None:
    """Who is mentioned in a text since it was edited? Those who were told of the post before are left in peace."""
    first = await Revision.get_or_none(post_id=event.post_id, number=1)
    mentioned = await _mentioned(event.post_id)
    if not mentioned or first is None or not await _stands(event.post_id):
        return None
    rendered = await compute(markdown.render, first.body)
    before = await _behind_handles(rendered.mentions)
    told_before = await Notification.filter(post_id=event.post_id).values_list("user_id", flat=True)
    kinds = dict.fromkeys(mentioned - before - {int(str(id_)) for id_ in told_before}, Kind.MENTION)
    return Telling(kinds, event.actor_id, event.thread_id, event.post_id)


async def of_accepted_answer(event: AnswerAccepted) -> Telling | None:
    """Whose reply became an answer, and who watches the thread?"""
    post = await Post.get_or_none(id=event.post_id)
    if post is None or not await AcceptedAnswer.filter(post_id=event.post_id).exists():
        return None
    kinds = dict.fromkeys(await watchers_of(event.thread_id) | {post.author_id}, Kind.ANSWER_ACCEPTED)
    return Telling(kinds, event.actor_id, event.thread_id, event.post_id)


async def of_assignment(event: ThreadAssigned) -> Telling | None:
    """Who works on the case from now on?"""
    still = await Thread.filter(id=event.thread_id, assignee_id=event.assignee_id).exists()
    if event.assignee_id is None or not still:
        return None
    return Telling({event.assignee_id: Kind.ASSIGNED}, event.actor_id, event.thread_id)


async def of_promotion(event: ThreadPromoted) -> Telling | None:
    """Who asked, and whose answers went into the knowledge base?"""
    kinds = dict.fromkeys(await _credited([event.thread_id]), Kind.PROMOTED)
    return Telling(kinds, event.actor_id, event.thread_id, article_id=event.article_id)


async def of_article(event: ArticlePublished) -> Telling | None:
    """Who wants to hear of what is newly filed under its terms? Those whose case it was hear of its promotion."""
    terms = await Term.filter(articles__id=event.article_id).values_list("id", flat=True)
    wanting = await term_followers(int(str(id_)) for id_ in terms)
    sources = await ArticleSource.filter(article_id=event.article_id).values_list("thread_id", flat=True)
    kinds = dict.fromkeys(wanting - await _credited(int(str(id_)) for id_ in sources), Kind.NEW_ARTICLE)
    return Telling(kinds, event.actor_id, article_id=event.article_id)


async def have_seen(event: Event, user_ids: Iterable[int]) -> set[int]:
    """Those of these people who watched a new reply arrive: it is in their inbox, and not news any more."""
    post = await Post.get_or_none(id=event.post_id) if isinstance(event, ReplyPosted) else None
    if post is None:
        return set()
    marks = ReadMark.filter(
        thread_id=post.thread_id, user_id__in=list(user_ids), last_number__gte=post.number
    )
    return {mark.user_id for mark in await marks}


_QUESTIONS: dict[type[Event], Callable[[Any], Awaitable[Telling | None]]] = {
    ThreadPosted: of_new_thread,
    ReplyPosted: of_reply,
    PostEdited: of_edit,
    AnswerAccepted: of_accepted_answer,
    ThreadAssigned: of_assignment,
    ThreadPromoted: of_promotion,
    ArticlePublished: of_article,
}
EVENTS = tuple(_QUESTIONS)


async def _stands(post_id: int) -> bool:
    return await Post.filter(id=post_id, deleted_at__isnull=True).exists()


async def _mentioned(post_id: int) -> set[int]:
    """The people whom a post names, and the members of the groups it names."""
    mentions = await Mention.filter(post_id=post_id)
    people = {mention.user_id for mention in mentions if mention.user_id is not None}
    return people | await _members(mention.group_id for mention in mentions if mention.group_id is not None)


async def _behind_handles(handles: Iterable[str]) -> set[int]:
    chosen = list(handles)
    people = await User.filter(handle__in=chosen)
    groups = await Group.filter(handle__in=chosen)
    return {user.id for user in people} | await _members(group.id for group in groups)


async def _members(group_ids: Iterable[int]) -> set[int]:
    return {member.user_id for member in await Membership.filter(group_id__in=list(group_ids))}


async def _credited(thread_ids: Iterable[int]) -> set[int]:
    """Who asked these cases, and whose answers were accepted there."""
    ids = list(thread_ids)
    askers = await Thread.filter(id__in=ids).values_list("author_id", flat=True)
    authors = await AcceptedAnswer.filter(thread_id__in=ids).values_list("post__author_id", flat=True)
    return {int(str(id_)) for id_ in (*askers, *authors)}


async def _who_may_see(user_ids: Iterable[int], telling: Telling) -> set[int]:
    """Those of the active people who may see all that they would be told of: the thread, the article."""
    readers = await load_readers(user_ids)
    if telling.thread_id is not None:
        access = await topic_audience(telling.thread_id)
        readers = [reader for reader in readers if access and may_hear(reader, access)]
    if telling.article_id is not None:
        article = await Article.get_or_none(id=telling.article_id)
        readers = [reader for reader in readers if article and knowledge.may_read(reader, article)]
    return {reader.id for reader in readers}
