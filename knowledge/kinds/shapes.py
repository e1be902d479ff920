"""What the fields of a content are: how each is called, checked, written in a form and told to a reader.

A shape annotates the field of a pydantic model, after what else checks it:
``valid_to: Annotated[date | None, Day(N_("Valid to"))] = None``. Labels and hints are marked texts.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from babel.dates import format_date
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from hub.i18n import LOCALES, _, babel_locale, in_locale
from hub.pages.forms import told
from knowledge.kinds.money import currencies, currency_name, show_amount

# A price has fewer digits; what is longer is a slip of the keyboard.
DIGITS_BEFORE_POINT = 15
DIGITS_AFTER_POINT = 4


@dataclass(frozen=True)
class Shape:
    """How a field is called and explained. `card` puts its value on the cards of lists."""

    label: str
    hint: str = ""
    card: bool = False

    # The control of the form, and how the page shows the value; see knowledge/fields.html and knowledge/values.html.
    widget: ClassVar[str] = "line"

    def typed(self, value: Any) -> str:
        """A stored value as somebody would type it."""
        return "" if value is None else str(value)

    def told(self, value: Any) -> str:
        """A stored value in the words of the current language."""
        return self.typed(value)

    def words(self, value: Any) -> str:
        """A stored value as search finds it, whatever the language."""
        return self.typed(value)


@dataclass(frozen=True)
class Section(Shape):
    """Markdown of several paragraphs, shown under its own heading. `rows` is the height of its editor."""

    rows: int = 8

    widget = "markdown"


@dataclass(frozen=True)
class Words(Shape):
    """A few words on one line, such as a region."""


@dataclass(frozen=True)
class Typed(Shape):
    """Base of what is no text. What is typed blank counts as not given."""

    def clean(self, value: Any) -> Any:
        """What was sent, before pydantic sees it; raises `told` with what is wrong."""
        return value

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        kind = schema["type"]

        def clean(value: Any) -> Any:
            if value is None or (isinstance(value, str) and not value.strip()):
                if kind == "nullable":
                    return None
                if kind == "list":
                    return self.clean([])
                raise PydanticCustomError("empty", "Please fill this in")
            return self.clean(value)

        return core_schema.no_info_before_validator_function(clean, schema)


@dataclass(frozen=True)
class Day(Typed):
    """A date of the calendar, without a time."""

    widget = "day"

    def clean(self, value: Any) -> Any:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        except ValueError:
            raise told(_("Please give a date, such as 2026-03-31.")) from None

    def told(self, value: Any) -> str:
        return show_day(date.fromisoformat(value)) if value else ""


def show_day(day: date) -> str:
    """A day in the current language."""
    return format_date(day, "medium", locale=babel_locale())


@dataclass(frozen=True)
class Amount(Typed):
    """A sum of money or another exact number: at most 15 digits before the point and 4 after it."""

    widget = "amount"

    def clean(self, value: Any) -> Decimal:
        return exact(value)

    def told(self, value: Any) -> str:
        return show_amount(Decimal(value)) if value is not None else ""


def exact(value: Any) -> Decimal:
    """What somebody typed as an exact number, with or without commas between thousands."""
    text = unicodedata.normalize("NFKC", str(value)).strip() if len(str(value)) < 1000 else "too long"
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        number = None
    if number is None:
        raise told(_("Please give a number, such as 3999 or 1,250.50."))
    before, _point, after = text.lstrip("-").partition(".")
    if len(before.lstrip("0")) > DIGITS_BEFORE_POINT or len(after.rstrip("0")) > DIGITS_AFTER_POINT:
        raise told(
            _("At most %(before)s digits before the point and %(after)s after it are kept.")
            % {"before": DIGITS_BEFORE_POINT, "after": DIGITS_AFTER_POINT}
        )
    return number


_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Currency(Typed):
    """A currency by its ISO 4217 code."""

    widget = "choice"

    def clean(self, value: Any) -> str:
        code = str(value).strip().upper()
        if code not in currencies():
            raise told(_("Please choose a currency, such as CNY or USD."))
        return code

    def told(self, value: Any) -> str:
        return f"{value} · {currency_name(value)}" if value else ""

    def words(self, value: Any) -> str:
        return _in_every_language(self, value)

    def options(self) -> list[tuple[str, str, str]]:
        """Value, label and further words of each choice."""
        return [(code, f"{code} · {currency_name(code)}", "") for code in currencies()]


@dataclass(frozen=True)
class Choice(Typed):
    """One of a few words: marked texts by what is stored."""

    choices: tuple[tuple[str, str], ...] = ()

    widget = "choice"

    def clean(self, value: Any) -> str:
        if value not in dict(self.choices):
            raise told(_("Please choose one of the offered values."))
        return str(value)

    def told(self, value: Any) -> str:
        return _(dict(self.choices)[value]) if value in dict(self.choices) else ""

    def words(self, value: Any) -> str:
        return _in_every_language(self, value)

    def options(self) -> list[tuple[str, str, str]]:
        """Value, label and further words of each choice."""
        return [(key, _(label), "") for key, label in self.choices]


def _in_every_language(shape: Shape, value: Any) -> str:
    found = []
    for locale in LOCALES:
        with in_locale(locale):
            found.append(shape.told(value))
    return " · ".join(dict.fromkeys(found))


@dataclass(frozen=True)
class Reference(Typed):
    """Other things by uid, shown by title only to those who may see them; `noun` is what they are.

    Of people (``person``) one is chosen from a list; threads and articles are given by their addresses.
    """

    noun: str = "thread"

    @property
    def widget(self) -> str:  # type: ignore[override]  # depends on what is referred to
        return "person" if self.noun == "person" else "references"

    def words(self, value: Any) -> str:  # noqa: ARG002  # what it refers to has readers of its own
        return ""

    def keys(self, value: Any) -> list[str]:
        """What a stored value refers to."""
        return [value] if isinstance(value, str) else list(value or [])

    def stored(self, keys: Iterable[str]) -> Any:
        """A value that refers to `keys`, as it is stored."""
        found = list(dict.fromkeys(keys))
        return found if self.noun != "person" else found[0] if found else None

    def clean(self, value: Any) -> Any:
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
            raise told(_("Please give addresses, one a line."))
        keys = [_key(line) for text in given for line in text.splitlines() if line.strip()]
        if len(keys) > MOST_REFERENCES:
            raise told(_("At most %(count)s can be named here.") % {"count": MOST_REFERENCES})
        return self.stored(keys)


MOST_REFERENCES = 20
_IN_ADDRESS = re.compile(r"(?:^|/)(?:threads|articles|people)/([^/?#\s]+)")


def _key(line: str) -> str:
    """The id, uid or handle in an address or in ``[[thread:…]]``."""
    text = line.strip().strip("[]").rpartition(":")[2] if line.strip().startswith("[[") else line.strip()
    found = _IN_ADDRESS.search(text)
    return (found.group(1) if found else text)[:100]


@dataclass(frozen=True)
class Rows(Typed):
    """A table that is typed one line a row, its cells set apart by tabs or bars, as a spreadsheet copies them.

    `columns` are the shapes of the cells by the name of the row's field.
    """

    columns: tuple[tuple[str, Shape], ...] = ()

    widget = "rows"

    def clean(self, value: Any) -> Any:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            raise told(_("Please give a table, one line a row."))
        rows: list[Any] = []
        for one in value:
            rows += self._parsed(one) if isinstance(one, str) else [one]
        if not rows:
            raise told(_("Please fill this in."))
        if len(rows) > MOST_ROWS:
            raise told(_("At most %(count)s can be named here.") % {"count": MOST_ROWS})
        return [self._checked(number, row) for number, row in enumerate(rows, 1)]

    def _parsed(self, text: str) -> list[dict[str, str]]:
        names = [name for name, _shape in self.columns]
        rows = []
        for line in text.splitlines():
            if line.strip():
                cells = [cell.strip() for cell in _BETWEEN_CELLS.split(line.strip())]
                if len(cells) > len(names):
                    text = _("“%(line)s” has more than %(count)s cells.")
                    raise told(text % {"line": line.strip()[:60], "count": len(names)})
                rows.append(dict(zip(names, cells, strict=False)))
        return rows

    def _checked(self, number: int, row: Any) -> Any:
        if not isinstance(row, Mapping):
            raise told(_("Please give a table, one line a row."))
        cells = dict(row)
        for name, shape in self.columns:
            try:
                if isinstance(shape, Typed) and cells.get(name) not in (None, ""):
                    cells[name] = shape.clean(cells[name])
                elif isinstance(shape, Typed) or (name == self.columns[0][0] and not cells.get(name)):
                    raise told(_("Please fill this in."))
            except PydanticCustomError as error:
                text = _("Row %(number)s, %(column)s: %(problem)s")
                problem = (error.context or {}).get("text", "")
                raise told(text % {"number": number, "column": _(shape.label), "problem": problem}) from None
        return cells

    def typed(self, value: Any) -> str:
        return "\n".join(" | ".join(self.cells(row, told=False)) for row in value or [])

    def told(self, value: Any) -> str:
        return "\n".join(" | ".join(self.cells(row)) for row in value or [])

    def cells(self, row: Mapping[str, Any], *, told: bool = True) -> list[str]:
        """The cells of a stored row, in words or as typed."""
        return [
            shape.told(row.get(name)) if told else shape.typed(row.get(name)) for name, shape in self.columns
        ]


MOST_ROWS = 200
_BETWEEN_CELLS = re.compile(r"\s*[\t|｜]\s*")
