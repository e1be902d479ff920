"""What a kind of article is: a model of its content, and how its fields are called."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, create_model

from hub import markdown
from hub.pages import forms
from hub.settings import get_settings
from hub.text import Line, excerpt, plain

SUMMARY_LENGTH = 240

# The most characters of one field.
LONGEST = 100_000


class Content(BaseModel):
    """Base of the contents of all kinds. Every field is Markdown, annotated with a `Section`."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Section:
    """How a field of a content is called and explained; marked texts, translated when they are shown."""

    label: str
    hint: str
    rows: int = 8


@dataclass(frozen=True)
class Field:
    """One field of a kind, for forms and pages."""

    name: str
    label: str
    hint: str
    rows: int
    required: bool


@dataclass(frozen=True)
class RenderedContent:
    """Safe HTML of the filled fields, the first words for lists, and the files that the text shows."""

    parts: list[dict[str, str]]
    summary: str
    files: frozenset[UUID]


class Titled(BaseModel):
    title: Annotated[str, Line(200)]


@dataclass(frozen=True)
class Kind:
    """A kind of article. `summary` names the field whose first words stand in lists."""

    key: str
    label: str
    content: type[Content]
    summary: str

    @cached_property
    def fields(self) -> list[Field]:
        """The fields in the order in which they are written and read."""
        return [
            Field(name, section.label, section.hint, section.rows, info.is_required())
            for name, info in self.content.model_fields.items()
            for section in info.metadata
            if isinstance(section, Section)
        ]

    @cached_property
    def _model(self) -> type[BaseModel]:
        return create_model(f"Titled{self.content.__name__}", __base__=(Titled, self.content))

    def check(self, title: str, content: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """Title and content, cleaned; InvalidInput names ``title`` and the content's fields."""
        checked = forms.validate(self._model, {**content, "title": title}).model_dump()
        return checked.pop("title"), checked

    def render(self, content: dict[str, str]) -> RenderedContent:
        """The content as safe HTML. Blocks have ids made of their field's name, such as ``solution-p3``."""
        parts, files = [], set[UUID]()
        for field in self.fields:
            if text := content.get(field.name):
                rendered = markdown.render(text, base_url=get_settings().address, anchor=field.name)
                parts.append({"field": field.name, "html": rendered.html})
                files |= rendered.files
        by_field = {part["field"]: part["html"] for part in parts}
        first = by_field.get(self.summary) or next(iter(by_field.values()), "")
        return RenderedContent(parts, excerpt(plain(first), SUMMARY_LENGTH), frozenset(files))
