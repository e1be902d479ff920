"""What processes cost: processor time and memory, from Linux' /proc."""

import os
from collections.abc import Iterable
from pathlib import Path

_PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time that the running threads of these processes have used so far."""
    nanoseconds = 0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            try:
                nanoseconds += int((thread / "schedstat").read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                # It ended while we were looking.
                continue
    return nanoseconds / 1e9


def resident_kib(pid: int) -> int:
    """Memory that a process occupies, in KiB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_KIB


def with_children(pid: int) -> list[int]:
    """A process and everything that it started."""
    parents = {int(stat.parent.name): _parent(stat) for stat in Path("/proc").glob("[0-9]*/stat")}
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` of them lie; the nearest one there is."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
