"""Tables of the knowledge base."""

from knowledge.models.activities import ResultRequest
from knowledge.models.amounts import QuotationAmount
from knowledge.models.annotations import Annotation, AnnotationComment
from knowledge.models.articles import Article, ArticleRevision, ArticleSource, CheckUnit, Confidence
from knowledge.models.comparison import MarketShare, MatrixCell, MatrixFeature
from knowledge.models.flags import Flag, FlagReason
from knowledge.models.gaps import Gap, GapKind, MissedSearch
from knowledge.models.promotions import PromotionTask
from knowledge.models.reviews import MainReason, Outcome, ReasonSource, Review, ReviewRevision
from knowledge.models.rivals import (
    Certainty,
    DisputeDecision,
    LineAct,
    LineSection,
    LineState,
    RivalDispute,
    RivalLine,
    RivalLineStep,
)
from knowledge.models.suggestions import Suggestion, SuggestionState
from knowledge.models.uses import ArticleUse

__all__ = [
    "Annotation",
    "AnnotationComment",
    "Article",
    "ArticleRevision",
    "ArticleSource",
    "ArticleUse",
    "Certainty",
    "CheckUnit",
    "Confidence",
    "DisputeDecision",
    "Flag",
    "FlagReason",
    "Gap",
    "GapKind",
    "LineAct",
    "LineSection",
    "LineState",
    "MainReason",
    "MarketShare",
    "MatrixCell",
    "MatrixFeature",
    "MissedSearch",
    "Outcome",
    "PromotionTask",
    "QuotationAmount",
    "ReasonSource",
    "ResultRequest",
    "Review",
    "ReviewRevision",
    "RivalDispute",
    "RivalLine",
    "RivalLineStep",
    "Suggestion",
    "SuggestionState",
]
