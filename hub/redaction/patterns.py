"""Numbers that are known by their shape, or by the words in front of them."""

import re
from dataclasses import dataclass

from stdnum import iban
from stdnum.cn import uscc

from hub.redaction.hits import Sensitive

GAP = r"[ \-./_()·]{1,3}"
_NOT_BEFORE, _NOT_AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression whose last group, or the whole of it, is a number of a `kind` when its `check` holds."""

    kind: Sensitive
    expression: re.Pattern[str]
    check: str = ""

    @property
    def group(self) -> int:
        return self.expression.groups

    def holds(self, number: str) -> bool:
        """Whether the checksum is right, or there are digits enough."""
        compact = re.sub(r"[^0-9A-Za-z]", "", number).upper()
        if self.check == "iban":
            return bool(iban.is_valid(compact))
        if self.check == "uscc":
            return bool(uscc.is_valid(compact))
        return self.check != "digits" or sum(map(str.isdigit, compact)) >= 5


_PHONE_CUE = (
    r"(?:\b(?:tel|telephone|phone|mobile|mob|cell|fax|dial|whatsapp|hotline|call|text|ring|ext|"
    r"(?:his|her|their|my|'s) number)\b|电话|手机|致电|拨打|联系方式|座机|传真|热线|来电|电联|分机)"
)
_ID_CUE = (
    r"(?:\b(?:passport|id[ -]?(?:card|number|no)|identity (?:card|number)|social security|ssn|national insurance|nino|"
    r"driving licen[cs]e|licen[cs]e number|tax (?:id|number|no)|account (?:number|no)|bank account|card (?:number|no)|"
    r"wechat|qq|iban|vat(?: id| number| no)?)\b|身份证|护照|证件|驾照|驾驶证|账号|帐号|账户|银行卡|卡号|税号|信用代码|"
    r"微信|QQ|社保)"
)
_BETWEEN = r"(?:[ :#.()=-]|号码?|no\b|number|is|was|me|us|him|her|at|on|id|为|是|也?有?){0,6}"
_CHINESE_DIGIT = "[零〇一二三四五六七八九幺两]"
_USCC = "[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]"


def _identity(expression: str, check: str = "", *, alone: bool = True) -> Pattern:
    """`alone`: not in the middle of a longer word or number."""
    whole = f"{_NOT_BEFORE}{expression}{_NOT_AFTER}" if alone else expression
    return Pattern(Sensitive.IDENTITY, re.compile(whole, 0 if alone else re.IGNORECASE), check)


PATTERNS = (
    # Chinese resident identity cards, whatever their check digit: who copies one by hand makes mistakes.
    _identity(
        rf"\d{{6}}(?:{GAP})?(?:18|19|20)\d\d(?:{GAP})?[01]\d(?:{GAP})?[0-3]\d(?:{GAP})?\d{{3}}(?:{GAP})?[0-9Xx]"
    ),
    _identity(r"\d(?:[ \-.]\d){16}[ \-.][0-9Xx]"),
    _identity(r"[A-Za-z]{2}\d\d(?:[ \-]?[0-9A-Za-z]){11,30}", "iban"),
    _identity(rf"{_USCC}(?:[ \-]?{_USCC}){{17}}", "uscc"),
    # Chinese passports, Hong Kong identity cards, British national insurance.
    _identity(r"(?:[EGDPS]\d{8}|E[A-HJ-NP-Z]\d{7})"),
    _identity(r"[A-Z]{1,2}\d{6} ?\([0-9A]\)"),
    _identity(r"[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]"),
    _identity(
        rf"{_ID_CUE}{_BETWEEN}([A-Za-z]{{0,3}}[ \-]?\d(?:[ \-]?[0-9A-Za-z]){{4,33}})", "digits", alone=False
    ),
    _identity(
        r"(?:\b(?:wechat|weixin)|微信)(?: ?(?:id|号))?(?:[ :]|是|为){1,3}([A-Za-z][A-Za-z0-9_-]{5,19})",
        alone=False,
    ),
    Pattern(
        Sensitive.PHONE,
        re.compile(rf"{_PHONE_CUE}{_BETWEEN}(\+?\d(?:[ \-./()]{{0,3}}\d){{4,14}})", re.IGNORECASE),
    ),
    Pattern(Sensitive.PHONE, re.compile(rf"{_CHINESE_DIGIT}(?:[ \-、]?{_CHINESE_DIGIT}){{6,13}}")),
)
