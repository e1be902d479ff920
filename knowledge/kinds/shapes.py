"""What the fields of a content are: how each is called, checked, written in a form and told to a reader.

A shape annotates the field of a pydantic model, after what else checks it:
``valid_to: Annotated[date | None, Day(N_("Valid to"))] = None``. Labels and hints are marked texts.
"""

import re
import unicodedata
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
        # JSON may hold what cannot be looked up, such as a list.
        if not isinstance(value, str) or value not in dict(self.choices):
            raise told(_("Please choose one of the offered values."))
        return value

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
