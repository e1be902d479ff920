"""Tables of the knowledge base."""

from knowledge.models.articles import Article, ArticleRevision, ArticleSource, Confidence
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
    "Confidence",
    "DisputeDecision",
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
