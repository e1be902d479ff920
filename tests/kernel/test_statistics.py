"""Shares of few observations."""

import pytest

from hub.statistics import Share, wilson

pytestmark = pytest.mark.pure

# Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I,
# method 3 (score, no continuity correction), for 95 percent.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("k", "n", "lower", "upper"), NEWCOMBE)
def test_the_interval_is_that_of_the_literature(k: int, n: int, lower: float, upper: float) -> None:
    assert wilson(k, n) == pytest.approx((lower, upper), abs=5e-5)
    assert wilson(n - k, n) == pytest.approx((1 - upper, 1 - lower), abs=5e-5)


def test_of_nothing_everything_is_possible() -> None:
    assert wilson(0, 0) == (0, 1)
    assert Share(0, 0).percent == 0


def test_much_evidence_stands_above_little_with_a_better_share() -> None:
    assert Share(2, 2).percent > Share(40, 50).percent
    assert Share(2, 2).lower < Share(40, 50).lower


def test_four_are_too_few_and_five_are_not() -> None:
    assert Share(4, 4).few
    assert not Share(5, 5).few


@pytest.mark.parametrize(("k", "n"), [(-1, 2), (3, 2)])
def test_what_is_no_share_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(k, n)
