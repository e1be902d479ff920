"""Cleaning, folding and shortening of text."""

import time
import unicodedata
from contextlib import suppress
from typing import Annotated

import pytest
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from hub.text import Line, Prose, excerpt, fold, pad, plain, scalar, squeeze

RLO, PDF, RLI, PDI = "\u202e", "\u202c", "\u2067", "\u2069"


class Form(BaseModel):
    title: Annotated[str, Line(20)]
    body: Annotated[str, Prose(100)] = ""
    stage: Annotated[str | None, Line(5)] = None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jammed printer \n", "Jammed printer"),
        ("one\r\ntwo\nthree\tfour\u2028five", "one two three four five"),
        ("nul\x00 bell\x07 escape\x1b[31m c1\x9b", "nul bell escape[31m c1"),
        ("e\u0301", "é"),
        ("\ufeff报价\u200b", "报价"),
        ("　标签机　", "标签机"),
        ("👩\u200d🔧", "👩\u200d🔧"),
    ],
)
def test_a_line_is_cleaned(typed: str, kept: str) -> None:
    assert Line(50)(typed) == kept
    assert Line(50)(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"a{RLO}bc", f"a{RLO}bc{PDF}"),
        (f"a{RLI}b{RLO}c", f"a{RLI}b{RLO}c{PDF}{PDI}"),
        (f"a{RLI}b{RLO}c{PDI}d", f"a{RLI}b{RLO}c{PDF}{PDI}d"),
        (f"{PDF}a{PDI}", "a"),
        (f"a{RLO}b{PDI}c{PDF}", f"a{RLO}bc{PDF}"),
        (f"{RLI}שלום{PDI}", f"{RLI}שלום{PDI}"),
    ],
)
def test_a_line_cannot_turn_round_what_follows_it(typed: str, kept: str) -> None:
    assert Line(50)(typed) == kept
    assert Line(50)(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("\n \n    code first\n\nthen\t\n", "    code first\n\nthen"),
        ("tab\tstays, \x00\x08\x0e\x7f\x9f go", "tab\tstays,  go"),
        (f"kept {RLO}here", f"kept {RLO}here"),
        ("\u200b\n\u2060", ""),
    ],
)
def test_prose_is_cleaned(typed: str, kept: str) -> None:
    assert Prose(100)(typed) == kept
    assert Prose(100)(kept) == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "\u200b", "\u200d\u2060\ufeff", "\u3164", "\u2800", RLO, "\x00\x01"]
)
def test_what_shows_nothing_is_empty(typed: str) -> None:
    with pytest.raises(PydanticCustomError) as refusal:
        Line(20)(typed)
    assert refusal.value.type == "empty"
    assert Line(20, 0)(typed) == ""


@pytest.mark.parametrize("cleaner", [Line(5), Prose(5)])
@pytest.mark.parametrize("typed", ["\ud800", "ok\udfff", "\udc00\ud800"])
def test_half_a_character_is_refused(cleaner: Line | Prose, typed: str) -> None:
    with pytest.raises(PydanticCustomError) as refusal:
        cleaner(typed)
    assert refusal.value.type == "bad_text"


def test_lengths_are_counted_after_cleaning() -> None:
    assert Line(3)("  abc\x00 ") == "abc"
    with pytest.raises(PydanticCustomError) as refusal:
        Line(3)("abcd")
    assert (refusal.value.type, refusal.value.context) == ("too_long", {"max_length": 3, "length": 4})
    with pytest.raises(PydanticCustomError) as refusal:
        Line(9, 3)("ab")
    assert (refusal.value.type, refusal.value.context) == ("too_short", {"min_length": 3, "length": 2})


def test_a_form_reports_the_types_that_can_be_translated() -> None:
    assert Form(title=" ok ", body="\r\nx ", stage=None) == Form(title="ok", body="x")
    with pytest.raises(ValidationError) as refusal:
        Form.model_validate({"title": "\u200b", "body": "\ud800", "stage": "much too long"})
    assert [error["type"] for error in refusal.value.errors()] == ["empty", "bad_text", "too_long"]
    with pytest.raises(ValidationError) as refusal:
        Form.model_validate({"title": 7})
    assert refusal.value.errors()[0]["type"] == "string_type"


def test_the_schema_tells_the_lengths() -> None:
    properties = Form.model_json_schema()["properties"]
    assert (properties["title"]["minLength"], properties["title"]["maxLength"]) == (1, 20)
    assert properties["body"]["maxLength"] == 100


@pytest.mark.parametrize(
    "typed",
    ["a" + "\u0301\u0323" * 50_000, "x" * 10_000_000, "字" * 3_000_000, " " * 900_000, "\n" * 700_000],
)
def test_hostile_sizes_take_no_time(typed: str) -> None:
    started = time.thread_time()
    for cleaner in (Line(200), Prose(100_000)):
        with suppress(PydanticCustomError):
            assert len(cleaner(typed)) < 100
    fold(typed[:100_000])
    assert time.thread_time() - started < 4


def test_no_more_combining_marks_pile_up_than_any_language_needs() -> None:
    assert len(Line(200)("z" + "\u0323" * 100)) == 30
    assert Line(200)("ẹ́") == unicodedata.normalize("NFC", "ẹ́")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("標籤印表機報價", "标签印表机报价"),
        ("ＡＢＣ－３９９９", "abc-3999"),
        ("STRASSE", "straße"),
        ("ﬁle", "FILE"),
        ("後臺軟體", "后台软体"),
    ],
)
def test_folding_makes_variants_equal(one: str, other: str) -> None:
    assert one != other
    assert fold(one) == fold(other)
    assert fold(fold(one)) == fold(one)


def test_folding_survives_half_a_character() -> None:
    assert fold("a\ud800") == "a\ufffd" == scalar("a\ud800")


@pytest.mark.parametrize(
    ("text", "padded"),
    [
        ("报价3999元", "报价 3999 元"),
        ("2025年ZT410打印机", "2025 年 ZT410 打印机"),
        ("already 有 spaces", "already 有 spaces"),
        ("中文，3999", "中文，3999"),
        ("plain 3999", "plain 3999"),
    ],
)
def test_padding_parts_chinese_from_digits_and_letters(text: str, padded: str) -> None:
    assert pad(text) == padded
    assert pad(padded) == padded


def test_an_excerpt_ends_at_a_word_or_a_character() -> None:
    assert excerpt("short\n\n text", 20) == "short text"
    assert excerpt("the quick brown fox", 12) == "the quick…"
    assert excerpt("标签打印机总是卡纸怎么办", 7) == "标签打印机总…"
    assert excerpt("Donaudampfschifffahrt", 10) == "Donaudamp…"
    assert squeeze(" a \n\t b ") == "a b"


def test_plain_text_keeps_words_and_drops_markup() -> None:
    html = (
        '<h2 id="x">Prices &amp; terms</h2>\n<p>one <em>two</em>,\nthree<br>four</p>\n<p>卡纸\n怎么办</p>'
        '<ul><li><label><input type="checkbox" disabled="" checked=""> done</label></li></ul>'
        "<table><thead><tr>\n<th>a</th>\n<th>b</th></tr></thead></table>"
        '<pre><code>if x:\n    y()\n</code></pre><p><img src="/files/1" alt="the label"> &lt;b&gt;</p>'
    )
    assert plain(html).split("\n") == [
        "Prices & terms",
        "one two, three",
        "four",
        "卡纸怎么办",
        "☑ done",
        "a b",
        "if x:",
        "    y()",
        "the label <b>",
    ]
