"""Tables of the knowledge base."""

from knowledge.models.articles import Article, ArticleRevision, ArticleSource, CheckUnit, Confidence
from knowledge.models.flags import Flag, FlagReason
from knowledge.models.rivals import (
    Certainty,
    DisputeDecision,
    LineAct,
    LineSection,
    LineState,
    MarketShare,
    MatrixCell,
    MatrixFeature,
    RivalDispute,
    RivalLine,
    RivalLineStep,
)
from knowledge.models.suggestions import Suggestion, SuggestionState

__all__ = [
    "Article",
    "ArticleRevision",
    "ArticleSource",
    "Certainty",
    "CheckUnit",
    "Confidence",
    "DisputeDecision",
    "Flag",
    "FlagReason",
    "LineAct",
    "LineSection",
    "LineState",
    "MarketShare",
    "MatrixCell",
    "MatrixFeature",
    "RivalDispute",
    "RivalLine",
    "RivalLineStep",
    "Suggestion",
    "SuggestionState",
]
