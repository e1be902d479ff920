"""Audiences in words: what they are called, and who would newly read a thing."""

from collections.abc import Collection
from dataclasses import dataclass

from hub.accounts.models import User
from hub.audiences.models import Audience, AudienceGroup, AudiencePerson
from hub.audiences.operations import belongs, members_of
from hub.database import connection
from hub.i18n import _
from hub.identity import Reader

_MEMBERS = f"""
SELECT audience.id, count(*), (array_agg(account.name ORDER BY account.name, account.id))[1:$2::int] AS names
FROM audience JOIN account ON {belongs("audience.id")}
WHERE audience.id = ANY($1)
GROUP BY audience.id
"""  # noqa: S608  # no value from outside


async def choosable(reader: Reader) -> list[Audience]:
    """The named audiences that the reader belongs to."""
    return await Audience.filter(id__in=reader.audience_ids, name__isnull=False).order_by("-everyone", "name")


async def label(audience: Audience | int) -> str:
    """The name of an audience, or its groups and people when it has none."""
    found = await Audience.get(id=audience) if isinstance(audience, int) else audience
    return (await labels([found]))[found.id]


async def labels(audiences: Collection[Audience]) -> dict[int, str]:
    """The label of each audience by its id."""
    nameless = [one.id for one in audiences if not one.everyone and not one.name]
    parts: dict[int, list[str]] = {id_: [] for id_ in nameless}
    if nameless:
        for group in await AudienceGroup.filter(audience_id__in=nameless).select_related("group"):
            parts[group.audience_id].append(group.group.name)
        for person in await AudiencePerson.filter(audience_id__in=nameless).select_related("user"):
            parts[person.audience_id].append(person.user.name)
    return {
        one.id: _("Everyone") if one.everyone else one.name or ", ".join(parts[one.id]) or _("Nobody")
        for one in audiences
    }


@dataclass(frozen=True)
class Members:
    """How many active people belong to an audience, and the first of their names."""

    count: int
    names: list[str]


async def members(audience_ids: Collection[int], *, names: int = 0) -> dict[int, Members]:
    """The members of each audience by its id, with at most that many of their names."""
    rows = await connection().execute_query_dict(_MEMBERS, [list(audience_ids), names])
    counted = {row["id"]: Members(row["count"], row["names"]) for row in rows}
    return {id_: counted.get(id_, Members(0, [])) for id_ in audience_ids}


@dataclass(frozen=True)
class Widening:
    """The people who could read a thing after its audience changes and cannot now."""

    gained: list[User]


async def widening(before: int, after: int) -> Widening:
    """Who gains when a thing moves from one audience to another."""
    gained = await members_of(after) - await members_of(before) if before != after else set()
    return Widening(await User.filter(id__in=gained).order_by("name"))
