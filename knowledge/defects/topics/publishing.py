"""Publishing a topic, and changing its words and readers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hub import audit, markdown
from hub.audiences.models import Audience, Group
from hub.computing import compute
from hub.database import in_transaction, new_uid, now
from hub.drafts.operations import discard
from hub.errors import Forbidden, NotFound
from hub.files.attaching import attach
from hub.identity import Reader
from hub.markdown import Rendered
from hub.outbox import record
from hub.repetition import digest_of, written_before
from hub.settings import get_settings
from hub.vocabulary.models import Term
from knowledge.defects import policy
from knowledge.defects.events import TopicChanged, TopicPublished
from knowledge.defects.topics.errors import StaleTopic
from knowledge.defects.topics.readership import require_agreement
from knowledge.models import Topic

NEW_DRAFT = "topic:new"


@dataclass(frozen=True)
class Words:
    """What a topic says, and of which product."""

    title: str
    body: str
    product: Term | None = None


def draft_key(topic: Topic) -> str:
    """Under which the unsent fields of the form that changes a topic are kept."""
    return f"topic:{topic.uid}"


async def publish(
    actor: Reader,
    team: Group,
    words: Words,
    *,
    audience: Audience,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> Topic:
    """A new topic of a team that `actor` belongs to; Forbidden otherwise.

    The same `uid` with the same content gives the first topic again; UidTaken for anything else.
    """
    if team.id not in actor.group_ids:
        raise Forbidden
    product_id = words.product.id if words.product else None
    digest = digest_of("topic", team.id, words.title, words.body, product_id, audience.id)
    rendered = await rendered_of(words.body)
    async with in_transaction():
        if first := await written_before(Topic, actor, uid, digest):
            return first
        topic = await Topic.create(
            uid=uid or new_uid(),
            digest=digest,
            team=team,
            product=words.product,
            audience=audience,
            author_id=actor.id,
            title=words.title,
            body=words.body,
            html=rendered.html,
            created_at=at or now(),
        )
        await attach(None if imported else actor, "topic", topic.id, rendered.files)
        await discard(actor, NEW_DRAFT)
        await audit.log(actor, "topic.published", "topic", None, uid=str(topic.uid), audience=audience.id)
        await record(TopicPublished(topic_id=topic.id, actor_id=actor.id, imported=imported))
    return topic


async def edit(
    actor: Reader,
    topic: Topic,
    words: Words,
    *,
    base_version: int,
    audience: Audience,
    confirmed: bool | str = False,
) -> Topic:
    """Let a topic say `words` and be read by `audience`.

    StaleTopic when somebody changed it since `base_version`; WideningNotConfirmed names who would gain. What was said
    so far is read by nobody else for that: each opinion knows to whom it was given.
    """
    rendered = await rendered_of(words.body)
    async with steered(actor, topic) as current:
        if current.version != base_version:
            raise StaleTopic(current)
        if audience.id != current.audience_id:
            await require_agreement(current, audience.id, "topic", confirmed)
            before, current.audience_id = current.audience_id, audience.id
            await audit.log(
                actor,
                "topic.audience_changed",
                "topic",
                None,
                uid=str(current.uid),
                before=before,
                after=audience.id,
            )
        current.title, current.body, current.html = words.title, words.body, rendered.html
        current.product_id = words.product.id if words.product else None
        current.version += 1
        await attach(actor, "topic", current.id, rendered.files)
        await discard(actor, draft_key(current))
    return current


@asynccontextmanager
async def steered(actor: Reader, topic: Topic) -> AsyncIterator[Topic]:
    """A transaction that holds the row of a topic and then keeps and announces what changed of it.

    NotFound and Forbidden for those who may not steer it.
    """
    async with in_transaction():
        found = policy.topics_visible_to(actor).filter(id=topic.id)
        current = await found.select_for_update(no_key=True).get_or_none()
        if current is None:
            raise NotFound
        if not policy.may_lead_topic(actor, current):
            raise Forbidden
        before = vars(current).copy()
        yield current
        if vars(current) != before:
            await current.save()
            await record(TopicChanged(topic_id=current.id, actor_id=actor.id))


async def rendered_of(body: str) -> Rendered:
    """A text as safe HTML, made away from the event loop."""
    return await compute(markdown.render, body, base_url=get_settings().address)
