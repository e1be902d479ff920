"""Sealing what stands to a team's new key: browsers do it batch by batch, as many at once as there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from hub.audiences.models import Group
from hub.database import in_transaction
from hub.errors import Forbidden, NotFound
from hub.identity import Reader
from knowledge.defects import looks
from knowledge.defects.sealed import parts
from knowledge.defects.sealed.errors import PartChanged
from knowledge.defects.sealed.keys import current_key
from knowledge.models import LookAct, SealedPart, TeamKey
from knowledge.sealing import policy
from knowledge.sealing.errors import KeysChanged
from knowledge.sealing.retiring import retire_unused

BATCH = 50


@dataclass(frozen=True)
class Progress:
    """How many parts are sealed for a team, and how many of them still to a former key."""

    total: int
    left: int


@dataclass(frozen=True)
class Resealed:
    """A part sealed anew: words as `content`, a file as the upload's uid. `was` is the digest of what was opened."""

    uid: UUID
    was: str
    content: bytes | None = None
    file: UUID | None = None


async def progress(team: Group) -> Progress:
    """How far the change to the newest key is."""
    newest = await current_key(team.id)
    total = SealedPart.filter(key__team_id=team.id)
    left = await _left(team, newest).count() if newest else 0
    return Progress(await total.count(), left)


async def leftovers(reader: Reader, team: Group, *, after: UUID | None = None) -> list[SealedPart]:
    """Parts that are sealed to former keys which `reader` holds, `after` one by uid. It is noted that they were served.

    Forbidden for those who do not hold the newest key.
    """
    newest = await _held(reader, team)
    rows = _left(team, newest).filter(key_id__in=Subquery(policy.keys_held_by(reader).values("id")))
    if after:
        rows = rows.filter(uid__gt=after)
    found = await rows.order_by("uid").limit(BATCH).select_related("key", "defect")
    await looks.saw(reader, {part.defect for part in found}, LookAct.SERVED)
    return found


async def reseal(actor: Reader, team: Group, key_uid: UUID, resealed: Sequence[Resealed]) -> int:
    """Put parts that a browser sealed to the newest key in the place of what stands; how many were still to be done.

    What another browser did first is left as it is. Former keys that nothing is sealed to any more retire.
    KeysChanged when `key_uid` is not the newest key, NotFound for parts of another team.
    """
    async with in_transaction():
        newest = await _held(actor, team)
        if newest.uid != key_uid:
            raise KeysChanged
        await TeamKey.select_for_update(no_key=True).get(id=newest.id)
        uids = [one.uid for one in resealed]
        known = {part.uid: part for part in await SealedPart.filter(uid__in=uids, key__team_id=team.id)}
        if known.keys() != set(uids):
            raise NotFound
        done = 0
        # What is sealed to the newest key already has nothing to be moved: nobody puts other words in its place.
        left = [one for one in resealed if known[one.uid].key_id != newest.id]
        for one in sorted(left, key=lambda one: one.uid):
            done += await _replaced(actor, known[one.uid], newest, one)
        await retire_unused(actor, team)
    return done


async def _replaced(actor: Reader, part: SealedPart, key: TeamKey, one: Resealed) -> bool:
    try:
        await parts.replace(actor, part, key, was=one.was, content=one.content, file=one.file)
    except PartChanged:
        return False
    return True


async def _held(reader: Reader, team: Group) -> TeamKey:
    newest = await current_key(team.id)
    if newest is None or not await policy.keys_held_by(reader).filter(id=newest.id).exists():
        raise Forbidden
    return newest


def _left(team: Group, newest: TeamKey) -> QuerySet[SealedPart]:
    former = TeamKey.filter(team_id=team.id, retired_at__isnull=True).exclude(id=newest.id)
    return SealedPart.filter(key_id__in=Subquery(former.values("id")))
