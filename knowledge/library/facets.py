"""Two fields of the vocabulary that something is crossed by, as addresses name them."""

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from hub.errors import InvalidInput
from hub.i18n import _
from hub.vocabulary.models import FACET_LABELS, SINGLE_FACETS, Facet


def _single(facet: Facet) -> Facet:
    if facet not in SINGLE_FACETS:
        raise PydanticCustomError("enum", "Tags cannot be crossed.")
    return facet


# A facet of which a thing has one term at most.
Axis = Annotated[Facet, AfterValidator(_single)]


def require_two(rows: Facet, columns: Facet) -> None:
    """InvalidInput when something is to be crossed with itself."""
    if rows is columns:
        raise InvalidInput({"columns": _("Choose another field than that of the rows.")})


def axes() -> list[tuple[str, str]]:
    """The facets to choose from: their names in addresses, and their labels."""
    return [(facet.value, _(FACET_LABELS[facet])) for facet in SINGLE_FACETS]
