"""Every benchmark, one after the other: ``make bench``. Each also runs alone, ``python -m tests.bench.bench_NAME``."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run each ``bench_*.py`` in a process of its own; the exit code says whether all of them ran."""
    failed = 0
    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n{file.stem.removeprefix('bench_')}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"tests.bench.{file.stem}"], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
