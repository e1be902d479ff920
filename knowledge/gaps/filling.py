"""Somebody takes a gap or is asked to, gives it back, or says that it is filled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from hub.accounts.models import User
from hub.audiences.operations import members_of
from hub.database import connection, in_transaction, now
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge.gaps import policy
from knowledge.gaps.events import GapAssigned, GapFilled, GapGivenBack, GapReopened
from knowledge.gaps.subjects import Subject, subject_of
from knowledge.models import Gap, GapKind, MissedSearch
from knowledge.policy import visible_to as visible_articles

# For so long a gap that was filled is not shown as one, whatever became of it.
DONE_DAYS = 30


async def assign(
    actor: Reader, subject: Subject, assignee: User | Reader, *, at: datetime | None = None
) -> Gap:
    """Let `assignee` fill a gap, instead of whoever had it before.

    NotFound when `actor` cannot see what it is about, InvalidInput when the assignee cannot.
    """
    if not policy.may_assign(actor, assignee.id):
        raise Forbidden
    async with in_transaction():
        await connection().execute_query(
            "SELECT pg_advisory_xact_lock(hashtext($1))", [f"gap.{subject.name}"]
        )
        await _require_sight(actor, subject, assignee)
        gap = await _open(subject)
        if gap is None:
            gap = Gap(**subject.columns())
        elif gap.assignee_id == assignee.id:
            return gap
        gap.assignee_id, gap.assigned_by_id, gap.assigned_at = assignee.id, actor.id, at or now()
        await gap.save()
        await record(
            GapAssigned(gap_id=gap.id, actor_id=actor.id, article_id=gap.article_id, assignee_id=assignee.id)
        )
    return gap


async def give_back(actor: Reader, gap: Gap) -> None:
    """Leave the gap to others."""
    async with _locked(actor, gap) as current:
        await current.delete()
        await record(GapGivenBack(gap_id=gap.id, actor_id=actor.id, article_id=gap.article_id))


async def finish(actor: Reader, gap: Gap, *, at: datetime | None = None) -> None:
    """Say that the gap is filled. It is not shown for `DONE_DAYS`, and after that only if it is still there."""
    async with _locked(actor, gap) as current:
        if current.done_at is None:
            current.done_at = at or now()
            await current.save(update_fields=["done_at"])
            if current.kind is GapKind.SEARCH:
                await MissedSearch.filter(query=current.query, locale=current.locale).delete()
            await record(GapFilled(gap_id=gap.id, actor_id=actor.id, article_id=gap.article_id))


async def reopen(actor: Reader, gap: Gap) -> None:
    """Say that it was not done after all."""
    async with _locked(actor, gap) as current:
        if current.done_at is not None and await _open(subject_of(current)) is None:
            current.done_at = None
            await current.save(update_fields=["done_at"])
            await record(GapReopened(gap_id=gap.id, actor_id=actor.id, article_id=gap.article_id))


@asynccontextmanager
async def _locked(actor: Reader, gap: Gap) -> AsyncIterator[Gap]:
    async with in_transaction():
        name = f"gap.{subject_of(gap).name}"
        await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext($1))", [name])
        current = await policy.visible_to(actor).get_or_none(id=gap.id)
        if current is None:
            raise NotFound
        if not policy.may_finish(actor, current):
            raise Forbidden
        yield current


async def _open(subject: Subject) -> Gap | None:
    return await Gap.filter(**subject.columns(), done_at__isnull=True).order_by("-id").first()


async def _require_sight(actor: Reader, subject: Subject, assignee: User | Reader) -> None:
    if subject.kind is GapKind.SEARCH and not policy.may_see_searches(actor):
        raise NotFound
    if subject.article_id is not None:
        article = await visible_articles(actor).get_or_none(id=subject.article_id)
        if article is None:
            raise NotFound
        if assignee.id not in await members_of(article.audience_id):
            raise InvalidInput(
                {"assignee": _("%(name)s cannot read this article.") % {"name": assignee.name}}
            )
