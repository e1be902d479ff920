"""Two languages from the first page: gettext catalogues, one per package, chosen by a context variable.

Catalogues are read from their ``.po`` sources, so that no compiled file can be stale.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LOCALES = ("en", "zh")
SOURCE_LOCALE = "en"
PACKAGES = ("hub", "discussions", "knowledge", "search", "notifications")
ROOT = Path(__file__).parent.parent

_BABEL_LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}

_locale: ContextVar[str] = ContextVar("locale", default=SOURCE_LOCALE)


def current_locale() -> str:
    """The language of the request or mail that is being written: ``en`` or ``zh``."""
    return _locale.get()


def babel_locale() -> str:
    """The current language as Babel calls it, for dates and numbers."""
    return _BABEL_LOCALES[current_locale()]


def set_locale(locale: str) -> None:
    """Choose the language for the rest of this task."""
    _locale.set(locale if locale in LOCALES else SOURCE_LOCALE)


@contextmanager
def in_locale(locale: str) -> Iterator[None]:
    """Choose the language for a block."""
    token = _locale.set(locale if locale in LOCALES else SOURCE_LOCALE)
    try:
        yield
    finally:
        _locale.reset(token)


def _(message: str) -> str:
    """`message` in the current language. Call it when the text is shown, never at import."""
    return translations(_locale.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a countable message that fits `count`."""
    return translations(_locale.get()).ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802  # the name gettext tools look for
    """Mark a text at import so that it is extracted; translate it with `_` when it is shown."""
    return message


@lru_cache
def translations(locale: str) -> NullTranslations:
    """The merged catalogue of all packages for one language."""
    merged = Translations()
    if locale == SOURCE_LOCALE:
        return merged
    for package in PACKAGES:
        source = catalogue_path(package, locale)
        if source.exists():
            with source.open("rb") as file:
                catalogue = read_po(file, locale=locale)
            compiled = BytesIO()
            write_mo(compiled, catalogue)
            compiled.seek(0)
            loaded = Translations(compiled)
            merged.merge(loaded)
            # Merging leaves the rule for plurals behind, and Chinese would get English ones.
            merged.plural = loaded.plural
    return merged


def catalogue_path(package: str, locale: str) -> Path:
    """Where a package keeps its messages of one language."""
    return ROOT / package / "locale" / locale / "LC_MESSAGES" / "messages.po"


def negotiate(accept_language: str) -> str:
    """The best of our languages for an ``Accept-Language`` header (RFC 9110, 12.5.4)."""
    weighted = []
    for position, part in enumerate(accept_language.split(",")):
        tag, _sep, parameter = part.strip().partition(";")
        quality = parameter.strip().removeprefix("q=") or "1"
        try:
            weighted.append((-float(quality), position, tag.split("-")[0].lower()))
        except ValueError:
            continue
    for _quality, _position, language in sorted(weighted):
        if language in LOCALES:
            return language
    return SOURCE_LOCALE
