"""The words that rows of discussions are made of."""

from enum import StrEnum


class ReactionKind(StrEnum):
    """What somebody can say with one click. The words and icons are the page's."""

    AGREE = "agree"
    THANKS = "thanks"
    INSIGHT = "insight"
    WORKED = "worked"
    SAME = "same"


class WatchLevel(StrEnum):
    """What somebody wants to hear of a thread besides their mentions: every reply, or nothing at all."""

    WATCHING = "watching"
    MUTED = "muted"
