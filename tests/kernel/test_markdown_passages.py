"""Rendered text in pieces for search."""

from hub.markdown import passages, render
from hub.markdown.passages import LONGEST


def made(text: str, **options: str | bool) -> list[tuple[str, str, str]]:
    anchor = str(options["anchor"]) if "anchor" in options else None
    html = render(text, anchor=anchor, heading_ids=bool(options.get("heading_ids"))).html
    return [(passage.anchor, passage.text, passage.heading) for passage in passages(html)]


def test_short_blocks_are_joined_under_their_heading() -> None:
    text = "intro\n\n# Prices\n\none **two**\n\n- three\n\n---\n\nfour\n\n# Terms\n\nfive"
    assert made(text, anchor="post-1") == [
        ("post-1-p1", "intro", ""),
        ("post-1-p3", "one two\nthree\nfour", "Prices"),
        ("post-1-p7", "five", "Terms"),
    ]


def test_long_blocks_stand_alone() -> None:
    long = "word " * 100
    assert [anchor for anchor, _text, _heading in made(f"{long}\n\n{long}\n\nshort", anchor="p")] == [
        "p-p1",
        "p-p2",
        "p-p3",
    ]


def test_very_long_blocks_are_cut_at_sentences_or_words() -> None:
    sentences = "这台标签打印机在低温仓库里经常卡纸。" * 200
    pieces = made(sentences, anchor="a")
    assert len(pieces) > 2
    assert "".join(text for _anchor, text, _heading in pieces) == sentences
    assert all(len(text) <= LONGEST and text.endswith("。") for _anchor, text, _heading in pieces)
    assert {anchor for anchor, _text, _heading in pieces} == {"a-p1"}
    words = made("word " * 1000, anchor="a")
    assert all(text.startswith("word") and text.endswith("word") for _anchor, text, _heading in words)
    assert "".join(text for _anchor, text, _heading in made("x" * 3000, anchor="a")) == "x" * 3000


def test_a_heading_with_nothing_under_it_is_found_too() -> None:
    assert made("# One\n\n# Two\n\ntext\n\n# Three", anchor="a") == [
        ("a-p1", "One", "One"),
        ("a-p3", "text", "Two"),
        ("a-p4", "Three", "Three"),
    ]


def test_texts_without_ids_are_one_piece_each() -> None:
    assert made("one\n\ntwo") == [("", "one\ntwo", "")]
    assert made("") == []


def test_with_ids_on_headings_only_their_sections_are_pieces() -> None:
    assert made("intro\n\n# A\n\none\n\n# B\n\ntwo", heading_ids=True) == [
        ("", "intro", ""),
        ("h-a", "one", "A"),
        ("h-b", "two", "B"),
    ]


def test_code_that_looks_like_a_block_starts_none() -> None:
    assert made('`<p id="x">`\n\n[a](/b \'<p id="y">\')', anchor="a") == [("a-p1", '<p id="x">\na', "")]
