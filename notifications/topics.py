"""Topics: the names under which live frames and inbox lines gather, such as ``thread:7``, ``article:3``, ``gap:5``.

Reports and topics of product teams have no numbers there, which would tell how many there are: ``defect:D-8KX0M2QA``,
``topic:`` and a uid. So it is with ``sealing:``, the keys of a team, and ``recovery:`` of one of them.
"""

import re
from uuid import UUID

from hub.markdown.links import UID

_THREAD = re.compile(r"thread:([1-9][0-9]{0,17})", re.ASCII)
_GAP = re.compile(r"gap:([1-9][0-9]{0,17})", re.ASCII)
_DEFECT = re.compile(r"defect:(D-[0-9A-HJKMNP-TV-Z]{8})", re.ASCII)
_TOPIC = re.compile(rf"topic:({UID})", re.ASCII)
_SEALING = re.compile(rf"sealing:({UID})", re.ASCII)
_RECOVERY = re.compile(rf"recovery:({UID})", re.ASCII)
_ARTICLE = re.compile(r"article:([1-9][0-9]{0,17})", re.ASCII)


def topic_of(thread_id: int) -> str:
    """The topic of a thread."""
    return f"thread:{thread_id}"


def thread_of(topic: str) -> int | None:
    """The id of the thread that a topic names; None for any other text."""
    match = _THREAD.fullmatch(topic)
    return int(match[1]) if match else None


def article_topic(article_id: int) -> str:
    """The topic of an article."""
    return f"article:{article_id}"


def article_of(topic: str) -> int | None:
    """The id of the article that a topic names; None for any other text."""
    match = _ARTICLE.fullmatch(topic)
    return int(match[1]) if match else None


def gap_topic(gap_id: int) -> str:
    """The topic of a gap in the knowledge base."""
    return f"gap:{gap_id}"


def gap_of(topic: str) -> int | None:
    """The id of the gap that a topic names; None for any other text."""
    match = _GAP.fullmatch(topic)
    return int(match[1]) if match else None


def defect_topic(reference: str) -> str:
    """The topic of a report."""
    return f"defect:{reference}"


def defect_of(topic: str) -> str | None:
    """The reference of the report that a topic names; None for any other text."""
    match = _DEFECT.fullmatch(topic)
    return match[1] if match else None


def opinion_topic(uid: UUID) -> str:
    """The topic of a topic of a product team."""
    return f"topic:{uid}"


def opinion_topic_of(topic: str) -> UUID | None:
    """The uid of the topic of a product team that a topic names; None for any other text."""
    match = _TOPIC.fullmatch(topic)
    return UUID(match[1]) if match else None


def sealing_topic(team_uid: UUID) -> str:
    """The topic of the keys of a product team."""
    return f"sealing:{team_uid}"


def sealing_of(topic: str) -> UUID | None:
    """The uid of the team whose keys a topic names; None for any other text."""
    match = _SEALING.fullmatch(topic)
    return UUID(match[1]) if match else None


def recovery_topic(uid: UUID) -> str:
    """The topic of the recovery of a key."""
    return f"recovery:{uid}"


def recovery_of(topic: str) -> UUID | None:
    """The uid of the recovery that a topic names; None for any other text."""
    match = _RECOVERY.fullmatch(topic)
    return UUID(match[1]) if match else None
