"""From a thread to an article."""

from knowledge.promotion.improving import improve
from knowledge.promotion.prefilling import KINDS, Prefill, passage, prefill
from knowledge.promotion.promoting import draft_key, promote
from knowledge.promotion.redacting import Decisions, SensitiveText

__all__ = [
    "KINDS",
    "Decisions",
    "Prefill",
    "SensitiveText",
    "draft_key",
    "improve",
    "passage",
    "prefill",
    "promote",
]
