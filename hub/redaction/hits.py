"""What is found in a text, and how it is masked."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hub.i18n import N_, _

# What the key of a hit looks like.
KEY = r"^[0-9a-f]{16}$"


class Sensitive(StrEnum):
    """What a passage may tell about a person or a deal; of two readings of one passage the first here counts.

    `COPIED` passages stand in a confidential source, too.
    """

    IDENTITY = "identity"
    EMAIL = "email"
    PHONE = "phone"
    AMOUNT = "amount"
    NAME = "name"
    COPIED = "copied"


LABELS = {
    Sensitive.IDENTITY: N_("Identity or account number"),
    Sensitive.EMAIL: N_("E-mail address"),
    Sensitive.PHONE: N_("Phone number"),
    Sensitive.AMOUNT: N_("Amount of money"),
    Sensitive.NAME: N_("Name of a person"),
    Sensitive.COPIED: N_("Copied from the report"),
}
_PLACEHOLDERS = {
    "en": dict(
        zip(Sensitive, ("[number]", "[e-mail]", "[phone]", "[amount]", "[name]", "[left out]"), strict=True)
    ),
    "zh": dict(zip(Sensitive, ("[证件号]", "[邮箱]", "[电话]", "[金额]", "[姓名]", "[略]"), strict=True)),
}


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """The characters of a text from `start` up to `end` tell something of a `kind`.

    `value` is what they say without the way in which it is written: the same number has the same value however it is
    grouped. `key` names kind and value for a decision about them, wherever they stand.
    """

    start: int
    end: int
    kind: Sensitive
    value: str

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.kind}:{self.value}".encode()).hexdigest()[:16]

    @property
    def label(self) -> str:
        return _(LABELS[self.kind])


def merged(hits: Iterable[Hit]) -> list[Hit]:
    """Hits in their order, those that overlap as one: whatever one of them covers stays covered."""
    found: list[Hit] = []
    for hit in sorted(hits):
        if found and hit.start < found[-1].end:
            last = found[-1]
            end = max(last.end, hit.end)
            telling = min((last, hit), key=lambda one: (list(Sensitive).index(one.kind), one.start - one.end))
            value = (
                telling.value
                if telling.end - telling.start == end - last.start
                else f"{last.value}+{hit.value}"
            )
            found[-1] = Hit(last.start, end, telling.kind, value if hit.value != last.value else last.value)
        else:
            found.append(hit)
    return found


def masked(text: str, hits: Sequence[Hit]) -> str:
    """`text` with a neutral word in the place of each of these hits, in the language of what stands around it."""
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text) * 5 > len(text)
    words = _PLACEHOLDERS["zh" if chinese else "en"]
    pieces, position = [], 0
    for hit in hits:
        word = words[hit.kind]
        # Brackets in front of these would make a link of what follows, or hide the line.
        gap = " " if text[hit.end : hit.end + 1] in ("(", "[", ":") else ""
        pieces += [text[position : hit.start], word, gap]
        position = hit.end
    return "".join([*pieces, text[position:]])


def is_mask(text: str) -> bool:
    """Whether nothing is left of a text but what `masked` puts in the place of a hit."""
    return any(text.strip() in words.values() for words in _PLACEHOLDERS.values())
