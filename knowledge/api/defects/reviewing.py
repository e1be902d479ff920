"""What a product team does with reports in the API: triage, decisions, notes and replies, who looked."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer, parse_body, parse_query
from hub.errors import Forbidden, HubError
from hub.identity import Reader, reader_of
from hub.web.caching import not_stored
from knowledge.api.defects.reviewing_models import (
    AssignmentIn,
    DecisionIn,
    FilingIn,
    MergerIn,
    OpeningIn,
    RefusalIn,
    RepairIn,
    SnoozeIn,
    TriageCard,
    TriageList,
    WakingQuery,
)
from knowledge.defects import deciding, handling
from knowledge.defects.errors import DefectDecided, ReadersNotConfirmed, StaleDefect, StillMerged
from knowledge.defects.filing import refile
from knowledge.defects.merging import merge
from knowledge.defects.ranking import DemandFilter, ranking
from knowledge.defects.triage import TriageFilter, rows_of, triage
from knowledge.defects.widening import open_to
from knowledge.models import Defect
from knowledge.pages.defects.deciding import assignee_of
from knowledge.pages.defects.reviewing import reviewed

V = TypeVar("V", bound=DecisionIn)
Act = Callable[[Reader, Defect, V], Awaitable[Defect]]


async def index(request: Request) -> Response:
    rows, cursor = await triage(reader_of(request), parse_query(request, TriageFilter))
    return not_stored(answer(TriageList(items=[TriageCard.of_row(row) for row in rows], next_cursor=cursor)))


async def demand(request: Request) -> Response:
    reader = reader_of(request)
    ids, cursor = await ranking(reader, parse_query(request, DemandFilter))
    rows = await rows_of(reader, ids)
    return not_stored(answer(TriageList(items=[TriageCard.of_row(row) for row in rows], next_cursor=cursor)))


async def accept(request: Request) -> Response:
    return await _decide(
        request, DecisionIn, lambda who, it, body: deciding.accept(who, it, version=body.version)
    )


async def decline(request: Request) -> Response:
    async def act(who: Reader, it: Defect, body: RefusalIn) -> Defect:
        return await deciding.decline(who, it, body.reason, version=body.version)

    return await _decide(request, RefusalIn, act)


async def fix(request: Request) -> Response:
    async def act(who: Reader, it: Defect, body: RepairIn) -> Defect:
        return await deciding.fix(who, it, body.fixed_in, version=body.version)

    return await _decide(request, RepairIn, act)


async def reopen(request: Request) -> Response:
    return await _decide(
        request, DecisionIn, lambda who, it, body: deciding.reopen(who, it, version=body.version)
    )


async def put_main(request: Request) -> Response:
    async def act(who: Reader, it: Defect, body: MergerIn) -> Defect:
        return await merge(who, it, body.main.upper(), version=body.version)

    return await _decide(request, MergerIn, act)


async def snooze(request: Request) -> Response:
    async def act(who: Reader, it: Defect, body: SnoozeIn) -> Defect:
        return await handling.snooze(who, it, body.until, version=body.version)

    return await _decide(request, SnoozeIn, act)


async def wake(request: Request) -> Response:
    reader, defect = await reviewed(request)
    await handling.wake(reader, defect, version=parse_query(request, WakingQuery).version)
    return await _card(reader, defect)


async def assign(request: Request) -> Response:
    async def act(who: Reader, it: Defect, body: AssignmentIn) -> Defect:
        return await handling.assign(who, it, await assignee_of(body.assignee), version=body.version)

    return await _decide(request, AssignmentIn, act)


async def put_filing(request: Request) -> Response:
    async def act(who: Reader, it: Defect, body: FilingIn) -> Defect:
        return await refile(who, it, await body.filing(), confirmed=body.confirmed, version=body.version)

    return await _decide(request, FilingIn, act)


async def put_readers(request: Request) -> Response:
    async def act(who: Reader, it: Defect, body: OpeningIn) -> Defect:
        return await open_to(
            who,
            it,
            group_ids=body.groups,
            user_ids=body.people,
            confirmed=body.confirmed,
            version=body.version,
        )

    return await _decide(request, OpeningIn, act)


async def _decide(request: Request, model: type[V], act: Act[V]) -> Response:
    reader, defect = await reviewed(request)
    return await _card(reader, await act(reader, defect, await parse_body(request, model)))


async def _card(reader: Reader, defect: Defect) -> Response:
    """The report as it is now, also when it has gone to another team by this very call."""
    [row] = await rows_of(reader, [defect.id])
    return not_stored(answer(TriageCard.of_row(row)))


_DEFECT = "/defects/{reference}"


def _decision(
    noun: str,
    endpoint: Callable[[Request], Awaitable[Response]],
    summary: str,
    request: type[DecisionIn],
    *errors: type[HubError],
) -> ApiRoute:
    possible = (Forbidden, StaleDefect, *errors)
    return ApiRoute("PUT", f"{_DEFECT}/{noun}", endpoint, summary, request, TriageCard, errors=possible)


named = [
    ApiRoute(
        "GET",
        "/defects/triage",
        index,
        "List what was reported to my teams",
        query=TriageFilter,
        response=TriageList,
    ),
    ApiRoute(
        "GET",
        "/defects/demand",
        demand,
        "Rank open reports by what customers would give",
        query=DemandFilter,
        response=TriageList,
    ),
]
routes = [
    _decision("acceptance", accept, "Accept a report", DecisionIn, DefectDecided),
    _decision("refusal", decline, "Decline a report", RefusalIn, DefectDecided),
    _decision("repair", fix, "Say that a defect is fixed", RepairIn, DefectDecided),
    _decision("reopening", reopen, "Open a report again, or take it out of its main report", DecisionIn),
    _decision("main", put_main, "Merge a report into its main report", MergerIn, DefectDecided, StillMerged),
    _decision("snooze", snooze, "Put a report off", SnoozeIn, DefectDecided),
    ApiRoute(
        "DELETE",
        f"{_DEFECT}/snooze",
        wake,
        "Let a report wait again",
        query=WakingQuery,
        response=TriageCard,
        errors=(Forbidden, StaleDefect),
    ),
    _decision("assignee", assign, "Say who looks after a report", AssignmentIn),
    _decision(
        "filing",
        put_filing,
        "File a report anew, or hand it to another team",
        FilingIn,
        StillMerged,
        ReadersNotConfirmed,
    ),
    _decision("readers", put_readers, "Open a report to more readers", OpeningIn, ReadersNotConfirmed),
]
