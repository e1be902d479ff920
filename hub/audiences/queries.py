"""Audiences in words: what they are called, and who would newly read a thing."""

from dataclasses import dataclass

from hub.accounts.models import User
from hub.audiences.models import Audience, AudienceGroup, AudiencePerson
from hub.audiences.operations import members_of
from hub.i18n import _
from hub.identity import Reader


async def choosable(reader: Reader) -> list[Audience]:
    """The named audiences that the reader belongs to."""
    return await Audience.filter(id__in=reader.audience_ids, name__isnull=False).order_by("-everyone", "name")


async def label(audience: Audience | int) -> str:
    """The name of an audience, or its groups and people when it has none."""
    found = await Audience.get(id=audience) if isinstance(audience, int) else audience
    if found.everyone:
        return _("Everyone")
    if found.name:
        return found.name
    groups = await AudienceGroup.filter(audience=found).select_related("group")
    people = await AudiencePerson.filter(audience=found).select_related("user")
    return ", ".join([row.group.name for row in groups] + [row.user.name for row in people]) or _("Nobody")


@dataclass(frozen=True)
class Widening:
    """The people who could read a thing after its audience changes and cannot now."""

    gained: list[User]


async def widening(before: int, after: int) -> Widening:
    """Who gains when a thing moves from one audience to another."""
    gained = await members_of(after) - await members_of(before) if before != after else set()
    return Widening(await User.filter(id__in=gained).order_by("name"))
