"""Tables of figures on a terminal."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_FIRST = 50  # characters


@dataclass(frozen=True)
class Column:
    """A heading, and how a value under it is written."""

    heading: str
    form: str = ""

    def write(self, value: object) -> str:
        return "" if value is None else format(value, self.form)


# What is said of the answers to any load.
ANSWERS = (
    Column("at once", "d"),
    Column("per s", ".0f"),
    Column("p50 ms", ".2f"),
    Column("p95 ms", ".2f"),
    Column("p99 ms", ".2f"),
    Column("CPU ms", ".2f"),
    Column("database", ".2f"),
)


class Table:
    """Prints itself row by row, so that a long benchmark shows what it has so far. The first column is text."""

    def __init__(self, title: str, first: str, *columns: Column, say: Callable[[str], None] = print) -> None:
        self._columns = (Column(first), *columns)
        self._say = say
        say(f"\n{title}")
        self._line([column.heading for column in self._columns], "")

    def row(self, *values: object, remark: str = "") -> None:
        """One line. None leaves a column empty; `remark` stands behind the last one."""
        cells = [column.write(value) for column, value in zip(self._columns, values, strict=True)]
        self._line(cells, remark)

    def _line(self, cells: list[str], remark: str) -> None:
        first, *rest = cells
        widths = [max(9, _width(column.heading) + 2) for column in self._columns[1:]]
        written = first + " " * (_FIRST - _width(first))
        for cell, width in zip(rest, widths, strict=True):
            written += " " * (width - _width(cell)) + cell
        self._say(f"  {written}{f'  ({remark})' if remark else ''}".rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
