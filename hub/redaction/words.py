"""The lists of words by which names are found."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists of words in Latin letters, in lower case."""
    return frozenset(str(_lists()[name]).split())


@cache
def chinese(name: str) -> str:
    """One of the lists of Chinese characters."""
    return str(_lists()["chinese"][name])


@cache
def chinese_list(name: str) -> tuple[str, ...]:
    """One of the lists of Chinese words."""
    return tuple(chinese(name).split())
