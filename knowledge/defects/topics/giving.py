"""Saying what one thinks of a topic, to those who were named."""

from datetime import datetime
from uuid import UUID

from hub.database import in_transaction, new_uid, now
from hub.drafts.operations import discard
from hub.errors import Forbidden, NotFound
from hub.files.attaching import attach
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from knowledge.defects import policy
from knowledge.defects.events import OpinionGiven, TopicChanged
from knowledge.defects.topics.errors import OpinionReadersChanged, TopicClosed
from knowledge.defects.topics.publishing import rendered_of
from knowledge.models import Opinion, Topic

LONGEST_OPINION = 10_000


def draft_key(topic: Topic) -> str:
    """Under which an opinion that was not sent yet is kept."""
    return f"opinion:{topic.uid}"


def readers_told(topic: Topic) -> int | None:
    """The audience that reads what is said now; none while the team alone does."""
    return topic.audience_id if topic.opened_at else None


async def give(
    actor: Reader,
    topic: Topic,
    body: str,
    *,
    told: int | None,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> Opinion:
    """An opinion; `told` is the audience that its author was told would read it besides the team.

    OpinionReadersChanged when others would by now, TopicClosed when none is taken any more. The same `uid` with the
    same content gives the first opinion again; UidTaken for anything else.
    """
    rendered = await rendered_of(body)
    digest = digest_of("opinion", topic.id, body, told)
    async with in_transaction():
        current = await _locked(actor, topic)
        if first := await written_before(Opinion, actor, uid, digest):
            return first
        if current.closed_at:
            raise TopicClosed
        _require_told(current, told)
        opinion = await Opinion.create(
            uid=uid or new_uid(),
            digest=digest,
            topic=current,
            author_id=actor.id,
            audience_id=told,
            body=body,
            html=rendered.html,
            created_at=at or now(),
        )
        await attach(None if imported else actor, "opinion", opinion.id, rendered.files)
        await discard(actor, draft_key(current))
        await record(
            OpinionGiven(topic_id=current.id, actor_id=actor.id, opinion_id=opinion.id, imported=imported)
        )
    return opinion


async def share(actor: Reader, topic: Topic, opinion: Opinion, *, told: int | None) -> None:
    """Let those who read the topic read an opinion that its author gave in confidence; twice is once.

    Forbidden to everybody but its author. OpinionReadersChanged as in `give`, and while the topic is not open.
    """
    async with in_transaction():
        current = await _locked(actor, topic)
        if opinion.author_id != actor.id:
            raise Forbidden
        if told is None:
            raise OpinionReadersChanged(readers_told(current))
        _require_told(current, told)
        opinion.audience_id = told
        await opinion.save(update_fields=["audience_id"])
        await record(TopicChanged(topic_id=current.id, actor_id=actor.id))


async def _locked(actor: Reader, topic: Topic) -> Topic:
    """The topic as it is, so that its readers do not change meanwhile."""
    visible = policy.topics_visible_to(actor).filter(id=topic.id)
    current = await visible.select_for_update(no_key=True).get_or_none()
    if current is None:
        raise NotFound
    return current


def _require_told(topic: Topic, told: int | None) -> None:
    if told != readers_told(topic):
        raise OpinionReadersChanged(readers_told(topic))
