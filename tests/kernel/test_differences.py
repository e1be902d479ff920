"""What changed between two texts is found, and hostile texts do not keep a processor busy."""

import random
import time

import pytest

from hub.text.differences import differences

pytestmark = pytest.mark.pure


def alike(side: str) -> str:
    """700 lines of two characters in no order, the same in every run, that two sides have nearly in common."""
    letters = random.Random(7)
    return "\n".join("".join(letters.choices("的一", k=120)) + side + str(line) for line in range(700))


def test_the_words_that_changed_are_marked() -> None:
    lines = differences("Same.\nThe old ribbon tears.", "Same.\nThe new ribbon tears.")
    assert [(line.kind, str(line.html)) for line in lines] == [
        ("same", "Same."),
        ("removed", "The <del>old</del> ribbon tears."),
        ("added", "The <ins>new</ins> ribbon tears."),
    ]


def test_markup_in_a_text_stays_text() -> None:
    for old, new in (("a", "<b>"), ("<i> a", "<i> b"), ("<i>\n" * 900, "<u>\n" * 900)):
        assert all("<i>" not in line.html and "<b>" not in line.html for line in differences(old, new))


def test_blank_lines_everywhere_do_not_hide_a_change() -> None:
    paragraphs = [f"Paragraph {number}.\n" for number in range(200)]
    changed = [*paragraphs[:100], "Another paragraph.\n", *paragraphs[101:]]
    lines = differences("\n".join(paragraphs), "\n".join(changed))
    assert sum(line.kind in ("added", "removed") for line in lines) == 2
    assert any("<ins>" in line.html for line in lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * 750, "a\n" * 749),
        ("a\nb\n" * 374, "b\nb\na\n" * 250),
        (alike("x"), alike("y")),
        ("的" * 100_000, "一" * 100_000),
        ("x " * 50_000, "y " * 50_000),
    ],
)
def test_hostile_texts_are_compared_in_time(old: str, new: str) -> None:
    started = time.thread_time()
    lines = differences(old, new)
    # A tenth of a second; without limits several, and twenty comparisons stand on a page of a history.
    assert time.thread_time() - started < 1
    assert {"added", "removed"} & {line.kind for line in lines}
