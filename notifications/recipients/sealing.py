"""Who is told of the keys of product teams?"""

from collections.abc import Iterable

from hub.accounts.models import Role, User
from hub.audiences.events import MembersLeft
from hub.audiences.models import Group, Membership
from hub.outbox import Event, Happened
from knowledge.defects.events import (
    KeyGranted,
    KeyRecovered,
    KeyTakenAway,
    RecoveryAsked,
    RecoveryGranted,
    TeamKeyMade,
)
from knowledge.models import KeyGrant, Recovery, RecoveryShare
from notifications.recipients.telling import Question, Telling, because, each
from notifications.topics import recovery_topic, sealing_topic


async def of_key(happened: Happened, event: TeamKeyMade) -> Telling | None:
    """Who seals to it, and should compare its fingerprint?"""
    return await _of_team(happened, "key_made", await _members(event.team_id), event.team_id, event.actor_id)


async def of_grant(happened: Happened, event: KeyGranted) -> Telling | None:
    """Who can read now?"""
    return await _of_team(happened, "key_granted", [event.user_id], event.team_id, event.actor_id)


async def of_taking(happened: Happened, event: KeyTakenAway) -> Telling | None:
    """Who can make a new key, which the one who lost it does not have?"""
    holders = await _holders(event.team_id) - {event.user_id}
    return await _of_team(happened, "key_taken", holders, event.team_id, event.actor_id)


async def of_leaving(happened: Happened, event: MembersLeft) -> Telling | None:
    """The same, when somebody who holds the key left the team."""
    holders = await _holders(event.group_id)
    staying = await _members(event.group_id)
    if not holders & set(event.user_ids):
        return None
    return await _of_team(happened, "key_taken", holders & staying, event.group_id, None)


async def of_asking(happened: Happened, event: RecoveryAsked) -> Telling | None:
    """Which admins keep a share?"""
    recovery = await Recovery.get_or_none(id=event.recovery_id)
    if recovery is None:
        return None
    people = await _keepers(recovery) - {event.actor_id}
    return because(happened, "recovery_asked", people, actor_id=None, about=recovery_topic(recovery.uid))


async def of_share(happened: Happened, event: RecoveryGranted) -> Telling | None:
    """Who asked?"""
    recovery = await Recovery.get_or_none(id=event.recovery_id).select_related("identity")
    if recovery is None:
        return None
    reason = "recovery_enough" if event.enough else "recovery_share"
    asker = {recovery.identity.user_id} - {event.actor_id}
    return because(happened, reason, asker, actor_id=None, about=recovery_topic(recovery.uid))


async def of_recovery(happened: Happened, event: KeyRecovered) -> Telling | None:
    """Who is in the team, and which admins keep a share?"""
    recovery = await Recovery.get_or_none(id=event.recovery_id)
    if recovery is None:
        return None
    people = (await _members(event.team_id) | await _keepers(recovery)) - {event.actor_id}
    return because(happened, "recovery_done", people, actor_id=None, about=recovery_topic(recovery.uid))


async def _of_team(
    happened: Happened, reason: str, people: Iterable[int], team_id: int, actor_id: int | None
) -> Telling | None:
    team = await Group.get_or_none(id=team_id)
    if team is None:
        return None
    told = {id_ for id_ in people if id_ != actor_id}
    return because(happened, reason, told, actor_id=None, about=sealing_topic(team.uid))


async def _members(team_id: int) -> set[int]:
    return _ids(await Membership.filter(group_id=team_id).values_list("user_id", flat=True))


async def _holders(team_id: int) -> set[int]:
    """Who holds a key of the team that something is sealed to."""
    grants = KeyGrant.filter(key__team_id=team_id, key__retired_at__isnull=True)
    return _ids(await grants.values_list("identity__user_id", flat=True))


async def _keepers(recovery: Recovery) -> set[int]:
    shares = RecoveryShare.filter(key_id=recovery.key_id)
    people = _ids(await shares.values_list("identity__user_id", flat=True))
    admins = User.filter(id__in=list(people), role=Role.ADMIN, active=True)
    return _ids(await admins.values_list("id", flat=True))


def _ids(values: Iterable[object]) -> set[int]:
    return {int(str(value)) for value in values}


QUESTIONS: dict[type[Event], Question] = {
    TeamKeyMade: each(of_key),
    KeyGranted: each(of_grant),
    KeyTakenAway: each(of_taking),
    MembersLeft: each(of_leaving),
    RecoveryAsked: each(of_asking),
    RecoveryGranted: each(of_share),
    KeyRecovered: each(of_recovery),
}
