"""What a team decides about its topic: whether the audience reads opinions, and until when they are taken."""

from datetime import datetime

from hub import audit
from hub.database import now
from hub.identity import Reader
from knowledge.defects.topics.publishing import steered
from knowledge.defects.topics.readership import require_agreement
from knowledge.models import Topic


async def open_to_readers(
    actor: Reader, topic: Topic, *, confirmed: bool | str = False, at: datetime | None = None
) -> Topic:
    """Let everybody who reads the topic read what is said from now on; twice is once.

    What was given in confidence stays with the team until its author shares it. WideningNotConfirmed names who would
    read what others say.
    """
    async with steered(actor, topic) as current:
        if current.opened_at is None:
            await require_agreement(current, current.audience_id, "opinions", confirmed)
            current.opened_at = at or now()
            await audit.log(
                actor, "topic.opened", "topic", None, uid=str(current.uid), audience=current.audience_id
            )
    return current


async def keep_to_team(actor: Reader, topic: Topic) -> Topic:
    """Let the team alone read opinions again; twice is once."""
    async with steered(actor, topic) as current:
        if current.opened_at is not None:
            current.opened_at = None
            await audit.log(actor, "topic.kept", "topic", None, uid=str(current.uid))
    return current


async def close(actor: Reader, topic: Topic, *, at: datetime | None = None) -> Topic:
    """Take no more opinions; twice is once. What was said stays."""
    async with steered(actor, topic) as current:
        current.closed_at = current.closed_at or at or now()
    return current


async def reopen(actor: Reader, topic: Topic) -> Topic:
    """Take opinions again."""
    async with steered(actor, topic) as current:
        current.closed_at = None
    return current
