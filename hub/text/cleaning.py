"""Text as people type it, cleaned on its way in.

`Line` and `Prose` annotate fields of pydantic models, ``title: Annotated[str, Line(200)]``; called
directly, ``Line(200)("…")`` returns the cleaned text. What they refuse raises `PydanticCustomError`
(a `ValueError`) of one of these types, which the form layer translates:

=============  ===============================================  =========================
type           meaning                                          context
=============  ===============================================  =========================
``bad_text``   half a surrogate pair: not a Unicode text        none
``empty``      nothing visible was typed                        ``min_length``
``too_short``  fewer characters than needed                     ``min_length``, ``length``
``too_long``   more characters than allowed                     ``max_length``, ``length``
=============  ===============================================  =========================

Lengths count code points after cleaning.
"""

import re
import unicodedata
from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a title, a name, a tag, a query.

    Line breaks become spaces, control characters go, bidirectional controls are balanced, the ends
    are trimmed, the result is NFC. What shows nothing (spaces, zero-width characters) is empty.
    """

    max_length: int
    min_length: int = 1

    def __call__(self, text: str) -> str:
        """The cleaned line; raises `PydanticCustomError` as listed in the module."""
        _refuse_unreadable(text, self.max_length)
        text = text.replace("\r\n", "\n").translate(_BREAKS_TO_SPACES).translate(_NO_CONTROLS)
        text = _normalised(_balanced(text)).strip(_BLANK)
        return _within(text, self.min_length, self.max_length)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _cleaned_by(self, source, handler)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _with_lengths(handler(schema), self.min_length, self.max_length)


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of several lines: a body, a note.

    Every line break becomes ``\\n``, other control characters except the tab go, blank lines before and
    white space after the text are cut (the indentation of its first line means something in Markdown),
    the result is NFC. Bidirectional controls stay: they end with their paragraph.
    """

    max_length: int
    min_length: int = 0

    def __call__(self, text: str) -> str:
        """The cleaned text; raises `PydanticCustomError` as listed in the module."""
        _refuse_unreadable(text, self.max_length)
        text = text.replace("\r\n", "\n").translate(_BREAKS_TO_NEWLINES).translate(_NO_CONTROLS)
        text = _LEADING_BLANK_LINES.sub("", _normalised(text).rstrip(_BLANK))
        return _within(text, self.min_length, self.max_length)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _cleaned_by(self, source, handler)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _with_lengths(handler(schema), self.min_length, self.max_length)


def scalar(text: str) -> str:
    """`text` with halves of surrogate pairs replaced, so that every library can encode it."""
    return _SURROGATE.sub("\ufffd", text)


def calm_marks(text: str) -> str:
    """`text` with at most `_MARKS_IN_A_ROW` combining marks in a row."""
    if text.isascii():
        return text
    kept = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]*"
)
_BLANK = " \t\n\xa0\u1680\u200b\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_LEADING_BLANK_LINES = re.compile(r"\A\ufeff?(?:[^\S\n]*\n)*")
_BREAKS = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_BREAKS_TO_SPACES = str.maketrans(dict.fromkeys([*_BREAKS, "\t"], " "))
_BREAKS_TO_NEWLINES = str.maketrans(dict.fromkeys(_BREAKS, "\n"))
_NO_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A})

_EMBEDDINGS, _END_OF_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_BIDI = re.compile(f"[{_EMBEDDINGS}{_END_OF_EMBEDDING}{_ISOLATES}{_END_OF_ISOLATE}]")

# Normalising sorts each run of combining marks in quadratic time: 100,000 of them take 13 seconds.
# Unicode's Stream-Safe Text Format allows 30 in a row; no language needs more.
_MARKS_IN_A_ROW = 30


def _refuse_unreadable(text: str, max_length: int) -> None:
    """Refuse what is no text, and unread what no cleaning could make short enough."""
    if _SURROGATE.search(text):
        raise PydanticCustomError("bad_text", "This contains characters that are not valid text")
    if len(text) > 8 * max_length + 1000:
        raise _too_long(len(text), max_length)


def _within(text: str, min_length: int, max_length: int) -> str:
    if _INVISIBLE.fullmatch(text):
        text = ""
    if len(text) > max_length:
        raise _too_long(len(text), max_length)
    if not text and min_length:
        raise PydanticCustomError("empty", "Please fill this in", {"min_length": min_length})
    if len(text) < min_length:
        raise PydanticCustomError(
            "too_short",
            "At least {min_length} characters are needed",
            {"min_length": min_length, "length": len(text)},
        )
    return text


def _too_long(length: int, max_length: int) -> PydanticCustomError:
    return PydanticCustomError(
        "too_long",
        "At most {max_length} characters are allowed",
        {"max_length": max_length, "length": length},
    )


def _normalised(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", calm_marks(text))


def _balanced(text: str) -> str:
    """`text` with unclosed bidirectional controls closed and stray closing ones removed (UAX #9, 3.3.2).

    An open override in a title would turn round whatever the page shows after it.
    """
    still_open: list[str] = []

    def replace(match: re.Match[str]) -> str:
        control = match.group()
        if control in _EMBEDDINGS:
            still_open.append(_END_OF_EMBEDDING)
        elif control in _ISOLATES:
            still_open.append(_END_OF_ISOLATE)
        elif control == _END_OF_EMBEDDING:
            if not still_open or still_open[-1] != _END_OF_EMBEDDING:
                return ""
            still_open.pop()
        else:
            if _END_OF_ISOLATE not in still_open:
                return ""
            closing = ""
            while still_open[-1] == _END_OF_EMBEDDING:
                closing += still_open.pop()
            return closing + still_open.pop()
        return control

    return _BIDI.sub(replace, text) + "".join(reversed(still_open))


def _cleaned_by(cleaner: Line | Prose, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
    def clean(value: object) -> object:
        return cleaner(value) if isinstance(value, str) else value

    return core_schema.no_info_before_validator_function(clean, handler(source))


def _with_lengths(schema: JsonSchemaValue, min_length: int, max_length: int) -> JsonSchemaValue:
    return {**schema, "maxLength": max_length, **({"minLength": min_length} if min_length else {})}
