"""What a case is filed under, as forms and the API send it: words of the vocabulary, none of them required."""

from pydantic import Field

from hub.api import Body
from hub.database import connection
from hub.errors import InvalidInput
from hub.vocabulary.models import CUSTOMER_FACETS, Facet, Term
from hub.vocabulary.queries import Word, find_terms


class Customer(Body):
    """What kind of customer the case is about."""

    personality: Word | None = None
    size: Word | None = None
    industry: Word | None = None
    purchasing_power: Word | None = None


class Filing(Body):
    """The header of a case."""

    tags: list[Word] = Field(default_factory=list, max_length=20)
    product: Word | None = None
    competitor: Word | None = None
    customer: Customer = Field(default_factory=Customer)
    stage: Word | None = None


# The fields of a `Filing`: an edit that gives any of them replaces all terms.
FILED_UNDER = set(Filing.model_fields)


_FILED = "SELECT term_id FROM thread_term WHERE thread_id = $1"


async def term_ids_of(thread_id: int) -> list[int]:
    """The ids of the terms that a case is filed under."""
    return [row["term_id"] for row in await connection().execute_query_dict(_FILED, [thread_id])]


async def terms_of(filing: Filing) -> list[Term]:
    """The terms that a filing names; InvalidInput with every field that names none."""
    words: dict[Facet, list[str | None]] = {
        Facet.PRODUCT: [filing.product],
        Facet.COMPETITOR: [filing.competitor],
        Facet.STAGE: [filing.stage],
        Facet.TAG: list(filing.tags),
    }
    words |= {facet: [getattr(filing.customer, facet.value)] for facet in CUSTOMER_FACETS}
    found: list[Term] = []
    errors: dict[str, str] = {}
    for facet, named in words.items():
        try:
            found += await find_terms(facet, [word for word in named if word])
        except InvalidInput as error:
            errors |= {FIELDS.get(facet, name): text for name, text in error.errors.items()}
    if errors:
        raise InvalidInput(errors)
    return found


# `find_terms` names the field of a facet; a case may have several tags.
FIELDS = {Facet.TAG: "tags"}
