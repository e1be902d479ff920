"""The base of all events: frozen dataclasses of ids."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

_types: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """Something that happened. Subclasses add ids and plain values, never content: consumers load what is current.

    `type` is the package and the class, such as ``discussions.ReplyPosted``.
    """

    type: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.type = f"{cls.__module__.split('.')[0]}.{cls.__name__}"
        _types[cls.type] = cls

    def data(self) -> dict[str, Any]:
        """The fields as they are stored."""
        return asdict(self)


def restore(type_: str, data: dict[str, Any]) -> Event:
    """The event that was stored as `type_` and `data`; KeyError for a type that no package defines."""
    return _types[type_](**data)
