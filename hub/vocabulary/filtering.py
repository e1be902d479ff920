"""Lists of what is filed under terms, as their addresses and the API ask for them."""

from urllib.parse import urlencode

from pydantic import Field

from hub.api import Body, Paging
from hub.errors import InvalidInput
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import Word, find_terms


class TermCriteria(Body):
    """What is filed under all of these terms: each by key, name, nickname or id."""

    product: Word | None = None
    competitor: Word | None = None
    stage: Word | None = None
    personality: Word | None = None
    size: Word | None = None
    industry: Word | None = None
    purchasing_power: Word | None = None
    tag: list[Word] = Field(default_factory=list, max_length=10)

    def words(self, facet: Facet) -> list[str]:
        """What was asked of one facet."""
        if facet is Facet.TAG:
            return list(self.tag)
        word: str | None = getattr(self, facet.value)
        return [word] if word else []

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return sum(len(self.words(facet)) for facet in Facet)

    def query(self, **changes: str | None) -> str:
        """The query string of this list with some parameters changed (None: left out) and from its beginning."""
        kept = self.model_dump(exclude_defaults=True, exclude={"cursor", "limit"}, mode="json") | changes
        return urlencode({name: value for name, value in kept.items() if value is not None}, doseq=True)

    async def terms(self) -> list[Term]:
        """The terms that are named; InvalidInput with every parameter that names none."""
        found: list[Term] = []
        errors: dict[str, str] = {}
        for facet in Facet:
            try:
                found += await find_terms(facet, self.words(facet))
            except InvalidInput as error:
                errors[facet.value] = next(iter(error.errors.values()))
        if errors:
            raise InvalidInput(errors)
        return found


class TermFilter(TermCriteria, Paging):
    """A page of a list of what is filed under terms."""
