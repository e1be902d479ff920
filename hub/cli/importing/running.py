"""One run over a file: each line is brought in whole or not at all, and a bad one does not stop the rest."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from hub.cli.importing.known import Known
from hub.cli.importing.lines import Line
from hub.cli.importing.shapes import reasons
from hub.database import in_transaction
from hub.errors import HubError, InvalidInput


class Tally:
    """How many things lines held (`seen`) and how many of them were not there before (`made`)."""

    def __init__(self, seen: Mapping[str, int] | None = None, made: Mapping[str, int] | None = None) -> None:
        self.seen = Counter(seen or {})
        self.made = Counter(made or {})

    def add(self, other: "Tally") -> None:
        self.seen.update(other.seen)
        self.made.update(other.made)


class Importer(Protocol):
    """Knows what a line holds and how to write it."""

    shape: type[BaseModel]

    async def bring(self, source: Any, known: Known) -> Tally: ...


class BadLine(Exception):
    """A line that is left out; the text says why."""


async def run(
    importer: Importer,
    lines: Iterable[Line],
    *,
    dry_run: bool,
    bad: Callable[[int, str], None],
    progress: Callable[[int], None],
) -> Tally:
    """Bring every line in; with `dry_run` undo each again. `bad` is told of a line's number and what is wrong."""
    known = Known()
    total = Tally()
    for line in lines:
        try:
            total.add(await _bring(importer, line, known, dry_run))
        except BadLine as problem:
            known.forget()
            bad(line.number, str(problem))
        progress(line.size)
    return total


class _Undone(Exception):
    """Ends a transaction of a dry run."""


async def _bring(importer: Importer, line: Line, known: Known, dry_run: bool) -> Tally:
    if line.content is None:
        raise BadLine("the line is too long")
    tally = Tally()
    try:
        source = importer.shape.model_validate_json(line.content)
        async with in_transaction():
            tally = await importer.bring(source, known)
            if dry_run:
                raise _Undone
    except _Undone:
        known.forget()
    except ValidationError as error:
        raise BadLine(reasons(error)) from error
    except InvalidInput as error:
        raise BadLine("; ".join(f"{field}: {text}" for field, text in error.errors.items())) from error
    except (HubError, ValueError) as error:
        raise BadLine(str(error)) from error
    return tally
