"""Who is told of reports of defects? No name of a reviewer reaches whoever reported."""

from collections.abc import Iterable

from hub.audiences.models import Membership
from hub.outbox import Event, Happened
from knowledge.defects.events import (
    DefectAssigned,
    DefectAudienceChanged,
    DefectChanged,
    DefectDecided,
    DefectEntryWritten,
    DefectEvent,
    DefectReported,
)
from knowledge.defects.standing import standings
from knowledge.models import Defect, DefectAct, DefectEntry, DefectStep, EntryKind
from notifications import reasons
from notifications.recipients.telling import Question, Telling, because, each

_STEERED = (DefectAct.MOVED, DefectAct.WIDENED)


async def of_report(happened: Happened, event: DefectReported) -> Telling | None:
    """Who answers for the product?"""
    defect = await Defect.get_or_none(id=event.defect_id)
    return await _to_team(happened, event, defect, "defect_reported") if defect else None


async def of_move(happened: Happened, event: DefectAudienceChanged) -> Telling | None:
    """Who answers for it from now on? Of other readers nobody is told."""
    defect = await Defect.get_or_none(id=event.defect_id)
    step = await DefectStep.filter(defect_id=event.defect_id, act__in=_STEERED).order_by("-id").first()
    if defect is None or step is None or step.act is not DefectAct.MOVED:
        return None
    return await _to_team(happened, event, defect, "defect_moved")


async def of_decision(happened: Happened, event: DefectDecided) -> Telling | None:
    """Whose report is it, and does it still stand where it was put? Of a duplicate, the main one was decided."""
    defect = await Defect.get_or_none(id=event.defect_id)
    if defect is None:
        return None
    present = (await standings([defect]))[defect.id].state
    if event.state not in (present.value, defect.state.value):
        return None
    return _telling(happened, event, defect, f"defect_{present.value}", [defect.author_id])


async def of_change(happened: Happened, event: DefectChanged) -> list[Telling]:
    """Whose report, or a duplicate of it, has an article now? It is told to those who may read the article."""
    defect = await Defect.get_or_none(id=event.defect_id, article_id__isnull=False)
    step = await DefectStep.filter(defect_id=event.defect_id).order_by("-id").first()
    if defect is None or step is None or step.act is not DefectAct.ARTICLE:
        return []
    concerned = [defect, *await Defect.filter(duplicate_of=defect).order_by("id")]
    return [
        _telling(happened, event, one, "defect_article", [one.author_id], article_id=defect.article_id)
        for one in concerned
    ]


async def of_assignment(happened: Happened, event: DefectAssigned) -> Telling | None:
    """Who looks after it from now on?"""
    defect = await Defect.get_or_none(id=event.defect_id)
    if defect is None or defect.assignee_id is None or defect.assignee_id != event.assignee_id:
        return None
    return _telling(happened, event, defect, "defect_assigned", [defect.assignee_id])


async def of_entry(happened: Happened, event: DefectEntryWritten) -> list[Telling]:
    """A note: who looks after the report? A reply: who reported it, and who looks after it, or else the team?"""
    defect = await Defect.get_or_none(id=event.defect_id)
    if defect is None or not await DefectEntry.exists(id=event.entry_id):
        return []
    after = [defect.assignee_id] if defect.assignee_id else []
    if event.kind == EntryKind.NOTE:
        return [_telling(happened, event, defect, "defect_note", after)]
    if event.actor_id != defect.author_id:
        return [
            _telling(happened, event, defect, "defect_answered", [defect.author_id]),
            _telling(happened, event, defect, "defect_reply", after),
        ]
    if after:
        return [_telling(happened, event, defect, "defect_reply", after)]
    return [await _to_team(happened, event, defect, "defect_reply")]


async def _to_team(happened: Happened, event: DefectEvent, defect: Defect, reason: str) -> Telling:
    members = await Membership.filter(group_id=defect.team_id).values_list("user_id", flat=True)
    return _telling(happened, event, defect, reason, [int(str(id_)) for id_ in members])


def _telling(
    happened: Happened,
    event: DefectEvent,
    defect: Defect,
    reason: str,
    people: Iterable[int],
    *,
    article_id: int | None = None,
) -> Telling:
    """Nobody is named. Of a sealed report, not even what happened."""
    if defect.sealed:
        reason = "defect_sealed_team" if reasons.get(reason).for_team else "defect_sealed"
    told = set(people) - {event.actor_id}
    return because(happened, reason, told, actor_id=None, defect=defect, article_id=article_id)


QUESTIONS: dict[type[Event], Question] = {
    DefectReported: each(of_report),
    DefectAudienceChanged: each(of_move),
    DefectDecided: each(of_decision),
    DefectChanged: each(of_change),
    DefectAssigned: each(of_assignment),
    DefectEntryWritten: each(of_entry),
}
