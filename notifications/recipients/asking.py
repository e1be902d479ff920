"""Every question that is asked: those of each module here that defines `QUESTIONS`, found by themselves."""

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from hub.outbox import Event, Happened
from notifications.recipients.telling import Question, Telling, permitted


class UnknownEvent(LookupError):
    """Nobody has decided who is told of this type of event."""


def _found() -> dict[type[Event], Question]:
    folder = Path(__file__).parent
    names = [it.name for it in pkgutil.iter_modules([str(folder)]) if it.name != "asking"]
    modules = [import_module(f"notifications.recipients.{name}") for name in names]
    return {type_: ask for module in modules for type_, ask in getattr(module, "QUESTIONS", {}).items()}


_QUESTIONS = _found()
EVENTS = tuple(_QUESTIONS)


async def told(batch: Sequence[Happened]) -> list[Telling]:
    """Who is told of these events now. UnknownEvent for a type that no function answers for."""
    by_type: dict[type[Event], list[Happened]] = {}
    for happened in batch:
        by_type.setdefault(type(happened.event), []).append(happened)
    tellings: list[Telling] = []
    for type_, some in by_type.items():
        if type_ not in _QUESTIONS:
            raise UnknownEvent(type_.type)
        tellings += await _QUESTIONS[type_](
            [one for one in some if not getattr(one.event, "imported", False)]
        )
    return await permitted(tellings)
