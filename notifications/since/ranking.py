"""The arithmetic of "since you left"; docs/notifications.md explains it to people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.verification.standing import Standing


class Reason(StrEnum):
    """Why a case or an article is on the list."""

    ASSIGNED = "assigned"
    OWN_ANSWER = "own_answer"
    ANSWER_IN_OWN_CASE = "answer_in_own_case"
    MENTION = "mention"
    REPLY_IN_OWN_CASE = "reply_in_own_case"
    PROMOTED = "promoted"
    ANSWER = "answer"
    REPLY = "reply"
    NEW_CASE = "new_case"
    NEW_ARTICLE = "new_article"
    TASK = "task"
    DECISION = "decision"
    OUTCOME = "outcome"
    DEFECT = "defect"
    TOPIC = "topic"
    POPULAR = "popular"
    KNOWLEDGE = "knowledge"


# The points of a reason, and of each further time that it holds, of which at most `_MOST_FURTHER` count.
_POINTS = {
    Reason.ASSIGNED: (60, 0),
    Reason.TASK: (50, 5),
    Reason.OWN_ANSWER: (50, 5),
    Reason.ANSWER_IN_OWN_CASE: (50, 5),
    Reason.MENTION: (40, 5),
    Reason.DECISION: (40, 5),
    Reason.OUTCOME: (40, 0),
    Reason.DEFECT: (40, 5),
    Reason.REPLY_IN_OWN_CASE: (30, 2),
    Reason.PROMOTED: (30, 0),
    Reason.ANSWER: (25, 5),
    Reason.REPLY: (20, 2),
    Reason.NEW_CASE: (15, 0),
    Reason.NEW_ARTICLE: (15, 0),
    Reason.TOPIC: (15, 2),
    Reason.KNOWLEDGE: (8, 0),
}
_MOST_FURTHER = 5

# People who wrote, reactions, and an accepted answer make a case popular. It may be of no interest to this reader,
# so it stays below everything that is theirs.
_PERSON, _REACTION, _ACCEPTED = 2, 1, 5
LEAST_POPULAR, MOST_POPULAR = 8, 14


@dataclass(frozen=True)
class Thing:
    """A case or an article with its number, a report with its reference, a topic with its uid.

    `type` is ``thread``, ``article``, ``defect`` or ``topic``.
    """

    type: str
    id: int | str


@dataclass(frozen=True)
class Sign:
    """One reason for one thing. `count` is how often it holds, `names` are those of the people, latest first.
    `told` is the reason of the notification, where it has one; `standing` that of an article.

    `people`, `reactions` and `accepted` are what makes a case popular.
    """

    thing: Thing
    title: str
    reason: Reason
    at: datetime
    count: int = 1
    names: Sequence[str] = ()
    own: bool = False
    told: str = ""
    standing: Standing | None = None
    people: int = 0
    reactions: int = 0
    accepted: bool = False

    @property
    def points(self) -> int:
        if self.reason is Reason.POPULAR:
            made = _PERSON * self.people + _REACTION * self.reactions + _ACCEPTED * self.accepted
            return min(made, MOST_POPULAR) if made >= LEAST_POPULAR else 0
        first, further = _POINTS[self.reason]
        return first + further * min(self.count - 1, _MOST_FURTHER)


@dataclass(frozen=True)
class Item:
    """A thing with its reasons, strongest first, the points they make together and when the latest arose."""

    thing: Thing
    title: str
    signs: Sequence[Sign]
    points: int
    at: datetime

    @property
    def own(self) -> bool:
        """Whether it is the reader's own case."""
        return any(sign.own for sign in self.signs)


def rank(signs: Iterable[Sign]) -> list[Item]:
    """Things by the sum of the points of their reasons, most first; of equal ones the latest first."""
    by_thing: dict[Thing, list[Sign]] = {}
    for sign in signs:
        if sign.points:
            by_thing.setdefault(sign.thing, []).append(sign)
    items = [
        Item(
            thing=thing,
            title=alike[0].title,
            signs=sorted(alike, key=lambda sign: -sign.points),
            points=sum(sign.points for sign in alike),
            at=max(sign.at for sign in alike),
        )
        for thing, alike in by_thing.items()
    ]
    return sorted(items, key=lambda item: (item.points, item.at, str(item.thing.id)), reverse=True)
