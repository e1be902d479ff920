"""Charts stand where their values say, and say their values."""

import re
from itertools import pairwise

import pytest

from hub.i18n import in_locale
from hub.pages.charts import PLOT_HEIGHT, Chart, Series
from hub.pages.rendering import environment

pytestmark = pytest.mark.pure

WON = Series("Won", [3, 0, None], "positive", links=["/reviews?x=1", None, None])
LOST = Series("Lost", [1, 2, None], "danger")


def drawn(form: str, chart: Chart) -> str:
    macros = environment().get_template("macros/charts.html").module
    return str(getattr(macros, form)(chart))


def test_bars_of_a_row_stand_side_by_side_and_the_longest_row_fills_the_width() -> None:
    shrewd, proud, honest = Chart("x", "By type", ["Shrewd", "Proud", "Honest"], [WON, LOST]).rows
    assert [(bar.x, bar.width) for bar in shrewd.bars] == [(0, 75), (75, 25)]
    assert [(bar.x, bar.width) for bar in proud.bars] == [(0, 50)]
    assert honest.bars == []


def test_a_line_breaks_where_nothing_is_known() -> None:
    [line] = Chart("x", "Share", ["1", "2", "3", "4"], [Series("A", [10, 20, None, 40])], unit="%").lines
    assert [point.text for point in line.points] == ["10 %", "20 %", "40 %"]
    assert [(one.category, other.category) for one, other in line.stretches] == [("1", "2")]
    assert [point.last for point in line.points] == [False, False, True]
    heights = [point.y for point in line.points]
    assert heights == sorted(heights, reverse=True)
    assert all(0 < y < PLOT_HEIGHT for y in heights)


@pytest.mark.parametrize("ends", [(24.1, 23.2), (0, 0.1, 0.2), (100, 100, 99, 98), (8.3, 9.6), (50, 10)])
def test_the_numbers_at_the_ends_of_lines_stand_apart_in_the_order_of_their_values(
    ends: tuple[float, ...],
) -> None:
    chart = Chart("x", "Share", ["1", "2"], [Series("A", [100, end]) for end in ends], unit="%")
    numbers = sorted((line.points[-1].number, -line.points[-1].y) for line in chart.lines)
    assert all(below[0] - above[0] >= 15 for above, below in pairwise(numbers))
    assert [y for _number, y in numbers] == sorted((y for _number, y in numbers), reverse=True)
    assert all(0 < number <= PLOT_HEIGHT for number, _y in numbers)


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (0.03, 0.03), (1, 1), (7, 8), (23, 25), (41.5, 50), (100, 100), (1234, 1500)]
)
def test_a_scale_ends_at_a_round_number_above_every_value(highest: float, top: float) -> None:
    chart = Chart("x", "Share", ["1"], [Series("A", [highest])])
    assert chart.top == pytest.approx(top)
    assert 2 <= len(chart.scale) <= 7


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_every_value_is_reached_by_keyboard_told_in_words_and_in_the_table(form: str) -> None:
    with in_locale("en"):
        html = drawn(form, Chart("x", "By type", ["Shrewd <b>", "Proud", "Honest"], [WON, LOST]))
    assert '<a class="chart__point" href="/reviews?x=1" aria-label="Shrewd &lt;b&gt;: Won 3"' in html or (
        '<a class="chart__point" href="/reviews?x=1" aria-label="Won, Shrewd &lt;b&gt;: 3"' in html
    )
    assert html.count('tabindex="0" role="img"') >= 2
    assert re.search(r'<th scope="row">Proud</th><td>0</td><td>2</td>', html)
    assert "<b>" not in html


def test_a_chart_of_nothing_says_so() -> None:
    with in_locale("en"):
        html = drawn("bars", Chart("x", "By type", ["Shrewd"], [Series("Won", [0])]))
    assert "nothing to draw" in html
    assert "chart__bar" not in html


def test_numbers_are_written_as_in_the_language_of_the_reader() -> None:
    with in_locale("zh"):
        assert Chart("x", "t", ["1"], [Series("A", [1234.5])], unit="%").shown(1234.5) == "1,234.5 %"
        assert Chart("x", "t", ["1"], [Series("A", [None])]).shown(None) == "–"
