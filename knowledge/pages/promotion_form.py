"""The form of the promote page: an article's fields, the ticked passages, and what was decided about hits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, Field, create_model
from starlette.requests import Request

from discussions.models import Thread
from hub.errors import InvalidInput
from hub.i18n import _
from hub.redaction.hits import KEY
from knowledge import kinds
from knowledge.kinds import Kind
from knowledge.kinds.kind import LONGEST
from knowledge.models import Article
from knowledge.pages.forms import ArticleForm
from knowledge.promotion import KINDS, Decisions
from knowledge.promotion.passages import Source, Ticks, gathered
from knowledge.promotion.redacting import Texts, written_in

# Where passages go unless somebody chooses another field.
_INTO = {"solution": "solution", "faq": "answer", "success": "turning_point", "failure": "tried"}

Key = Annotated[str, Field(pattern=KEY)]
Passage = Annotated[str, Field(max_length=40)]


class PromotionForm(ArticleForm):
    """An article's form with the decisions about hits, by their keys; `rest` masks those without one.

    The passages and where they go are read by `gathered_values`.
    """

    hit: dict[Key, Literal["mask", "keep"]] = Field(default_factory=dict, max_length=5000)
    rest: bool = False
    passages: list[Passage] = Field(default_factory=list, max_length=5000)


@dataclass(frozen=True)
class Sheet:
    """What shall be made of a thread: a new article of a kind, or a change of `article`."""

    thread: Thread
    kind: Kind
    article: Article | None

    @classmethod
    def of(cls, thread: Thread, kind: str, article: Article | None) -> "Sheet":
        """InvalidInput for a kind that no case becomes."""
        if article is None and kind and kind not in KINDS:
            raise InvalidInput({"kind": _("Please choose one of the offered values.")})
        return cls(thread, kinds.get(article.kind if article else kind or KINDS[0]), article)

    @property
    def prefilled(self) -> str:
        """The kind whose prefill is shown or drawn from."""
        return KINDS[0] if self.article else self.kind.key

    @property
    def prose(self) -> list[str]:
        return [field.name for field in self.kind.fields if field.prose]

    @property
    def into(self) -> str:
        return _INTO.get(self.kind.key) or (self.prose or ["title"])[0]

    @property
    def query(self) -> str:
        """The query string that leads to this sheet."""
        return f"?improving={self.article.id}" if self.article else f"?kind={self.kind.key}"

    @property
    def kinds(self) -> list[tuple[str, str, str, None]]:
        """The kinds to choose from, as tabs."""
        here = f"/threads/{self.thread.id}/promotion"
        return [(key, _(kinds.get(key).label), f"{here}?kind={key}", None) for key in KINDS]


@cache
def form_of(kind: Kind) -> type[PromotionForm]:
    """The model of the promote page's form for one kind."""
    bases: tuple[type[BaseModel], ...] = (PromotionForm, kind.content)
    return cast(type[PromotionForm], create_model(f"{kind.key.title()}PromotionForm", __base__=bases))


async def sent_values(request: Request) -> dict[str, Any]:
    """The fields of a form as they were sent, several values of one name as a list; line breaks as in the page."""
    form = await request.form()
    values: dict[str, Any] = {}
    for name in form:
        texts = [str(one).replace("\r\n", "\n") for one in form.getlist(name)]
        values[name] = texts if len(texts) > 1 else texts[0]
    return values


def texts_in(values: Mapping[str, Any], sheet: Sheet) -> Texts:
    """The title, the texts and the note of a form that may hold something sensitive."""
    written = [*written_in(sheet.kind), *(["note"] if sheet.article else [])]
    return {name: values[name][:LONGEST] for name in written if isinstance(values.get(name), str)}


def decisions_of(form: PromotionForm | Mapping[str, Any]) -> Decisions:
    """What a form says about hits; of one that was not parsed, as far as it can be understood."""
    if isinstance(form, PromotionForm):
        chosen: Mapping[str, Any] = form.hit
        rest = form.rest
    else:
        chosen = {name.removeprefix("hit."): value for name, value in form.items() if name.startswith("hit.")}
        rest = bool(form.get("rest"))
    return Decisions(
        mask=frozenset(key for key, choice in chosen.items() if choice == "mask"),
        keep=frozenset(key for key, choice in chosen.items() if choice == "keep"),
        rest=rest,
    )


def gathered_values(values: dict[str, Any], sources: Iterable[Source], sheet: Sheet) -> dict[str, Any]:
    """The form with the passages that were ticked in it. A browser with JavaScript has put them in already."""
    if values.get("applied") or "taken" not in values:
        return values
    ticks = Ticks(
        now=frozenset(_names(values.get("passages"))), before=frozenset(str(values["taken"]).split())
    )
    texts = {name: values[name] for name in sheet.prose if isinstance(values.get(name), str)}
    into = values.get("into")
    return values | gathered(texts, list(sources), ticks, into if into in sheet.prose else sheet.into)


def _names(sent: Any) -> list[str]:
    return [sent] if isinstance(sent, str) else list(sent or [])
