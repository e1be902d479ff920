"""Why somebody is told of a task, a decision or an outcome: kinds of news that many things belong to.

Each noun has a module here with `REASONS` by their keys, at most 40 characters, found by itself. Whoever adds a reason
adds a question to `notifications.recipients`, too.
"""

import pkgutil
from functools import cache
from importlib import import_module

from notifications.reasons.reason import Reason

__all__ = ["Reason", "find", "for_team", "get"]


@cache
def _registry() -> dict[str, Reason]:
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {key: reason for module in modules for key, reason in getattr(module, "REASONS", {}).items()}


@cache
def for_team() -> tuple[str, ...]:
    """The keys of what only members of a product team are told."""
    return tuple(key for key, reason in _registry().items() if reason.for_team)


def get(key: str) -> Reason:
    """The reason of that key; KeyError when there is none."""
    return _registry()[key]


def find(key: str) -> Reason | None:
    """The reason of a stored notification, unless it has none or one that this version does not know."""
    return _registry().get(key)
