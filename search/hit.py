"""What lists of results show."""

from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from knowledge.verification.standing import Standing


@dataclass(frozen=True)
class Hit:
    """A thread, article, report or topic as lists show it. `title` and `snippet` are safe HTML with `<mark>`.

    `id` is the number of a thread or article, the reference of a report, the uid of a topic. `badges` are labels,
    icons and tones.
    """

    type: str
    id: int | str
    title: Markup
    plain_title: str
    snippet: Markup
    url: str
    at: datetime
    states: list[str] = field(default_factory=list)
    standing: Standing | None = None
    meta: list[str] = field(default_factory=list)
    badges: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def solved(self) -> bool:
        return "solved" in self.states
