"""Topics: the names under which live frames and inbox lines gather, such as ``thread:7``, ``article:3``, ``gap:5``."""

import re

_THREAD = re.compile(r"thread:([1-9][0-9]{0,17})", re.ASCII)
_GAP = re.compile(r"gap:([1-9][0-9]{0,17})", re.ASCII)
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
