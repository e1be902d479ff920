"""Text made comparable for search: the same steps for what is indexed and what is asked."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from hub.text.cleaning import calm_marks, scalar

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for use inside a character class of a regular expression."""


def fold(text: str) -> str:
    """`text` with width, case and traditional characters folded away, for the index and the query alike."""
    folded = unicodedata.normalize("NFKC", calm_marks(scalar(text))).casefold()
    if not folded.isascii():
        folded = _simplifier().convert(unicodedata.normalize("NFKC", folded))
    return folded


def pad(text: str) -> str:
    """`text` with a space wherever Chinese meets a Latin letter or a digit.

    Meilisearch 1.21 keeps ``报价3999元`` as one word and does not find ``3999`` in it.
    """
    return _BOUNDARY.sub(" ", text)


_BOUNDARY = re.compile(f"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{HAN}])")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
