"""What a load generator is asked to do, and what it answers."""

from dataclasses import dataclass, field

from tests.bench.load.machine import Cost


@dataclass(frozen=True)
class Ask:
    """One request. In `path` and `body`, ``{uid}`` becomes a new UUIDv7 and ``{n}`` the number of the request."""

    path: str
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """A closed loop: `at_once` connections, each asking again as soon as it was answered, for `seconds`.

    Connection i goes to `ports[i]` as the person whose headers are `people[i]`, both counted round. With
    `revalidate` it remembers the ETag of every answer and sends it the next time. Measuring begins after `warm_up`
    seconds; with `visit`, after each connection has also asked for everything once. `parts` names the trees of
    processes to be measured.
    """

    ports: list[int]
    asks: list[Ask]
    people: list[dict[str, str]]
    parts: dict[str, list[int]]
    at_once: int = 16
    seconds: float = 6.0
    warm_up: float = 1.0
    visit: bool = False
    revalidate: bool = False


@dataclass(frozen=True)
class Outcome:
    """What was measured. Times in milliseconds; `size` is the mean length of a body in bytes.

    Only answers below 400 count as `answered` and for the times; `failures` are connections that broke.
    """

    answered: int
    statuses: dict[int, int]
    failures: int
    size: float
    p50: float
    p95: float
    p99: float
    slowest: float
    cost: Cost

    @classmethod
    def of(
        cls, times: list[float], cost: Cost, *, statuses: dict[int, int], failures: int = 0, size: float = 0.0
    ) -> "Outcome":
        """The summary of the milliseconds that each answer took."""
        times = sorted(times)
        return cls(
            answered=len(times),
            statuses=statuses,
            failures=failures,
            size=size,
            p50=percentile(times, 0.50),
            p95=percentile(times, 0.95),
            p99=percentile(times, 0.99),
            slowest=times[-1] if times else 0.0,
            cost=cost,
        )

    @property
    def per_second(self) -> float:
        return self.answered / self.cost.seconds

    def cpu(self, part: str) -> float:
        """CPU milliseconds of a part for each answer."""
        return self.cost.cpu[part] * 1000 / self.answered if self.answered else 0.0

    @property
    def remark(self) -> str:
        """What keeps the figures from being taken as they are; empty when nothing does."""
        remarks = [f"{count} × {status}" for status, count in self.statuses.items() if status >= 400]
        if self.failures:
            remarks.append(f"{self.failures} connections broke")
        if self.cost.dirty:
            remarks.append(f"dirty: others took {self.cost.others / self.cost.seconds:.0%} of a processor")
        return "; ".join(remarks)


def percentile(ordered: list[float], share: float) -> float:
    """The value below which `share` of the ordered values lie; 0 when there are none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
