"""Fields that hold a table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from hub.i18n import _
from hub.pages.forms import told
from knowledge.kinds.shapes import Shape, Typed


@dataclass(frozen=True)
class Rows(Typed):
    """A table that is typed one line a row, its cells set apart by tabs or bars, as a spreadsheet copies them.

    `columns` are the shapes of the cells by the name of the row's field.
    """

    columns: tuple[tuple[str, Shape], ...] = ()

    widget = "rows"

    def clean(self, value: Any) -> Any:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            raise told(_("Please give a table, one line a row."))
        rows: list[Any] = []
        for one in value:
            rows += self._parsed(one) if isinstance(one, str) else [one]
        if not rows:
            raise told(_("Please fill this in."))
        if len(rows) > MOST_ROWS:
            raise told(_("At most %(count)s can be named here.") % {"count": MOST_ROWS})
        return [self._checked(number, row) for number, row in enumerate(rows, 1)]

    def _parsed(self, text: str) -> list[dict[str, str]]:
        names = [name for name, _shape in self.columns]
        rows = []
        for line in text.splitlines():
            if line.strip():
                cells = [cell.strip() for cell in _BETWEEN_CELLS.split(line.strip())]
                if len(cells) > len(names):
                    text = _("“%(line)s” has more than %(count)s cells.")
                    raise told(text % {"line": line.strip()[:60], "count": len(names)})
                rows.append(dict(zip(names, cells, strict=False)))
        return rows

    def _checked(self, number: int, row: Any) -> Any:
        if not isinstance(row, Mapping):
            raise told(_("Please give a table, one line a row."))
        cells = dict(row)
        for name, shape in self.columns:
            try:
                if isinstance(shape, Typed) and cells.get(name) not in (None, ""):
                    cells[name] = shape.clean(cells[name])
                elif isinstance(shape, Typed) or (name == self.columns[0][0] and not cells.get(name)):
                    raise told(_("Please fill this in."))
            except PydanticCustomError as error:
                text = _("Row %(number)s, %(column)s: %(problem)s")
                problem = (error.context or {}).get("text", "")
                raise told(text % {"number": number, "column": _(shape.label), "problem": problem}) from None
        return cells

    def typed(self, value: Any) -> str:
        return "\n".join(" | ".join(self.cells(row, told=False)) for row in value or [])

    def told(self, value: Any) -> str:
        return "\n".join(" | ".join(self.cells(row)) for row in value or [])

    def cells(self, row: Mapping[str, Any], *, told: bool = True) -> list[str]:
        """The cells of a stored row, in words or as typed."""
        return [
            shape.told(row.get(name)) if told else shape.typed(row.get(name)) for name, shape in self.columns
        ]


MOST_ROWS = 200
# Without the blanks around it: a pattern for them takes minutes for a line of many blanks.
_BETWEEN_CELLS = re.compile("[\t|｜]")
