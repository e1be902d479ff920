"""Tables of the forum."""

from discussions.enums import CaseKind, ComplaintStep, ReactionKind, Satisfaction, WatchLevel
from discussions.models.complaints import Complaint, ComplaintEntry
from discussions.models.outcomes import Deal, Outcome, OutcomeRequest, Worked
from discussions.models.strategies import Strategy, StrategyComment, StrategyVote
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
    "CaseKind",
    "Complaint",
    "ComplaintEntry",
    "ComplaintStep",
    "Deal",
    "Mention",
    "Outcome",
    "OutcomeRequest",
    "Post",
    "Reaction",
    "ReactionKind",
    "ReadMark",
    "Revision",
    "Satisfaction",
    "Space",
    "SpaceWatch",
    "Strategy",
    "StrategyComment",
    "StrategyVote",
    "TermWatch",
    "Thread",
    "Watch",
    "WatchLevel",
    "Worked",
]
