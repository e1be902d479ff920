"""What the reports of one's teams add up to, in the API."""

from datetime import date
from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, answer, parse_query
from hub.errors import Forbidden
from hub.identity import reader_of
from hub.web.caching import not_stored
from knowledge.articles.writing import require
from knowledge.defects.routing import is_in_a_team
from knowledge.defects.tallies import AGES, Answered, Tallies, TallyFilter, last_day, tally
from knowledge.reviews.queries import terms_by_id

SeverityKey = Literal["low", "medium", "high", "critical"]


class CameOut(BaseModel):
    """How many reports were made from `since` to `until`, both included."""

    since: date
    until: date
    severity: SeverityKey
    n: int


class OpenOut(BaseModel):
    """`n` open reports of a product, given by key; half of them for at most so many days."""

    product: str
    severity: SeverityKey
    n: int
    median_days: float


class AgeOut(BaseModel):
    """`n` reports that have been open for `from_days` to `to_days`; null: or longer."""

    from_days: int
    to_days: int | None
    severity: SeverityKey
    n: int


class AnswerOut(BaseModel):
    """`n` reports made from `since`, of which `answered` were; half of these within so many hours."""

    since: date
    n: int
    answered: int
    median_hours: float | None


class DefectTally(BaseModel):
    """What has no report is left out."""

    came: list[CameOut]
    open: list[OpenOut]
    ages: list[AgeOut]
    answers: list[AnswerOut]

    @classmethod
    def of(cls, found: Tallies, wanted: TallyFilter, keys: dict[int, str]) -> "DefectTally":
        starts = (0, *(days + 1 for days in AGES))
        ends = (*AGES, None)
        return cls(
            came=[
                CameOut(since=first, until=last_day(first, wanted.by), severity=severity.name.lower(), n=n)
                for (first, severity), n in sorted(found.came.items())
            ],
            open=[
                OpenOut(product=keys[product], severity=severity.name.lower(), n=one.n, median_days=one.days)
                for (product, severity), one in sorted(found.open.items())
            ],
            ages=[
                AgeOut(from_days=starts[place], to_days=ends[place], severity=severity.name.lower(), n=n)
                for (place, severity), n in sorted(found.ages.items())
            ],
            answers=[_answer(first, one) for first, one in sorted(found.answers.items())],
        )


async def show(request: Request) -> Response:
    reader = reader_of(request)
    require(await is_in_a_team(reader))
    wanted = parse_query(request, TallyFilter)
    keys = {id_: term.key for id_, term in (await terms_by_id()).items()}
    return not_stored(answer(DefectTally.of(await tally(reader, wanted), wanted, keys)))


def _answer(first: date, one: Answered) -> AnswerOut:
    return AnswerOut(since=first, n=one.n, answered=one.answered, median_hours=one.hours)


routes = [
    ApiRoute(
        "GET",
        "/defects/tally",
        show,
        "Count the reports of one's teams",
        query=TallyFilter,
        response=DefectTally,
        errors=(Forbidden,),
    ),
]
