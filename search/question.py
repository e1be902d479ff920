"""What is asked: words and filters, as they stand in the address of the search page and in the API."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import Field, StringConstraints

from hub.api import Body
from hub.database import now
from hub.errors import InvalidInput
from hub.text import Line
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import Word, find_terms
from knowledge.models import DefectState
from knowledge.verification.standing import Standing
from search.found import COUNTED

PAGE = 20
LAST_PAGE = 50
SINCE_DAYS = {"week": 7, "month": 31, "year": 366}

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")]
Type = Literal["thread", "article", "defect", "topic"]
State = Literal["open", "solved", "closed"] | Standing | DefectState


class Wanted(Body):
    """What is searched for. Of one filter any value is enough; different filters must all fit.

    Terms may be given by key, name, nickname or id. `limit` is the length of a page.
    """

    q: Annotated[str, Line(400, min_length=0)] = ""
    type: Type | None = None
    state: list[State] = Field(default_factory=list, max_length=8)
    kind: list[Kind] = Field(default_factory=list, max_length=20)
    since: Literal["week", "month", "year"] | None = None
    product: list[Word] = Field(default_factory=list, max_length=20)
    competitor: list[Word] = Field(default_factory=list, max_length=20)
    personality: list[Word] = Field(default_factory=list, max_length=20)
    size: list[Word] = Field(default_factory=list, max_length=20)
    industry: list[Word] = Field(default_factory=list, max_length=20)
    purchasing_power: list[Word] = Field(default_factory=list, max_length=20)
    stage: list[Word] = Field(default_factory=list, max_length=20)
    tag: list[Word] = Field(default_factory=list, max_length=20)
    limit: int = Field(PAGE, ge=1, le=100)


class Question(Wanted):
    """A search for one page of what there is."""

    page: int = Field(1, ge=1, le=LAST_PAGE)

    def chosen(self, facet: str) -> list[str]:
        """The values chosen of one facet, as given."""
        value = getattr(self, facet)
        return list(value) if isinstance(value, list) else [value] if value else []

    @property
    def given(self) -> list[str]:
        """The facets of which something is chosen."""
        return [facet for facet in COUNTED if self.chosen(facet)]

    @property
    def filters(self) -> int:
        """How many filters are set."""
        return sum(len(self.chosen(facet)) for facet in COUNTED)

    @property
    def without_filters(self) -> str:
        """The query string of the words alone."""
        return urlencode({"q": self.q})

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit

    def query(self, **changes: Any) -> str:
        """The query string of this search with some parameters changed, from its first page."""
        kept = self.model_dump(exclude_defaults=True, exclude={"page"}, mode="json") | changes
        return urlencode({name: value for name, value in kept.items() if value}, doseq=True)

    def by_keys(self, filed: dict[Facet, list[Term]]) -> "Question":
        """The same question with its terms named by their keys, however they were given."""
        return self.model_copy(
            update={facet.value: [term.key for term in terms] for facet, terms in filed.items()}
        )

    def toggled(self, facet: str, value: str) -> str:
        """The query string with one value of a facet chosen, or no longer chosen."""
        chosen = self.chosen(facet)
        if facet in ("type", "since"):
            return self.query(**{facet: None if value in chosen else value})
        rest = [other for other in chosen if other != value]
        return self.query(**{facet: rest if len(rest) < len(chosen) else [*chosen, value]})


def since_words(at: datetime) -> list[str]:
    """The spans of time up to now that a moment lies in."""
    age = (now() - at).total_seconds() / 86400
    return [word for word, days in SINCE_DAYS.items() if age <= days]


async def chosen_terms(question: Question) -> dict[Facet, list[Term]]:
    """The terms a question names; InvalidInput with every parameter that names none."""
    found: dict[Facet, list[Term]] = {}
    errors: dict[str, str] = {}
    for facet in Facet:
        try:
            if terms := await find_terms(facet, question.chosen(facet.value)):
                found[facet] = terms
        except InvalidInput as error:
            errors[facet.value] = next(iter(error.errors.values()))
    if errors:
        raise InvalidInput(errors)
    return found
