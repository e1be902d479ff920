"""Tables of the knowledge base."""

from knowledge.models.activities import ResultRequest
from knowledge.models.amounts import QuotationAmount
from knowledge.models.annotations import Annotation, AnnotationComment
from knowledge.models.articles import Article, ArticleRevision, ArticleSource, CheckUnit, Confidence
from knowledge.models.comparison import MarketShare, MatrixCell, MatrixFeature
from knowledge.models.defects import (
    Defect,
    DefectAct,
    DefectEntry,
    DefectKind,
    DefectLook,
    DefectState,
    DefectStep,
    EntryKind,
    LookAct,
    Origin,
    Severity,
)
from knowledge.models.demands import Demand, Weight
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
from knowledge.models.sealing import (
    KeyGrant,
    PartKind,
    Recovery,
    RecoveryGrant,
    RecoveryShare,
    SealedPart,
    SealingIdentity,
    TeamKey,
)
from knowledge.models.suggestions import Suggestion, SuggestionState
from knowledge.models.topics import Opinion, Topic
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
    "Defect",
    "DefectAct",
    "DefectEntry",
    "DefectKind",
    "DefectLook",
    "DefectState",
    "DefectStep",
    "Demand",
    "DisputeDecision",
    "EntryKind",
    "Flag",
    "FlagReason",
    "Gap",
    "GapKind",
    "KeyGrant",
    "LineAct",
    "LineSection",
    "LineState",
    "LookAct",
    "MainReason",
    "MarketShare",
    "MatrixCell",
    "MatrixFeature",
    "MissedSearch",
    "Opinion",
    "Origin",
    "Outcome",
    "PartKind",
    "PromotionTask",
    "QuotationAmount",
    "ReasonSource",
    "Recovery",
    "RecoveryGrant",
    "RecoveryShare",
    "ResultRequest",
    "Review",
    "ReviewRevision",
    "RivalDispute",
    "RivalLine",
    "RivalLineStep",
    "SealedPart",
    "SealingIdentity",
    "Severity",
    "Suggestion",
    "SuggestionState",
    "TeamKey",
    "Topic",
    "Weight",
]
