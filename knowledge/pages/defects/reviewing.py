"""What a team works with on the page of a report and in triage, and the page again when a decision was refused."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.database import new_uid
from hub.errors import Forbidden
from hub.i18n import N_, _, ngettext
from hub.identity import Reader, reader_of
from hub.pages.prefetching import is_prefetch
from knowledge.defects import looks, policy, words
from knowledge.defects.fix.queries import fix_of
from knowledge.defects.queries import defect_page, find_defect, value_of
from knowledge.defects.ranking import Ranked
from knowledge.defects.reviewing import review_of
from knowledge.defects.sealed.showing import sealed_of
from knowledge.kinds.money import show_amount
from knowledge.models import Defect, DefectAct, DefectStep, LookAct

SNOOZES = ((1, N_("Until tomorrow")), (7, N_("A week")), (30, N_("A month")))


async def reviewed(request: Request) -> tuple[Reader, Defect]:
    """The report that an address names, for somebody of its team; NotFound and Forbidden otherwise."""
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    if not policy.may_review(reader, defect):
        raise Forbidden
    return reader, defect


async def report_context(request: Request, defect: Defect) -> dict[str, Any]:
    """All that the page of a visible report shows. That its words are shown is kept in the log of looks."""
    reader = reader_of(request)
    if not defect.sealed and not is_prefetch(request):
        await looks.saw(reader, [defect], LookAct.VIEWED)
    page = await defect_page(reader, defect)
    review = await review_of(reader, defect, readers=page.readers.count)
    members = review.team.members if review.team else ()
    return labels() | {
        "page": page,
        "defect": defect,
        "review": review,
        "sealed": await sealed_of(reader, defect) if defect.sealed else None,
        "sealed_weights": {weight.name.lower(): _(label) for weight, label in words.WEIGHTS.items()},
        "fix": await fix_of(reader, defect),
        "assignees": [(one.handle, one.name) for one in members],
        "snoozes": [(days, _(label)) for days, label in SNOOZES],
        "step_label": lambda step: step_label(step, review.assignees),
        "new_uid": new_uid,
    }


def labels() -> dict[str, Any]:
    """What the choices of a report are called."""
    return {
        "states": words.STATES,
        "severities": words.SEVERITIES,
        "kinds": words.KINDS,
        "origins": words.ORIGINS,
        "weights": words.WEIGHTS,
        "value_of": value_of,
        "demand_words": demand_words,
        "show_amount": show_amount,
    }


def demand_words(demand: Ranked) -> str:
    """Who stands behind a report, in a line."""
    parts = [ngettext("%(num)s customer", "%(num)s customers", demand.customers) % {"num": demand.customers}]
    if demand.breakers:
        text = ngettext("%(num)s deal-breaker", "%(num)s deal-breakers", demand.breakers)
        parts.append(text % {"num": demand.breakers})
    parts.append(ngettext("%(num)s point", "%(num)s points", demand.points) % {"num": demand.points})
    return " · ".join([*parts, *(show_amount(value, currency) for currency, value in demand.values)])


def step_label(step: DefectStep, people: Mapping[str, str]) -> str:
    """What happened, in words; `people` are the names of those who may be assigned, by id."""
    if step.act is DefectAct.ASSIGNED:
        name = people.get(step.details)
        if name:
            return _("For %(name)s") % {"name": name}
        return _(words.ACTS[step.act]) if step.details else _("For nobody")
    if step.act is DefectAct.SNOOZED and not step.details:
        return _("Waiting again")
    if step.act is DefectAct.FIXED and step.words:
        return _("Fixed in %(version)s") % {"version": step.words}
    return _(words.ACTS[step.act])


def onward(defect: Defect, triage: str | None, following: str = "", *, done: bool = False) -> Response:
    """After a form: to the `following` report of the list that it stood in, or to the report's own page.

    `done` tells that a decision was made, which the list says, and offers to undo.
    """
    if triage is None:
        return pages.redirect(f"/defects/{defect.reference}")
    here = [(name, value) for name, value in parse_qsl(triage) if name not in ("at", "done")]
    reached = [("at", following)] if following else []
    decided = [("done", defect.reference)] if done else []
    return pages.redirect(f"/defects/triage?{urlencode([*here, *reached, *decided])}")
