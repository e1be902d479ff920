"""The kinds of articles: each is one module or folder here that defines `KIND`, found by itself."""

import pkgutil
from functools import cache
from importlib import import_module

from hub.errors import InvalidInput
from hub.i18n import _
from knowledge.kinds.kind import COLUMNS, Content, Field, Kind, RenderedContent
from knowledge.kinds.showing import Targets, Value, seen, settle, targets_of, told, typed, values

__all__ = [
    "COLUMNS",
    "Content",
    "Field",
    "Kind",
    "RenderedContent",
    "Targets",
    "Value",
    "every",
    "find",
    "get",
    "seen",
    "settle",
    "targets_of",
    "told",
    "typed",
    "values",
]


@cache
def _registry() -> dict[str, Kind]:
    modules = (import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    kinds = sorted(
        (module.KIND for module in modules if hasattr(module, "KIND")), key=lambda kind: kind.place
    )
    return {kind.key: kind for kind in kinds}


def every() -> list[Kind]:
    """All kinds, in the order in which they are offered."""
    return list(_registry().values())


def get(key: str) -> Kind:
    """The kind of a stored article."""
    return _registry()[key]


def find(key: str) -> Kind:
    """The kind that somebody asks for; InvalidInput when there is none of that name."""
    kind = _registry().get(key)
    if kind is None:
        raise InvalidInput({"kind": _("Please choose one of the offered values.")})
    return kind
