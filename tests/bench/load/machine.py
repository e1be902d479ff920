"""What processes cost: CPU and memory from Linux's /proc, and what everything else took meanwhile."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")

# With more than this share of a processor taken by strangers, a run tells more of them than of what it measures.
DIRTY = 0.15


@dataclass(frozen=True)
class Cost:
    """CPU seconds of each part, of the measuring process itself and of all others, over `seconds`."""

    seconds: float
    cpu: dict[str, float]
    own: float
    others: float

    @property
    def dirty(self) -> bool:
        """Whether strangers took so much of the machine that the run should be repeated."""
        return self.others > DIRTY * self.seconds


class Meter:
    """Measures what happens inside its `with` block. `parts` maps a name to the process ids of its trees.

    A process below another part's is counted for its own part alone, so a child server is not its parent's cost.
    """

    cost: Cost

    def __init__(self, parts: Mapping[str, list[int]]) -> None:
        self._parts = dict(parts)

    def __enter__(self) -> Self:
        self._begun = self._now()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        clock, cpu, own, busy = self._now()
        clock_before, cpu_before, own_before, busy_before = self._begun
        spent = {part: cpu[part] - cpu_before[part] for part in cpu}
        others = busy - busy_before - sum(spent.values()) - (own - own_before)
        self.cost = Cost(clock - clock_before, spent, own - own_before, max(0.0, others))

    def _now(self) -> tuple[float, dict[str, float], float, float]:
        trees = _trees(self._parts)
        cpu = {part: sum(map(_cpu, pids)) for part, pids in trees.items()}
        return time.monotonic(), cpu, time.process_time(), _busy()


def resident(parts: Mapping[str, list[int]]) -> dict[str, float]:
    """The memory that each part holds, in MiB. Pages that processes share count for each of them."""
    return {part: sum(map(_resident, pids)) / 2**20 for part, pids in _trees(parts).items()}


def _trees(parts: Mapping[str, list[int]]) -> dict[str, list[int]]:
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := _fields(int(name))):
            children.setdefault(int(fields[1]), []).append(int(name))
    roots = {pid for pids in parts.values() for pid in pids}
    trees = {}
    for part, pids in parts.items():
        tree, waiting = [], list(pids)
        while waiting:
            pid = waiting.pop()
            tree.append(pid)
            waiting += [child for child in children.get(pid, ()) if child not in roots]
        trees[part] = tree
    return trees


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the program's name, the state first; none when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _cpu(pid: int) -> float:
    """CPU seconds of a process and of the children that it has waited for."""
    return sum(int(ticks) for ticks in _fields(pid)[11:15]) / _TICK


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _busy() -> float:
    """CPU seconds that the machine has worked: everything but idling and waiting for disks."""
    with open("/proc/stat") as lines:
        ticks = [int(field) for field in lines.readline().split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / _TICK
