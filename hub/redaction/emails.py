"""E-mail addresses, also those that are written so that machines do not find them."""

import re
from collections.abc import Iterator

from hub.redaction.hits import Hit, Sensitive

_AT = r"(?:@| ?[(\[{<] ?(?:at|AT|@|#) ?[)\]}>] ?| (?:at|AT) (?=[\w.-]+ (?:dot|DOT) ))"
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|DOT|\.|点) ?[)\]}>] ?| (?:dot|DOT) |。)"
_LOCAL = r"[^\W_](?:[\w+'-]|\.(?=\w)){0,63}"
_LABEL = r"[^\W_](?:[^\W_]|-(?=[^\W_])){0,62}"
_ADDRESS = re.compile(rf"(?<![\w+'-])(?:mailto:)?({_LOCAL}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,6}})")
# Chinese runs on without a space, and no local part or domain of ours is written in Han.
_HAN = re.compile(r"[\u3400-\u9fff]+")


def emails(text: str) -> Iterator[Hit]:
    """The e-mail addresses of a folded text; places are those of this text."""
    latin = _HAN.sub(lambda match: "\n" * len(match.group()), text)
    for match in _ADDRESS.finditer(latin):
        start, end = match.span(1)
        yield Hit(start, end, Sensitive.EMAIL, re.sub(r"\s", "", text[start:end]).casefold())
