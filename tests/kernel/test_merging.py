"""Two people's changes of one text are put together paragraph by paragraph, and nothing of either is lost."""

import time

import pytest

from hub.text.merging import Clash, merge

pytestmark = pytest.mark.pure

BASE = "One.\n\nTwo.\n\nThree."


@pytest.mark.parametrize(
    ("theirs", "yours", "merged"),
    [
        ("One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree!", "One!\n\nTwo.\n\nThree!"),
        ("One!\n\nTwo.\n\nThree.", "One.\n\nTwo!\n\nThree.", "One!\n\nTwo!\n\nThree."),
        ("One.\n\nTwo.\n\nThree!", f"{BASE}\n\nFour.", "One.\n\nTwo.\n\nThree!\n\nFour."),
        ("One!\n\nTwo.\n\nThree.", f"Zero.\n\n{BASE}", "Zero.\n\nOne!\n\nTwo.\n\nThree."),
        ("Two.\n\nThree.", "One.\n\nTwo.\n\nThree!", "Two.\n\nThree!"),
        ("One!\n\nTwo.\n\nThree.", "One!\n\nTwo.\n\nThree!", "One!\n\nTwo.\n\nThree!"),
        (BASE, "Other.", "Other."),
        ("Other.", BASE, "Other."),
    ],
)
def test_changes_of_different_paragraphs_go_together(theirs: str, yours: str, merged: str) -> None:
    found = merge(BASE, theirs, yours)
    assert (found.text, found.clashes) == (merged, [])


def test_items_and_rows_are_parts_of_their_own_and_a_fence_is_one() -> None:
    assert merge("- a\n- b\n- c", "- a\n- b!\n- c", "- a\n- b\n- c\n- d").text == "- a\n- b!\n- c\n- d"
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"
    both = merge(table, table.replace("2", "two"), table.replace("4", "four"))
    assert (both.text, both.clashes) == (table.replace("2", "two").replace("4", "four"), [])
    fence = "Before.\n\n```\na\n\nb\n```\nAfter."
    assert merge(fence, fence.replace("a\n", "x\n"), fence.replace("b\n", "y\n")).clashes
    both = merge(fence, fence.replace("a\n", "x\n"), fence.replace("After", "Later"))
    assert both.text == fence.replace("a\n", "x\n").replace("After", "Later")


def test_the_same_paragraph_changed_by_both_keeps_yours_and_shows_all_three() -> None:
    found = merge(BASE, "One.\n\n2\n\nThree.", "One.\n\nII\n\nThree!")
    assert found.text == "One.\n\nII\n\nThree!"
    assert found.clashes == [Clash("Two.", "2", "II")]
    assert merge("", "Theirs.", "Yours.").clashes == [Clash("", "Theirs.", "Yours.")]
    gone = merge(BASE, "One.\n\nThree.", "One.\n\nTwo, better.\n\nThree.")
    assert gone.clashes == [Clash("Two.", "", "Two, better.")]


@pytest.mark.parametrize("unit", ["a\n\n", "- a\n", "的\n\n一\n\n", "```\n\n"])
def test_hostile_texts_are_merged_in_time(unit: str) -> None:
    text = (unit * 50_000)[:100_000]
    started = time.thread_time()
    merge(text, f"x\n\n{text[:-3]}", f"{text[5:]}y")
    merge(text[:3000], f"x\n\n{text[:3000]}", f"{text[5:3000]}y")
    assert time.thread_time() - started < 1
