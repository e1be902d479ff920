"""Phone numbers and identity numbers, however their digits are grouped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import luhn
from stdnum.cn import uscc
from stdnum.us import ssn

from hub.redaction.hits import Hit, Sensitive
from hub.redaction.patterns import GAP, PATTERNS

# Numbers written as within these countries; those with a leading + are found wherever they are from.
REGIONS = ("CN", "US", "GB")
_RUN = re.compile(rf"\d+(?:(?:{GAP}|\n)\d+)*")
_ROW = re.compile(rf"\d(?:(?:{GAP})?\d){{60,}}")
_DIGITS = re.compile(r"\d+")
_LONGEST = 19
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_NO_PHONE = re.compile(
    r"(?:19|20)\d\d[-./]\d\d?[-./]\d\d?.*|\d{1,3}(?:\.\d{1,3}){3}|\d+\.\d+|\d{7,}-\d{7,}", re.DOTALL
)
# A number that goes on to the left is a longer one, a decimal fraction or a product.
_INSIDE = re.compile(r"(?:\d[.,]|[A-Za-z_=/-])\Z")


@dataclass(frozen=True, slots=True)
class _Window:
    """Neighbouring groups of digits, which may be one number."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]


def numbers(text: str) -> Iterator[Hit]:
    """The phone and identity numbers of a folded text; places are those of this text."""
    for run in _RUN.finditer(text):
        if sum(map(str.isdigit, run.group())) >= 7:
            for window in _windows(run.start(), run.group()):
                if kind := _kind(text, window):
                    yield _hit(text, window.start, window.end, kind)
    for pattern in PATTERNS:
        for match in pattern.expression.finditer(text):
            if pattern.holds(match.group(pattern.group)):
                yield _hit(text, match.start(pattern.group), match.end(pattern.group), pattern.kind)
    yield from _by_library(text)


def _by_library(text: str) -> Iterator[Hit]:
    if not re.search(r"\d(?:.{0,3}\d){5}", text):
        return
    # The library tries every part of a long row of digits, which takes minutes and is a table, not a number.
    text = _ROW.sub(lambda row: "\n" * len(row.group()), text)
    for region in REGIONS:
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            if not _NO_PHONE.fullmatch(match.raw_string) and not _INSIDE.search(
                text[max(0, match.start - 2) : match.start]
            ):
                lead = len(match.raw_string) - len(match.raw_string.lstrip("[（［ "))
                yield _hit(text, match.start + lead, match.end, Sensitive.PHONE)


def _windows(offset: int, run: str) -> Iterator[_Window]:
    groups = [(match.start(), match.end()) for match in _DIGITS.finditer(run)]
    for first, (start, _end) in enumerate(groups):
        digits, sizes, gaps = "", list[int](), set[str]()
        for place, (begin, end) in enumerate(groups[first : first + _LONGEST], start=first):
            if place > first:
                gaps.add(run[groups[place - 1][1] : begin])
            digits += run[begin:end]
            sizes.append(end - begin)
            # One number has few groups, or is spelt digit by digit; a table of small numbers is neither.
            spelt = len(digits) == len(sizes) and len(gaps) <= 1
            if len(digits) > _LONGEST or (len(sizes) > 5 and not (spelt and _begins(groups, first))):
                break
            whole = len(digits) >= 9 and (len(sizes) <= 5 or _ends(groups, place))
            if whole and ("\n" not in gaps or min(sizes) > 2):
                yield _Window(offset + start, offset + end, digits, tuple(sizes))


def _begins(groups: list[tuple[int, int]], place: int) -> bool:
    """Whether no single digit stands before a group."""
    return place == 0 or groups[place - 1][1] - groups[place - 1][0] > 1


def _ends(groups: list[tuple[int, int]], place: int) -> bool:
    """Whether no single digit follows a group."""
    return place == len(groups) - 1 or groups[place + 1][1] - groups[place + 1][0] > 1


def _kind(text: str, window: _Window) -> Sensitive | None:
    """What the digits of a window are, if anything."""
    digits, before = window.digits, text[max(0, window.start - 3) : window.start]
    after = text[window.end : window.end + 1]
    if _ADDRESS.fullmatch(text, window.start, window.end):
        return None
    if len(digits) == 18 and (_RESIDENT.fullmatch(digits) or uscc.is_valid(digits)):
        return Sensitive.IDENTITY
    if len(digits) == 15 and _OLD_RESIDENT.fullmatch(digits):
        return Sensitive.IDENTITY
    if before[-1:].isascii() and before[-1:].isalpha():
        return Sensitive.PHONE if _MOBILE.fullmatch(digits) else None
    if len(digits) >= 13 and digits[0] in "23456" and len(window.sizes) < 20 and luhn.is_valid(digits):
        return Sensitive.IDENTITY
    if window.sizes == (3, 2, 4) and ssn.is_valid(digits):
        return Sensitive.IDENTITY
    if _MOBILE.fullmatch(digits) and not after.isdigit():
        return Sensitive.PHONE
    if window.sizes[0] < 5 and "+" in before and len(digits) <= 15:
        return Sensitive.PHONE
    if _SERVICE.fullmatch(digits) or (_LANDLINE.fullmatch(digits) and window.sizes[0] in (3, 4, len(digits))):
        return Sensitive.PHONE
    return None


_RESIDENT = re.compile(r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}")
_OLD_RESIDENT = re.compile(r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_MOBILE = re.compile(r"(?:0?86|0086)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}")
_SERVICE = re.compile(r"[48]00\d{7}")


def _hit(text: str, start: int, end: int, kind: Sensitive) -> Hit:
    if text[start - 1 : start] == "+":
        start -= 1
    value = re.sub(r"[^0-9A-Za-z零-龥]", "", text[start:end]).upper()
    return Hit(start, end, kind, value)
