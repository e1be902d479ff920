"""Counts of won and lost, and what may be concluded from them."""

from dataclasses import dataclass

# Of fewer decided deals a share says nothing.
LEAST_DECIDED = 5


@dataclass(frozen=True)
class Tally:
    """How many deals, or cases, were won, were lost, and came to no decision."""

    won: int = 0
    lost: int = 0
    undecided: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.won + other.won, self.lost + other.lost, self.undecided + other.undecided)

    @property
    def n(self) -> int:
        return self.won + self.lost + self.undecided

    @property
    def decided(self) -> int:
        return self.won + self.lost

    @property
    def rate(self) -> int | None:
        """Percent won of those decided; None when they are too few to say."""
        return round(100 * self.won / self.decided) if self.decided >= LEAST_DECIDED else None
