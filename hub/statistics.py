"""What few observations allow to say: shares with the Wilson score interval.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927), 209-212. With `k` of `n` and the quantile `z` of the normal distribution:

    (k + z²/2  ±  z · √(k·(n - k)/n + z²/4)) / (n + z²)

Unlike the raw share it knows that 2 of 2 says less than 40 of 50, so it is what shares are ranked by.
"""

from dataclasses import dataclass
from math import sqrt

# Two-sided 95 percent.
Z = 1.959963984540054
# Below this many, no share is told at all.
ENOUGH = 5


@dataclass(frozen=True)
class Share:
    """`k` of `n` observations, 0 ≤ k ≤ n."""

    k: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise ValueError(f"{self.k} of {self.n} is no share")

    @property
    def few(self) -> bool:
        """Whether there are too few observations to tell a share."""
        return self.n < ENOUGH

    @property
    def percent(self) -> int:
        """The raw share, for people to read; 0 when nothing was observed."""
        return round(100 * self.k / self.n) if self.n else 0

    @property
    def lower(self) -> float:
        """The lower bound: what to rank by, so that little evidence does not stand above much."""
        return wilson(self.k, self.n)[0]

    @property
    def upper(self) -> float:
        return wilson(self.k, self.n)[1]


def wilson(k: int, n: int) -> tuple[float, float]:
    """Between which shares the true one probably lies when `k` of `n` were observed; of nothing, anywhere."""
    if n == 0:
        return 0.0, 1.0
    middle = k + Z * Z / 2
    reach = Z * sqrt(k * (n - k) / n + Z * Z / 4)
    total = n + Z * Z
    return max(0.0, (middle - reach) / total), min(1.0, (middle + reach) / total)
