"""The lists of words by which names are found."""

import pkgutil
import tomllib
import unicodedata
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from faker.providers import person

_LISTS = ("first_names", "first_names_male", "first_names_female", "first_romanized_names")
_SHORTEST = 3


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists of words in Latin letters, in lower case."""
    return frozenset(str(_lists()[name]).split())


@cache
def given_names() -> frozenset[str]:
    """The given names in Latin letters of all languages that Faker knows, in lower case and without accents."""
    names: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = import_module(f"{person.__name__}.{module.name}").Provider
        for attribute in _LISTS:
            listed = getattr(provider, attribute, ())
            names.update(map(unaccented, () if isinstance(listed, property) else listed))
    return frozenset(name for name in names if name.isascii() and name.isalpha() and len(name) >= _SHORTEST)


@cache
def unaccented(word: str) -> str:
    """A word in lower case without accents."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))


@cache
def chinese(name: str) -> str:
    """One of the lists of Chinese characters."""
    return str(_lists()["chinese"][name])


@cache
def chinese_list(name: str) -> tuple[str, ...]:
    """One of the lists of Chinese words."""
    return tuple(chinese(name).split())
