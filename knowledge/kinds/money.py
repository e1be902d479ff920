"""Currencies of ISO 4217 and amounts, as people read them."""

from decimal import Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import format_decimal, get_currency_name

from hub.i18n import babel_locale


@cache
def currencies() -> tuple[str, ...]:
    """The codes of the currencies in use, those of most of the trade first."""
    territories = get_global("territory_currencies")
    used = {
        code for rows in territories.values() for code, _since, until, tender in rows if tender and not until
    }
    return (*_FIRST, *sorted(used - set(_FIRST)))


_FIRST = ("CNY", "EUR", "USD", "GBP", "HKD", "JPY")


def currency_name(code: str) -> str:
    """What a currency is called in the current language."""
    return get_currency_name(code, locale=babel_locale())


def show_amount(amount: Decimal, currency: str = "") -> str:
    """An exact amount in the current language, with the code of its currency before it."""
    number = format_decimal(amount, "#,##0.00##", locale=babel_locale())
    return f"{currency}\u00a0{number}" if currency else number
