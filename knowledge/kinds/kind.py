"""What a kind of article is: a model of its content, how its fields are called, and what its pages show besides."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, create_model

from hub import markdown
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.markdown.excerpts import without_excerpts
from hub.pages import forms
from hub.settings import get_settings
from hub.text import Line, excerpt, plain
from hub.vocabulary.models import CUSTOMER_FACETS, Facet, Term
from knowledge.kinds.references import Reference
from knowledge.kinds.shapes import Day, Section, Shape
from knowledge.models import Article

SUMMARY_LENGTH = 240

# Who wrote a passage of a case; lists show what it says.
_CREDIT = re.compile(r'<p[^<>]*>— <a href="/people/[^<]*</a>, <a [^<]*</a></p>')

# The most characters of one field.
LONGEST = 100_000

# Dates that lists, filters and expiry ask for: fields of these names are columns of the article too.
COLUMNS = ("valid_from", "valid_to", "starts_on", "ends_on")


class Content(BaseModel):
    """Base of the contents of all kinds. Every field is annotated with a `Shape`."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Field:
    """One field of a kind, for forms and pages."""

    name: str
    shape: Shape
    required: bool

    @property
    def label(self) -> str:
        return self.shape.label

    @property
    def hint(self) -> str:
        return self.shape.hint

    @property
    def rows(self) -> int:
        return self.shape.rows if isinstance(self.shape, Section) else 1

    @property
    def widget(self) -> str:
        return self.shape.widget

    @property
    def prose(self) -> bool:
        """Whether the field is Markdown, shown under a heading of its own."""
        return isinstance(self.shape, Section)


@dataclass(frozen=True)
class RenderedContent:
    """Safe HTML of the filled Markdown fields, the first words for lists, and the files that the text shows."""

    parts: list[dict[str, str]]
    summary: str
    files: frozenset[UUID]


class Titled(BaseModel):
    title: Annotated[str, Line(200)]


# What the page of one article shows besides its content, as one reader may see it.
Loader = Callable[[Reader, Article], Awaitable[Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of article. `summary` names the field whose first words stand in lists, `place` its place among the kinds.

    `requires` are the facets under which every article of the kind is filed; of `alone` each term has one article of
    the kind among those that somebody may read. `page` is the template of what the
    page shows between head and foot; it finds `extra`, what `load` gives for the reader. `then` is the page below
    the article's to go on with once one is published.
    """

    key: str
    label: str
    content: type[Content]
    summary: str
    hint: str = ""
    place: int = 100
    requires: tuple[Facet, ...] = ()
    alone: Facet | None = None
    page: str = "knowledge/content.html"
    load: Loader | None = None
    then: str = ""

    @cached_property
    def fields(self) -> list[Field]:
        """The fields in the order in which they are written and read."""
        return [
            Field(name, shape, info.is_required())
            for name, info in self.content.model_fields.items()
            for shape in info.metadata
            if isinstance(shape, Shape)
        ]

    @property
    def references(self) -> list[tuple[str, Reference]]:
        """The fields that refer to other things, by name."""
        return [(field.name, field.shape) for field in self.fields if isinstance(field.shape, Reference)]

    @property
    def groups(self) -> list[tuple[bool, list[Field]]]:
        """The fields as a form shows them: short ones that follow each other stand side by side (True)."""
        return [(small, list(some)) for small, some in groupby(self.fields, key=_is_small)]

    @cached_property
    def _model(self) -> type[BaseModel]:
        return create_model(f"Titled{self.content.__name__}", __base__=(Titled, self.content))

    def check(self, title: str, content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Title and content, cleaned and ready for JSON; InvalidInput names ``title`` and the content's fields."""
        checked = forms.validate(self._model, {**content, "title": title}).model_dump(mode="json")
        return checked.pop("title"), checked

    def require_filing(self, terms: Iterable[Term]) -> None:
        """InvalidInput unless `terms` cover every facet that the kind requires."""
        filed = {term.facet for term in terms}
        missing = [facet for facet in self.requires if facet not in filed]
        if missing:
            raise InvalidInput({_filed_as(facet): _("Please fill this in.") for facet in missing})

    @property
    def required_filing(self) -> list[str]:
        """The fields of a form in which the required terms are chosen."""
        return [_filed_as(facet) for facet in self.requires]

    def columns(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The dates of a checked content that are columns of the article."""
        return {name: date.fromisoformat(value) if (value := content.get(name)) else None for name in COLUMNS}

    def card(self, content: Mapping[str, Any]) -> list[str]:
        """What a card in a list says of a content, in the current language."""
        return [
            f"{_(field.label)} {value}" if isinstance(field.shape, Day) else value
            for field in self.fields
            if field.shape.card and (value := field.shape.told(content.get(field.name)))
        ]

    def words(self, content: Mapping[str, Any]) -> str:
        """The typed values as text, for search; names of people and titles of other things are not among them."""
        found = [field.shape.words(content.get(field.name)) for field in self.fields if not field.prose]
        return "\n".join(text for text in found if text)

    def render(self, content: Mapping[str, Any]) -> RenderedContent:
        """The Markdown as safe HTML. Blocks have ids made of their field's name, such as ``solution-p3``."""
        parts, files = [], set[UUID]()
        for field in self.fields:
            if field.prose and (text := content.get(field.name)):
                rendered = markdown.render(text, base_url=get_settings().address, anchor=field.name)
                parts.append({"field": field.name, "html": rendered.html})
                files |= rendered.files
        by_field = {part["field"]: part["html"] for part in parts}
        first = by_field.get(self.summary) or next(iter(by_field.values()), "")
        return RenderedContent(parts, _summary(first), frozenset(files))


def _summary(html: str) -> str:
    """The first words of a text, without who wrote its passages and what it shows of other articles."""
    return excerpt(plain(without_excerpts(_CREDIT.sub("", html))), SUMMARY_LENGTH)


def _filed_as(facet: Facet) -> str:
    return f"customer.{facet.value}" if facet in CUSTOMER_FACETS else facet.value


def _is_small(field: Field) -> bool:
    return field.widget in ("line", "day", "amount", "choice", "person")
