"""Changing who belongs to groups and audiences. Access follows at once, in every process."""

import hashlib
import json
from collections.abc import Iterable

from tortoise.exceptions import IntegrityError

from hub import audit
from hub.accounts.models import User
from hub.audiences.events import MembersLeft
from hub.audiences.models import Audience, AudienceGroup, AudiencePerson, Group, Membership
from hub.database import connection, in_transaction
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader, access_changed
from hub.keeping import shown_changed
from hub.outbox import record


async def create_group(actor: Reader | None, *, handle: str, name: str, description: str = "") -> Group:
    """A new group; InvalidInput when its name or handle is taken by a group or a person."""
    async with in_transaction():
        if await User.filter(handle=handle).exists():
            raise InvalidInput({"handle": _("This handle is already taken.")})
        try:
            async with in_transaction():
                group = await Group.create(handle=handle, name=name, description=description)
        except IntegrityError as error:
            raise InvalidInput({"name": _("A group with this name or handle exists already.")}) from error
        await audit.log(actor, "group.created", "group", group.id, name=name)
    return group


async def change_group(
    actor: Reader | None,
    group: Group,
    *,
    name: str,
    description: str,
    product_id: int | None,
    vendor_liaison: bool = False,
) -> None:
    """Rename a group, make it the team of a product, or the vendor liaison.

    InvalidInput names the field when another group answers for the same product, or is the vendor liaison: two teams
    would each believe that the other one answers.
    """
    async with in_transaction():
        await only_change_of_teams()
        await _require_alone(group, product_id, vendor_liaison)
        group.name, group.description, group.product_id = name, description, product_id
        group.vendor_liaison = vendor_liaison
        try:
            async with in_transaction():
                await group.save(update_fields=["name", "description", "product_id", "vendor_liaison"])
        except IntegrityError as error:
            raise InvalidInput({"name": _("A group with this name or handle exists already.")}) from error
        await audit.log(actor, "group.changed", "group", group.id, name=name)
        await shown_changed()


async def only_change_of_teams() -> None:
    """Until this transaction ends, nobody else changes which group answers for which product."""
    await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('people_group.teams'))")


async def _require_alone(group: Group, product_id: int | None, vendor_liaison: bool) -> None:
    others = Group.exclude(id=group.id)
    errors: dict[str, str] = {}
    if product_id and (other := await others.filter(product_id=product_id).first()):
        errors["product"] = _("“%(name)s” answers for this product already.") % {"name": other.name}
    if vendor_liaison and (other := await others.filter(vendor_liaison=True).first()):
        errors["vendor_liaison"] = _("“%(name)s” is the vendor liaison already.") % {"name": other.name}
    if errors:
        raise InvalidInput(errors)


async def set_members(actor: Reader | None, group: Group, user_ids: Iterable[int]) -> None:
    """Make exactly these people the members of `group`."""
    wanted = set(user_ids)
    async with in_transaction():
        await Group.select_for_update().get(id=group.id)
        present = {member.user_id for member in await Membership.filter(group=group)}
        await Membership.filter(group=group, user_id__in=present - wanted).delete()
        await Membership.bulk_create(
            [Membership(group=group, user_id=id_) for id_ in sorted(wanted - present)]
        )
        if present != wanted:
            await audit.log(
                actor,
                "group.members_changed",
                "group",
                group.id,
                added=sorted(wanted - present),
                removed=sorted(present - wanted),
            )
            await access_changed(present ^ wanted)
        if present - wanted:
            await record(
                MembersLeft(group.id, sorted(present - wanted), actor_id=actor.id if actor else None)
            )


async def everyone() -> Audience:
    """The audience of all active people; migrations do not create it, the first use does."""
    async with in_transaction():
        await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('audience.everyone'))")
        audience = await Audience.filter(everyone=True).order_by("id").first()
        if audience is None:
            audience = await Audience.create(name="Everyone", everyone=True)
            await access_changed()
    return audience


async def named(
    actor: Reader | None, name: str, *, group_ids: Iterable[int], user_ids: Iterable[int]
) -> Audience:
    """A new audience that people can choose by its name."""
    async with in_transaction():
        try:
            async with in_transaction():
                audience = await Audience.create(name=name)
        except IntegrityError as error:
            raise InvalidInput({"name": _("An audience with this name exists already.")}) from error
        await _fill(audience, set(group_ids), set(user_ids))
        await audit.log(actor, "audience.created", "audience", audience.id, name=name)
    return audience


async def chosen(*, group_ids: Iterable[int], user_ids: Iterable[int]) -> Audience:
    """The unnamed audience of exactly these groups and people, made when no equal one exists."""
    groups, people = set(group_ids), set(user_ids)
    canonical = json.dumps([sorted(groups), sorted(people)])
    signature = hashlib.sha256(canonical.encode()).hexdigest()
    async with in_transaction():
        await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext($1))", [signature])
        audience = await Audience.get_or_none(signature=signature)
        if audience is None:
            audience = await Audience.create(signature=signature)
            await _fill(audience, groups, people)
    return audience


async def change(
    actor: Reader | None, audience: Audience, *, name: str, group_ids: Iterable[int], user_ids: Iterable[int]
) -> None:
    """Rename a named audience and make exactly these groups and people its members."""
    async with in_transaction():
        await Audience.select_for_update().get(id=audience.id)
        before = await members_of(audience)
        audience.name = name
        try:
            async with in_transaction():
                await audience.save(update_fields=["name"])
        except IntegrityError as error:
            raise InvalidInput({"name": _("An audience with this name exists already.")}) from error
        await AudienceGroup.filter(audience=audience).delete()
        await AudiencePerson.filter(audience=audience).delete()
        await _fill(audience, set(group_ids), set(user_ids))
        await audit.log(actor, "audience.changed", "audience", audience.id, name=name)
        await access_changed(before | await members_of(audience))
        await shown_changed()


async def _fill(audience: Audience, group_ids: set[int], user_ids: set[int]) -> None:
    await AudienceGroup.bulk_create(
        [AudienceGroup(audience=audience, group_id=id_) for id_ in sorted(group_ids)]
    )
    await AudiencePerson.bulk_create(
        [AudiencePerson(audience=audience, user_id=id_) for id_ in sorted(user_ids)]
    )
    await access_changed(await members_of(audience))


def belongs(audience_id: str) -> str:
    """The SQL condition for rows of ``account`` and ``audience``: an active member. The id is given as SQL."""
    return f"""(account.active AND (
        audience.everyone
        OR EXISTS (SELECT FROM audience_person WHERE audience_id = {audience_id} AND user_id = account.id)
        OR EXISTS (
            SELECT FROM audience_group JOIN membership USING (group_id)
            WHERE audience_id = {audience_id} AND membership.user_id = account.id
        )
    ))"""  # noqa: S608  # no value from outside


_MEMBERS = f"""
SELECT account.id FROM account JOIN audience ON audience.id = $1 WHERE {belongs("$1")}
"""  # noqa: S608


async def members_of(audience: Audience | int) -> set[int]:
    """The ids of the active people who belong to an audience."""
    id_ = audience if isinstance(audience, int) else audience.id
    rows = await connection().execute_query_dict(_MEMBERS, [id_])
    return {row["id"] for row in rows}
