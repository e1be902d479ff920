"""Phone numbers and identity numbers, however their digits are grouped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.cn import uscc
from stdnum.us import ssn

from hub.redaction.hits import Hit, Sensitive

# Numbers written as within these countries; those with a leading + are found wherever they are from.
REGIONS = ("CN", "US", "GB")
_GAP = r"[ \-./_()·]{1,3}"
_RUN = re.compile(rf"\d+(?:(?:{_GAP}|\n)\d+)*")
_ROW = re.compile(rf"\d(?:(?:{_GAP})?\d){{60,}}")
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
    for pattern in _PATTERNS:
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
            if len(digits) >= 9 and (len(sizes) <= 5 or _ends(groups, place)):
                if "\n" not in gaps or min(sizes) > 2:
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
    if 13 <= len(digits) and digits[0] in "23456" and len(window.sizes) < 20 and luhn.is_valid(digits):
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


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An expression whose `group` is a number of a `kind` when `is_valid` says so."""

    kind: Sensitive
    expression: re.Pattern[str]
    group: int = 0
    check: str = ""

    def holds(self, number: str) -> bool:
        """Whether the checksum is right, or the expression says enough."""
        compact = re.sub(r"[^0-9A-Za-z]", "", number).upper()
        if self.check == "iban":
            return bool(iban.is_valid(compact))
        if self.check == "uscc":
            return bool(uscc.is_valid(compact))
        return sum(map(str.isdigit, compact)) >= 5 if self.check == "digits" else True


_PHONE_CUE = (
    r"(?:\b(?:tel|telephone|phone|mobile|mob|cell|fax|dial|whatsapp|hotline|call|text|ring|ext|(?:his|her|their|my|'s) number)\b|电话|手机|致电|拨打|"
    r"联系方式|座机|传真|热线|来电|电联|分机)"
)
_ID_CUE = (
    r"(?:\b(?:passport|id[ -]?(?:card|number|no)|identity (?:card|number)|social security|ssn|national insurance|nino|"
    r"driving licen[cs]e|licen[cs]e number|tax (?:id|number|no)|account (?:number|no)|bank account|card (?:number|no)|"
    r"wechat|qq|iban|vat(?: id| number| no)?)\b|身份证|护照|证件|驾照|驾驶证|账号|帐号|账户|银行卡|卡号|税号|信用代码|"
    r"微信|QQ|社保)"
)
_BETWEEN = r"(?:[ :#.()=-]|号码?|no\b|number|is|was|me|us|him|her|at|on|id|为|是|也?有?){0,6}"
_CHINESE_DIGITS = "零〇一二三四五六七八九幺两"
_PATTERNS = (
    _Pattern(Sensitive.IDENTITY, re.compile(rf"(?<![0-9A-Za-z])\d{{6}}(?:{_GAP})?(?:18|19|20)\d\d(?:{_GAP})?[01]\d(?:{_GAP})?[0-3]\d(?:{_GAP})?\d{{3}}(?:{_GAP})?[0-9Xx](?![0-9A-Za-z])")),
    _Pattern(Sensitive.IDENTITY, re.compile(r"(?<![0-9A-Za-z])\d(?:[ \-.]\d){16}[ \-.][0-9Xx](?![0-9A-Za-z])")),
    _Pattern(Sensitive.IDENTITY, re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{2}\d\d(?:[ \-]?[0-9A-Za-z]){11,30}(?![0-9A-Za-z])"), check="iban"),
    _Pattern(Sensitive.IDENTITY, re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy](?:[ \-]?[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]){17}(?![0-9A-Za-z])"), check="uscc"),
    _Pattern(Sensitive.IDENTITY, re.compile(r"(?<![0-9A-Za-z])(?:[EGDPS]\d{8}|E[A-HJ-NP-Z]\d{7})(?![0-9A-Za-z])")),
    _Pattern(Sensitive.IDENTITY, re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,2}\d{6} ?\([0-9A]\)")),
    _Pattern(Sensitive.IDENTITY, re.compile(r"(?<![0-9A-Za-z])[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D](?![0-9A-Za-z])")),
    _Pattern(Sensitive.IDENTITY, re.compile(rf"{_ID_CUE}{_BETWEEN}([A-Za-z]{{0,3}}[ \-]?\d(?:[ \-]?[0-9A-Za-z]){{4,33}})", re.I), 1, "digits"),
    _Pattern(Sensitive.IDENTITY, re.compile(r"(?:\b(?:wechat|weixin)|微信)(?: ?(?:id|号))?(?:[ :]|是|为){1,3}([A-Za-z][A-Za-z0-9_-]{5,19})", re.I), 1),
    _Pattern(Sensitive.PHONE, re.compile(rf"{_PHONE_CUE}{_BETWEEN}(\+?\d(?:[ \-./()]{{0,3}}\d){{4,14}})", re.I), 1),
    _Pattern(Sensitive.PHONE, re.compile(rf"[{_CHINESE_DIGITS}](?:[ \-、]?[{_CHINESE_DIGITS}]){{6,13}}")),
)  # fmt: skip


def _hit(text: str, start: int, end: int, kind: Sensitive) -> Hit:
    if text[start - 1 : start] == "+":
        start -= 1
    value = re.sub(r"[^0-9A-Za-z零-龥]", "", text[start:end]).upper()
    return Hit(start, end, kind, value)
