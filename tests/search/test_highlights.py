"""Snippets show the original, with what matched marked."""

import pytest

from search.relevance.highlights import marked, snippet, spans_from_engine, spans_of_words
from search.relevance.words import comparable

pytestmark = pytest.mark.pure


def engine_position(original: str, found: str) -> dict[str, int]:
    """What the engine says of `found` in the indexed form of `original`: bytes."""
    indexed = comparable(original)
    start = len(indexed[: indexed.index(found)].encode())
    return {"start": start, "length": len(found.encode())}


@pytest.mark.parametrize(
    ("original", "found", "shown"),
    [
        ("報價3999元", "报价", "<mark>報價</mark>3999元"),
        ("報價3999元", "3999", "報價<mark>3999</mark>元"),
        ("The Ｔ８０ jams", "t80", "The <mark>Ｔ８０</mark> jams"),
        ("STRASSE and Straße", "strasse", "<mark>STRASSE</mark> and Straße"),
        ("a ﬁne print", "fine", "a <mark>ﬁne</mark> print"),
        ("<b>1 & 2</b>", "2", "&lt;b&gt;1 &amp; <mark>2</mark>&lt;/b&gt;"),
        ("T80 打印机T80", "打印机", "T80 <mark>打印机</mark>T80"),
    ],
)
def test_the_original_spelling_is_marked(original: str, found: str, shown: str) -> None:
    spans = spans_from_engine(original, [engine_position(original, found)])
    assert str(marked(original, spans)) == shown


def test_a_position_from_another_version_of_the_text_marks_nothing() -> None:
    assert spans_from_engine("short", [{"start": 400, "length": 3}]) == []


def test_words_are_marked_without_the_engine() -> None:
    spans = spans_of_words("Printers jam. 打印機卡紙了", comparable("printer 打印机 jams"))
    assert str(marked("Printers jam. 打印機卡紙了", spans)) == (
        "<mark>Printers</mark> <mark>jam</mark>. <mark>打印機</mark>卡紙了"
    )


def test_a_text_without_words_has_nothing_to_mark() -> None:
    assert spans_of_words("", "printer") == spans_of_words("?!… //", "printer") == []


def test_a_snippet_begins_shortly_before_the_densest_matches() -> None:
    text = (
        "ribbon. "
        + "Nothing of interest here. " * 30
        + "Use the wax ribbon with the wax label. "
        + "More. " * 50
    )
    shown = str(snippet(text, spans_of_words(text, "wax ribbon")))
    assert shown.startswith("…")
    assert "<mark>wax</mark> <mark>ribbon</mark>" in shown
    assert shown.endswith("…")
    assert len(shown) < 330


def test_a_snippet_of_nothing_is_empty_and_one_without_matches_is_the_beginning() -> None:
    assert str(snippet("", [])) == ""
    assert str(snippet("One\ntwo  three", [])) == "One two three"


def test_a_chinese_snippet_is_half_as_long() -> None:
    shown = str(snippet("打印机" * 200, []))
    assert 90 <= len(shown) <= 110
