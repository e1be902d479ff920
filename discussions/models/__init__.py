"""Tables of the forum."""

from discussions.enums import ReactionKind, WatchLevel
from discussions.models.threads import (
    AcceptedAnswer,
    Mention,
    Post,
    Reaction,
    Revision,
    Space,
    Thread,
)
from discussions.models.watches import ReadMark, SpaceWatch, TermWatch, Watch

__all__ = [
    "AcceptedAnswer",
    "Mention",
    "Post",
    "Reaction",
    "ReactionKind",
    "ReadMark",
    "Revision",
    "Space",
    "SpaceWatch",
    "TermWatch",
    "Thread",
    "Watch",
    "WatchLevel",
]
