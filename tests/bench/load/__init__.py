"""Load on any web server, measured: a generator in a process of its own, and what the run cost each process."""

from tests.bench.load.machine import Cost, Meter, resident
from tests.bench.load.plan import Ask, Outcome, Plan
from tests.bench.load.running import drive
from tests.bench.load.table import ANSWERS, Column, Table

__all__ = ["ANSWERS", "Ask", "Column", "Cost", "Meter", "Outcome", "Plan", "Table", "drive", "resident"]
