"""Two people's changes of one text are put together paragraph by paragraph, and nothing of either is lost."""

import random
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


def changed(chance: random.Random, parts: list[str]) -> list[str]:
    """A text after one to three parts were added, taken out or replaced; some parts are equal to others."""
    parts = parts.copy()
    for _time in range(chance.randint(1, 3)):
        place = chance.randrange(len(parts) + 1)
        parts[place : place + chance.randint(0, 1)] = chance.choices("abcdefgh", k=chance.randint(0, 1))
    return parts


def test_whatever_two_people_change_nothing_is_lost_or_made_up_and_neither_is_preferred_unasked() -> None:
    outcomes = {True: 0, False: 0}
    for seed in range(2_000):
        chance = random.Random(seed)
        base = chance.choices("abcdef", k=chance.randint(0, 9))
        theirs, yours = changed(chance, base), changed(chance, base)
        found, turned = (
            merge(*("\n\n".join(parts) for parts in three))
            for three in ((base, theirs, yours), (base, yours, theirs))
        )
        kept = found.text.split() + [part for clash in found.clashes for part in clash.theirs.split()]
        assert {*theirs, *yours} - {*base} <= {*kept} <= {*base, *theirs, *yours}, seed
        assert len(found.clashes) == len(turned.clashes), seed
        assert found.clashes or found.text == turned.text, seed
        outcomes[bool(found.clashes)] += 1
    assert min(outcomes.values()) > 200


@pytest.mark.parametrize("distance", [1, 2, 5])
def test_changes_with_a_part_between_them_never_clash(distance: int) -> None:
    for seed in range(300):
        chance = random.Random(seed)
        base = [f"part {number}" for number in range(20)]
        first = chance.randrange(0, 20 - distance - 2)
        second = first + distance + 1
        theirs, yours, both = base.copy(), base.copy(), base.copy()
        # From the end on, so that the first place stays where it is.
        for place, sides in ((second, (yours, both)), (first, (theirs, both))):
            instead = chance.choice(
                [[], ["new"], ["new", base[place]], [base[place], "new"], ["new", "newer"]]
            )
            for side in sides:
                side[place : place + 1] = instead
        found = merge(*("\n\n".join(parts) for parts in (base, theirs, yours)))
        assert (found.text, found.clashes) == ("\n\n".join(both), []), seed


@pytest.mark.parametrize("unit", ["a\n\n", "- a\n", "的\n\n一\n\n", "```\n\n"])
def test_hostile_texts_are_merged_in_time(unit: str) -> None:
    text = (unit * 50_000)[:100_000]
    started = time.thread_time()
    merge(text, f"x\n\n{text[:-3]}", f"{text[5:]}y")
    merge(text[:3000], f"x\n\n{text[:3000]}", f"{text[5:3000]}y")
    assert time.thread_time() - started < 1
