"""Who may see and do what with keys. The database keeps them locked; this keeps the locked ones apart, too."""

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from hub.audiences.models import Group
from hub.identity import Reader
from knowledge.defects.routing import product_teams, teams_of
from knowledge.models import KeyGrant, Recovery, RecoveryShare, SealingIdentity, TeamKey


def teams_visible_to(reader: Reader) -> QuerySet[Group]:
    """The teams whose keys `reader` may know of: their own; admins, who keep shares, know of all."""
    return product_teams() if reader.is_admin else teams_of(reader)


def may_hold(reader: Reader, team: Group) -> bool:
    """Hold the team's key, make a new one, give it to another member: the members. Office opens nothing."""
    return team.id in reader.group_ids


def grants_of(reader: Reader) -> QuerySet[KeyGrant]:
    """The locked keys that `reader` gets: of their present teams, locked to their present identity."""
    return KeyGrant.filter(
        identity__user_id=reader.id,
        identity__retired_at__isnull=True,
        key__team_id__in=list(reader.group_ids),
        key__retired_at__isnull=True,
    ).exclude(wrapped="")


def identities_of(reader: Reader) -> QuerySet[SealingIdentity]:
    """The present identity of `reader`: at most one."""
    return SealingIdentity.filter(user_id=reader.id, retired_at__isnull=True)


def keys_held_by(reader: Reader) -> QuerySet[TeamKey]:
    """The keys that `reader` can open and so give to others."""
    return TeamKey.filter(id__in=Subquery(grants_of(reader).values("key_id")))


def shares_of(reader: Reader) -> QuerySet[RecoveryShare]:
    """The shares that `reader` keeps as an admin and can open."""
    if not reader.is_admin:
        return RecoveryShare.filter(id=None)
    return RecoveryShare.filter(
        identity__user_id=reader.id, identity__retired_at__isnull=True, key__retired_at__isnull=True
    )


def recoveries_visible_to(reader: Reader) -> QuerySet[Recovery]:
    """Whoever asked, the team, and the admins."""
    if reader.is_admin:
        return Recovery.all()
    return Recovery.filter(key__team_id__in=list(reader.group_ids))
